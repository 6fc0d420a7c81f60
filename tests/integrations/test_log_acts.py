"""What is pressed in the logs: replay, send again, discard, each kept with a name (H7, P19)."""

from typing import Any

import pytest

from candidates.models import Interview
from integrations import connections
from integrations.models import AtsUpdate, Connection, Delivery, LogAct
from portal.models import Kind
from portal.permissions import WHO_CAN, Act
from portal.work import WorkState
from tests.integrations.log_rows import application, found, page, update, webhook


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
