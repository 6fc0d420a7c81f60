"""The capability matrix: one table in the classes, the command, and the docs (K1)."""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from integrations.capabilities import Capability
from integrations.connectors import CONNECTORS
from portal.models import Group, Kind

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

    assert {key for key, grade in grades.items() if grade.offered} >= FLOOR[vendor]


def test_k1_command_docs_and_page_tell_the_same(
    capsys: pytest.CaptureFixture[str], group: Group, sign_in: Any
) -> None:
    call_command("capabilities", "--json")
    printed = json.loads(capsys.readouterr().out)
    told = {
        CONNECTORS[vendor].name: [
            (each.wording, grades[each]["grade"], grades[each]["reason"]) for each in Capability
        ]
        for vendor, grades in printed.items()
    }

    [head, _, *body] = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLE.read_text().splitlines()
        if line.startswith("|")
    ]
    assert head == ["Capability", *told]
    assert body == [
        [each.wording, *(grades[place][1] for grades in told.values())]
        for place, each in enumerate(Capability)
    ]

    page = sign_in(Kind.ORG_ADMIN).get("/organizations/acme/integration/new/").text
    rows = re.findall(r"<dt>(.+)</dt>\s*<dd>(.+)</dd>", html.unescape(page))
    assert rows == [
        (wording, grade.capitalize() + (f": {reason}" if reason else ""))
        for grades in told.values()
        for wording, grade, reason in grades
    ]
