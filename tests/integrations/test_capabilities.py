"""The capability matrix: one table in the classes, the command, and the docs (K1)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from integrations.connectors import CONNECTORS
from integrations.vocabulary import Capability

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "connectors" / "README.md"
KEYS = [
    "invite_by_webhook", "post_updates", "state_updates", "roles_match", "invite_by_url",
    "hiring_team", "recruiter_updates", "follower_list",
]  # fmt: skip
FLOOR = {  # K1: a yes stays a yes
    "greenhouse": {key for key in KEYS if key != "follower_list"},
    "lever": {"post_updates", "state_updates", "roles_match", "invite_by_url"},
    "jobvite": {
        "invite_by_webhook", "post_updates", "state_updates", "roles_match", "follower_list",
    },
    "ashby": {"invite_by_webhook", "post_updates", "state_updates", "roles_match"},
}  # fmt: skip


def test_the_command_prints_json_alone_without_a_database() -> None:
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    printed = subprocess.run(
        [sys.executable, "manage.py", "capabilities", "--json"],
        cwd=ROOT, env=nowhere, capture_output=True, text=True, check=True,
    )  # fmt: skip

    found = json.loads(printed.stdout)
    assert printed.stderr == ""
    assert list(found["greenhouse"]) == KEYS
    assert found["greenhouse"]["invite_by_webhook"] == {"grade": "at once", "reason": ""}
    assert found["greenhouse"]["follower_list"]["grade"] == "no"


def test_the_table_names_every_capability_of_every_vendor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("capabilities")

    printed = capsys.readouterr().out
    assert all(vendor in printed for vendor in CONNECTORS)
    assert all(key in printed for key in KEYS)


@pytest.mark.parametrize("vendor", CONNECTORS)
def test_k1_a_yes_of_the_floor_is_a_yes_here(vendor: str) -> None:
    grades = CONNECTORS[vendor].capabilities

    assert set(grades) == set(Capability)
    assert {key for key, grade in grades.items() if grade.offered} >= FLOOR[vendor]
    assert all(grade.reason.endswith(".") for grade in grades.values() if not grade.offered)


def test_the_table_of_the_docs_is_that_of_the_classes() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLE.read_text().splitlines()
        if line.startswith("|")
    ]
    [head, _, *body] = rows

    assert head == ["Capability", *(connector.name for connector in CONNECTORS.values())]
    assert body == [
        [each.wording, *(connector.capabilities[each].word for connector in CONNECTORS.values())]
        for each in Capability
    ]
