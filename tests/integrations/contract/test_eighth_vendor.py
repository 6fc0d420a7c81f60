"""A vendor more is a folder and a line: with them it stands on every page."""

import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from integrations import health
from integrations.capabilities import Capability
from integrations.connectors import CONNECTORS
from integrations.models import Connection
from portal.models import Group, Kind, Organization

PAGES = "/organizations/acme/integration/"


@pytest.fixture
def quill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A vendor whose folder stands somewhere else, and its one line."""
    shutil.copytree(Path(__file__).parent / "quill", tmp_path / "quill_from_elsewhere")
    monkeypatch.syspath_prepend(tmp_path)
    found = importlib.import_module("quill_from_elsewhere.connector")
    monkeypatch.setitem(CONNECTORS, found.Quill.slug, found.Quill)
    yield
    for name in [name for name in sys.modules if name.startswith("quill_from_elsewhere")]:
        del sys.modules[name]


def connect(client: Client, group: Group) -> Connection:
    """Begin a connection as a person does, and save its key."""
    form = {
        "group": group.pk, "name": "", "fallback_recruiter": client.user.pk,  # type: ignore[attr-defined]
        "base_url": "https://api.quill.example", "auth_url": "",
    }  # fmt: skip
    page = client.post(f"{PAGES}new/quill/", form)
    assert page.status_code == 302
    return Connection.objects.get(vendor="quill")


def test_a_vendor_more_is_on_every_page(
    quill: None,
    group: Group,
    sign_in: Any,
    scoped: Organization,
    capsys: pytest.CaptureFixture[str],
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    call_command("capabilities", "--json")
    assert json.loads(capsys.readouterr().out)["quill"]["state_updates"]["grade"] == "daily"
    chosen = client.get(f"{PAGES}new/").text
    assert "Connect Quill &amp; Ink" in chosen
    assert "No: Quill&#x27;s API has no such thing." in chosen

    connection = connect(client, group)
    health.check(connection)
    shown = {
        "setup/": ("Cut a pen", "Write a line"),
        "setup/credential/": ("Pen key", "Open Desk &gt; Pens."),
        "setup/test/": ("Quill&#x27;s outgoing address", f"/ats/{connection.token}/webhook", "Ink"),
        "key/": ("Pen key",),
        "": ("Quill &amp; Ink", "Buy ink.", *(each.wording for each in Capability)),
    }
    for path, words in shown.items():
        page = client.get(f"{PAGES}{connection.pk}/{path}")
        assert page.status_code == 200, path
        assert [word for word in words if word not in page.text] == [], path
    assert "Quill &amp; Ink of Engineering" in client.get(PAGES).text
