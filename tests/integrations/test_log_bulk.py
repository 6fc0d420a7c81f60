"""One press on many rows of a log: replay webhooks, retry updates, by a worker (K7, H7, P19)."""

from typing import Any

import pytest

from integrations import connections
from integrations.logs import bulk
from integrations.models import BulkAct, Connection, Delivery, LogAct
from portal.models import Kind
from portal.work import WorkState
from tests.integrations.log_rows import application, page, update, webhook


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are many."""
    monkeypatch.setattr(bulk, "MOST", 3)
    monkeypatch.setattr(bulk, "BATCH", 2)


def test_k7_what_the_log_shows_is_replayed_by_a_worker_and_each_keeps_the_name(
    connection: Connection, sign_in: Any, small: None
) -> None:
    parked = [webhook(connection, state=WorkState.PARKED) for _ in range(5)]
    webhook(connection)
    client = sign_in(Kind.ORG_ADMIN)
    log, address = page(connection, "webhooks"), page(connection, "webhooks") + "replay/"
    asked = {"outcome": WorkState.PARKED.value}

    assert f"{address}?outcome=parked" in client.get(log, asked).text
    assert "Replay all" not in client.get(log).text
    told = client.get(address, asked).text
    assert "Replay 3 webhooks" in told
    assert "the oldest 3" in told
    assert "press again for the next" in told
    assert not BulkAct.objects.exists()

    began = client.post(f"{address}?outcome=parked", follow=True).text
    assert "A worker has begun" in began
    assert "0 of 3" in began
    again = client.post(f"{address}?outcome=parked", follow=True).text
    assert "An earlier press is still carried out" in again
    Delivery.objects.filter(pk=parked[1].pk).update(state=WorkState.WORKING)
    bulk.run_due()

    states = Delivery.objects.filter(pk__in=[row.pk for row in parked]).order_by("pk")
    assert list(states.values_list("state", flat=True)) == [
        "waiting", "working", "waiting", "parked", "parked",
    ]  # fmt: skip
    assert "Left as they were: 1. A worker has this right now." in client.get(log).text
    assert set(LogAct.objects.values_list("delivery", "by")) == {
        (parked[0].pk, client.user.pk), (parked[2].pk, client.user.pk),
    }  # fmt: skip


def test_h7_many_updates_that_were_given_up_go_out_again_and_none_that_was_sent(
    connection: Connection, sign_in: Any
) -> None:
    tied = application(connection)
    lost = update(tied, state=WorkState.GAVE_UP)
    update(tied, state=WorkState.DONE)
    client = sign_in(Kind.ORG_ADMIN)
    address = page(connection, "updates") + "retry/?since=2020-01-01T00:00"

    assert "Retry 1 update<" in client.get(address).text
    client.post(address)
    bulk.run_due()

    assert LogAct.objects.get().update == lost
    assert BulkAct.objects.get().came_to == "1 of 1."
    assert "Nothing to retry" in client.get(address).text


@pytest.mark.parametrize("log", ["webhooks", "updates"])
def test_asking_before_many_costs_the_same_for_one_row_and_three(
    connection: Connection, sign_in: Any, count_queries: Any, log: str
) -> None:
    client, tied = sign_in(Kind.ORG_ADMIN), application(connection)
    address = page(connection, log) + {"webhooks": "replay/", "updates": "retry/"}[log]

    def cost(rows: int) -> int:
        for _ in range(rows):
            webhook(connection, state=WorkState.PARKED)
            update(tied, state=WorkState.PARKED)
        return int(count_queries(client, f"{address}?since=2020-01-01T00:00"))

    assert cost(1) == cost(2)


def test_a_press_that_cannot_be_carried_out_says_why(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    address = page(connection, "webhooks") + "replay/"

    assert "Narrow the log first" in client.get(address, follow=True).text
    assert "Narrow the log first" in client.get(address, {"since": "x"}, follow=True).text
    assert "Nothing to replay" in client.get(address, {"outcome": "parked"}).text
    parked = f"{address}?outcome=parked"
    assert "nothing left" in client.post(parked, follow=True).text
    webhook(connection, state=WorkState.PARKED)
    connections.delete_key(connection)
    assert "key of this connection was deleted" in client.post(parked, follow=True).text
    assert sign_in(Kind.RECRUITER).get(parked).status_code == 403
    assert not BulkAct.objects.exists()
