"""Evidence of a period for the vendor's support (K7, P49)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.models import Call, Connection, LogAct, What
from portal.models import Kind
from tests.integrations.log_rows import call, page, sync, webhook

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def export(client: Any, connection: Connection, **asked: str) -> Any:
    today = timezone.now().date()
    facts = {"what": "calls", "shape": "csv", "first": str(today - timedelta(days=1)),
             "last": str(today + timedelta(days=1)), **asked}  # fmt: skip
    return client.post(page(connection, "evidence"), facts)


def test_k7_evidence_of_a_period_is_a_file_without_formulas(
    connection: Connection, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.logs.evidence.CHUNK", 2)
    rows = [call(connection, request_id=f"={number}") for number in range(5)]
    old = call(connection)
    Call.objects.filter(pk=old.pk).update(at=NOON)
    client = sign_in(Kind.ORG_ADMIN)

    answer = export(client, connection)
    lines = answer.getvalue().decode().splitlines()
    data = json.loads(export(client, connection, shape="json").getvalue())

    assert answer.streaming
    assert answer["Content-Disposition"].startswith('attachment; filename="calls-')
    assert [row["id"] for row in data] == [row.pk for row in rows]
    assert data[0]["request_id"] == "=0"
    assert len(lines) == 6
    assert ",'=0," in lines[1]
    assert ",=0," not in lines[1]
    page_after = client.get(page(connection, "evidence")).text
    assert "Calls to the ATS, " in page_after
    assert LogAct.objects.filter(what=What.EXPORTED, by=client.user).count() == 2


def test_evidence_of_webhooks_and_syncs(connection: Connection, sign_in: Any) -> None:
    webhook(connection, body=b'{"action": "ping"}', result="A ping.")
    sync(connection, seen=3)
    client = sign_in(Kind.ORG_ADMIN)

    [came] = json.loads(export(client, connection, what="webhooks", shape="json").getvalue())
    [run] = json.loads(export(client, connection, what="syncs", shape="json").getvalue())
    none = export(client, connection, what="syncs", shape="json", first="2026-01-01",
                  last="2026-01-31")  # fmt: skip

    assert (json.loads(came["body"]), came["result"]) == ({"action": "ping"}, "A ping.")
    assert run["seen"] == 3
    assert json.loads(none.getvalue()) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "2026-01-01", "last": "2026-02-01"}, "Choose 31 days at most"),
        ({"first": "2026-01-02", "last": "2026-01-01"}, "is before the first"),
        ({"first": "0001-01-01", "last": "9999-12-31"}, "time of this century"),
        ({"what": "passwords"}, "Select a valid choice"),
    ],
)
def test_a_period_that_cannot_be_exported_is_refused(
    connection: Connection, sign_in: Any, asked: dict[str, str], said: str
) -> None:
    assert said in export(sign_in(Kind.ORG_ADMIN), connection, **asked).text
    assert not LogAct.objects.exists()
