"""The logs of a connection: what is found, what a page says, and what is pressed there (K7, H7)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidates.models import Interview
from integrations import connections
from integrations.models import (
    Application,
    AtsUpdate,
    Call,
    Connection,
    Delivery,
    LogAct,
    SyncRun,
    SyncState,
    What,
)
from integrations.sandbox.cast import ADA
from portal.models import Kind, Organization
from portal.permissions import WHO_CAN, Act
from portal.work import WorkState
from tests import factories

LOGS = ("webhooks", "updates", "calls", "syncs")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def page(connection: Connection, log: str, row: int | None = None, act: str = "") -> str:
    address = f"/organizations/acme/integration/{connection.pk}/{log}/"
    return address + (f"{row}/" if row else "") + (f"{act}/" if act else "")


def application(connection: Connection, number: str = "700001") -> Application:
    candidacy = factories.CandidacyFactory(
        role__group=connection.group,
        candidate__name="Dana Kovacs",
        candidate__email=f"dana.{number}@mail.test",
    )
    return Application.objects.create(
        organization=connection.organization, connection=connection, remote_id=number,
        candidate_remote_id=f"9{number}", candidacy=candidacy,
    )  # fmt: skip


def webhook(connection: Connection, **fields: Any) -> Delivery:
    facts = {"endpoint": "webhook", "body": b"{}", "state": WorkState.DONE, **fields}
    return Delivery.objects.create(
        organization=connection.organization, connection=connection,
        key=f"key-{Delivery.objects.count()}", **facts,
    )  # fmt: skip


def update(tied: Application, kind: str = "scheduled", **fields: Any) -> AtsUpdate:
    event = tied.candidacy.events.create(  # type: ignore[union-attr]
        organization=tied.organization, kind="scheduled", actor="system"
    )
    return AtsUpdate.objects.create(
        organization=tied.organization, application=tied, event=event, kind=kind, **fields
    )


def call(connection: Connection, **fields: Any) -> Call:
    return Call.objects.create(
        organization=connection.organization, connection=connection,
        **{"method": "GET", "path": "/v3/jobs", "status": 200, **fields},
    )  # fmt: skip


def sync(connection: Connection, **fields: Any) -> SyncRun:
    return SyncRun.objects.create(
        organization=connection.organization, connection=connection,
        **{"state": SyncState.DONE, **fields},
    )  # fmt: skip


def found(client: Any, connection: Connection, log: str, **asked: Any) -> list[int]:
    """The rows that a log shows, oldest first."""
    return sorted(row.pk for row in client.get(page(connection, log), asked).context["shown"].rows)


# What is found


def test_k7_webhooks_are_found_by_candidate_id_kind_outcome_and_time(
    connection: Connection, organization: Organization, sign_in: Any
) -> None:
    organization.zone = "Asia/Tokyo"
    organization.save()
    tied = application(connection)
    asked = webhook(connection, about=["kind:invite_requested", "application:700001"])
    merged = webhook(connection, about=["kind:candidate_merged", "candidate:9700001"])
    webhook(connection, about=["kind:job_changed", "job:5"], state=WorkState.IGNORED)
    parked = webhook(connection, state=WorkState.PARKED, error="Unreadable: no JSON.")
    Delivery.objects.filter(pk=parked.pk).update(received_at=NOON)
    client = sign_in(Kind.RECRUITER)

    def shown(**asked: Any) -> list[int]:
        return found(client, connection, "webhooks", **asked)

    assert shown() == sorted([asked.pk, merged.pk, merged.pk + 1, parked.pk])
    for words in ("dana", "KOVACS", "dana.700001@", "9700001", f"#{tied.candidacy_id}"):
        assert shown(q=words) == [asked.pk, merged.pk], words
    assert shown(q="700001") == [asked.pk, merged.pk]
    assert shown(q=str(parked.pk)) == [parked.pk]
    assert shown(q="nobody") == []
    assert shown(kind="job_changed") == [merged.pk + 1]
    assert shown(outcome="parked") == [parked.pk]
    assert shown(outcome="parked", kind="job_changed") == []
    tokyo = {"since": "2026-06-01T20:59", "until": "2026-06-01T21:01"}
    assert shown(**tokyo) == [parked.pk]
    assert shown(**tokyo | {"since": "2026-06-01T21:01"}) == []


def test_k7_updates_calls_and_syncs_are_found_too(connection: Connection, sign_in: Any) -> None:
    tied, other = application(connection), application(connection, "700002")
    told, waits = update(tied, state=WorkState.DONE), update(other, kind="result")
    read = call(connection, about=["700001", "req-1"])
    failed = call(connection, method="POST", error="Greenhouse answered 500.", status=500)
    silent = call(connection, error="Greenhouse could not be reached.", status=None)
    done, broken = sync(connection), sync(connection, state=SyncState.FAILED)
    client = sign_in(Kind.ORG_ADMIN)

    def shown(log: str, **asked: Any) -> list[int]:
        return found(client, connection, log, **asked)

    assert shown("updates", q="dana.700001@") == [told.pk]
    assert shown("updates", q="9700002") == [waits.pk]
    assert shown("updates", q=str(waits.marker)) == [waits.pk]
    assert shown("updates", kind="result") == shown("updates", outcome="waiting") == [waits.pk]
    assert shown("calls", q="dana.700001@mail.test") == shown("calls", q="req-1") == [read.pk]
    assert shown("calls", kind="POST") == [failed.pk]
    assert shown("calls", outcome="ok") == [read.pk]
    assert shown("calls", outcome="failed") == [failed.pk, silent.pk]
    assert shown("calls", outcome="silent") == [silent.pk]
    assert shown("syncs", outcome="failed") == [broken.pk]
    assert shown("syncs", q=f"#{done.pk}") == [done.pk]


def test_another_connections_rows_are_not_among_them(connection: Connection, sign_in: Any) -> None:
    other = factories.ConnectionFactory(group=connection.group)
    tied = application(other)
    theirs = (webhook(other), update(tied), call(other), sync(other))
    client = sign_in(Kind.ORG_ADMIN)

    for log, row in zip(LOGS, theirs, strict=True):
        assert found(client, connection, log) == []
        assert client.get(page(connection, log, row.pk)).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [{"since": "0001-01-01T00:00"}, {"until": "soon"}, {"kind": "moon"}, {"q": "a\0"}],
)  # fmt: skip
def test_an_odd_search_finds_nothing_and_says_so(
    connection: Connection, sign_in: Any, asked: dict[str, str]
) -> None:
    webhook(connection)
    answer = sign_in(Kind.ORG_ADMIN).get(page(connection, "webhooks"), asked)
    assert "Nothing fits" in answer.text
    assert 'class="errors"' in answer.text


def test_pages_of_a_log_follow_each_other(
    connection: Connection, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [call(connection, about=["7"]) for _ in range(51)]
    client = sign_in(Kind.ORG_ADMIN)
    first = client.get(page(connection, "calls"), {"q": "7"}).context["shown"]
    second = client.get(page(connection, "calls"), {"q": "7", "older": first.older})

    assert [row.pk for row in first.rows] == [row.pk for row in reversed(rows[1:])]
    assert [row.pk for row in second.context["shown"].rows] == [rows[0].pk]
    assert "q=7" in second.text


def test_empty_logs_say_what_comes(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    said = [client.get(page(connection, log)).text for log in LOGS]
    words = ("No webhook has come", "Nothing was told", "No call was made", "No sync has run")
    assert all(word in text for word, text in zip(words, said, strict=True))


def test_a_log_of_three_takes_as_many_queries_as_one_of_one(
    connection: Connection, sign_in: Any, count_queries: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    def fill(number: int) -> list[str]:
        tied = application(connection, str(number))
        rows = (
            webhook(connection, understood=[{"kind": "job_gone", "job": "5"}], about=["job:5"]),
            update(tied),
            call(connection),
            sync(connection, by=client.user),
        )
        for row in (rows[0], rows[1]):
            name = "delivery" if isinstance(row, Delivery) else "update"
            LogAct.objects.create(
                organization=connection.organization, connection=connection, what=What.RESENT,
                by=client.user, **{name: row},
            )  # fmt: skip
        return [page(connection, log) for log in LOGS]

    one = [count_queries(client, address) for address in fill(1)]
    fill(2)
    three = [count_queries(client, address) for address in fill(3)]
    assert three == one
    assert max(one) < 20


# What a page says


def test_k7_what_an_invite_left_in_the_logs(loop: Any, sign_in: Any) -> None:
    """A webhook asks for an invite, the invite is told: each row leads to the other."""
    interview = loop.invite()
    client = sign_in(Kind.ORG_ADMIN)
    connection = loop.connection
    delivery = Delivery.objects.latest("pk")
    told = AtsUpdate.objects.get(kind="invited")
    [status] = Call.objects.filter(update=told, method="PATCH")

    came = client.get(page(connection, "webhooks", delivery.pk)).text
    assert f"Asks for an invite: application {ADA.application}" in came
    assert f"Invited Interview {interview.pk}." in came
    assert "&quot;action&quot;: &quot;candidate_stage_change&quot;" in came
    assert Call.objects.filter(delivery=delivery).exists()
    went = client.get(page(connection, "updates", told.pk)).text
    assert str(told.marker) in went
    assert "Status: <strong>Invited</strong>" in went
    assert page(connection, "calls", status.pk) in went
    made = client.get(page(connection, "calls", status.pk)).text
    assert f"/v3/applications/{ADA.application}" in made
    assert "curl --request PATCH" in made
    assert "authorization: …" in made
    assert page(connection, "updates", told.pk) in made
    for log, row in (("webhooks", delivery.pk), ("updates", told.pk), ("calls", status.pk)):
        assert row in found(client, connection, log, q=ADA.address)


def test_a_sync_shows_what_it_did_and_its_calls(connection: Connection, sign_in: Any) -> None:
    run = sync(connection, seen=7, error="people left out: Greenhouse answered 403.")
    call(connection, sync=run, request_id="req-9")

    text = sign_in(Kind.RECRUITER).get(page(connection, "syncs", run.pk)).text

    assert "people left out: Greenhouse answered 403." in text
    assert "req-9" in text


def test_an_update_of_a_look_up_says_that_it_writes_nothing(
    connection: Connection, sign_in: Any
) -> None:
    row = update(application(connection), kind="hiring_team", state=WorkState.MERGED)
    text = sign_in(Kind.ORG_ADMIN).get(page(connection, "updates", row.pk)).text
    assert "It writes no note." in text
    assert "A newer one says it" in text
    assert "/resend/" not in text


# What is pressed


def test_d11_a_replayed_webhook_is_worked_on_and_invites_nobody_twice(
    loop: Any, sign_in: Any
) -> None:
    loop.invite()
    client, delivery = sign_in(Kind.ORG_ADMIN), Delivery.objects.latest("pk")
    notes = loop.notes()

    answer = client.post(page(loop.connection, "webhooks", delivery.pk, "replay"), follow=True)
    loop.work()

    assert "worked on anew" in answer.text
    assert f"Replayed by {client.user}" in answer.text
    again = Delivery.objects.get(pk=delivery.pk)
    assert (again.state, again.attempts) == (WorkState.DONE, delivery.attempts + 1)
    assert Interview.objects.count() == 1
    assert loop.notes() == notes


def test_h7_an_update_is_sent_again_with_a_name_to_it(connection: Connection, sign_in: Any) -> None:
    row = update(application(connection), state=WorkState.GAVE_UP, error="Greenhouse said no.")
    client = sign_in(Kind.ORG_ADMIN)

    answer = client.post(page(connection, "updates", row.pk, "resend"), follow=True)

    assert "goes out again" in answer.text
    assert f"Sent again by {client.user}" in answer.text
    row.refresh_from_db()
    assert row.state == WorkState.UNCLEAR
    AtsUpdate.objects.update(state=WorkState.WORKING)
    assert (
        "being sent" in client.post(page(connection, "updates", row.pk, "resend"), follow=True).text
    )
    assert LogAct.objects.count() == 1


@pytest.mark.parametrize("log", ["webhooks", "updates"])
def test_p19_a_parked_row_is_discarded_on_a_page_of_its_own(
    connection: Connection, sign_in: Any, log: str
) -> None:
    row: Any = (
        webhook(connection, state=WorkState.PARKED)
        if log == "webhooks"
        else update(application(connection), state=WorkState.PARKED)
    )
    client = sign_in(Kind.ORG_ADMIN)
    address = page(connection, log, row.pk, "discard")

    assert address in client.get(page(connection, log, row.pk)).text
    assert "left as it is" in client.get(address).text
    answer = client.post(address, follow=True)

    row.refresh_from_db()
    assert row.state == WorkState.DISCARDED
    assert f"Discarded by {client.user}" in answer.text
    assert "this is neither" in client.post(address, follow=True).text
    assert found(client, connection, log, outcome="dropped") == [row.pk]


def test_what_cannot_be_replayed_says_why(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    empty = webhook(connection, body=b"")
    busy = webhook(connection, state=WorkState.WORKING)
    kept = webhook(connection, state=WorkState.PARKED)

    def press(row: Delivery) -> str:
        return str(client.post(page(connection, "webhooks", row.pk, "replay"), follow=True).text)

    assert "is not kept any more" in press(empty)
    assert "A worker has this right now" in press(busy)
    connections.delete_key(connection)
    assert "key of this connection was deleted" in press(kept)
    assert not LogAct.objects.exists()


def test_b3_recruiters_look_and_admins_act(connection: Connection, sign_in: Any) -> None:
    row = webhook(connection, state=WorkState.PARKED)
    client = sign_in(Kind.RECRUITER)

    seen = client.get(page(connection, "webhooks", row.pk)).text
    refused = [
        client.post(page(connection, "webhooks", row.pk, "replay")),
        client.get(page(connection, "webhooks", row.pk, "discard")),
        client.get(page(connection, "evidence")),
    ]

    assert "Retry" not in seen
    assert "/evidence/" not in seen
    assert all(answer.status_code == 403 for answer in refused)
    assert all(WHO_CAN[Act.RUN_INTEGRATIONS] in answer.text for answer in refused)


# Evidence


def export(client: Any, connection: Connection, **asked: str) -> Any:
    today = timezone.now().date()
    facts = {"what": "calls", "shape": "csv", "first": str(today - timedelta(days=1)),
             "last": str(today + timedelta(days=1)), **asked}  # fmt: skip
    return client.post(page(connection, "evidence"), facts)


def test_k7_evidence_of_a_period_is_a_file_without_formulas(
    connection: Connection, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.evidence.CHUNK", 2)
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
