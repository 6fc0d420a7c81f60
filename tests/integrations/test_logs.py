"""The logs of a connection: what is found in them, and what their pages say (K7)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.logs import finding
from integrations.models import AtsUpdate, Call, Connection, Delivery, LogAct, SyncState, What
from integrations.sandbox.cast import ADA
from portal.models import Kind, Organization
from portal.work import WorkState
from tests import factories
from tests.integrations.log_rows import application, call, found, page, sync, update, webhook

LOGS = ("webhooks", "updates", "calls", "syncs")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


# What is found


def test_k7_webhooks_are_found_by_candidate_id_kind_outcome_and_time(
    connection: Connection, organization: Organization, sign_in: Any
) -> None:
    organization.zone = "Asia/Tokyo"
    organization.save()
    tied = application(connection)
    asked = webhook(connection, about=["kind:invite_requested", "application:700001"])
    merged = webhook(connection, about=["kind:candidate_merged", "candidate:9700001"])
    webhook(connection, about=["kind:job_changed", "job:500005"], state=WorkState.IGNORED)
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
    assert finding.call_kinds(connection) == {"GET": "GET", "POST": "POST"}
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


def test_pages_of_a_log_follow_each_other(connection: Connection, sign_in: Any) -> None:
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
