"""Webhooks: what is signed, who hears what, and when it is sent again."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.sandbox.cast import ADA, RITA
from integrations.sandbox.deliveries import deliver_due
from integrations.sandbox.lever import cast, events, moves, people, signing
from integrations.sandbox.lever.access import LEVER
from integrations.sandbox.lever.events import EVENTS
from integrations.sandbox.lever.world import call_at
from integrations.sandbox.models import Delivery, Hook
from tests.integrations.sandbox.conftest import Product, assert_same_shape
from tests.integrations.sandbox.lever.conftest import Api, fact, grant, id_of

ADA_ID = id_of("opportunities", ADA.application)
TECHNICAL = id_of("stages", 6)


@pytest.fixture
def hooked(world: None, product: Product) -> Product:
    call_at("http://127.0.0.1:8000", {"webhook": product.url + "/hook"})
    return product


def told(event: str) -> Any:
    """The data of the newest delivery of this event."""
    body = json.loads(Delivery.objects.filter(hook__event=event).latest("pk").body)
    assert body["event"] == event
    return body["data"]


def ours(token: str, triggered_at: int) -> str:
    message = f"{token}{triggered_at}".encode()
    return hmac.new(LEVER.webhook_secret.encode(), message, hashlib.sha256).hexdigest()


def test_the_signature_is_the_vendors_and_covers_no_data() -> None:
    vector = fact("candidateStageChange")
    unsigned = {name: value for name, value in vector.items() if name != "signature"}
    other = unsigned | {"data": {}}

    assert json.loads(signing.signed(json.dumps(unsigned), "demo-lever-token")) == vector
    forged = json.loads(signing.signed(json.dumps(other), "demo-lever-token"))
    assert forged["signature"] == vector["signature"]
    assert "signature" not in json.loads(signing.signed(json.dumps(unsigned), ""))


def test_a_move_arrives_signed_inside_its_body(hooked: Product) -> None:
    moves.move(ADA.application, TECHNICAL)
    deliver_due()

    (heard,) = hooked.heard
    assert heard["headers"]["User-Agent"] == "Lever-Webhooks"
    body = json.loads(heard["body"])
    assert_same_shape(body, fact("candidateStageChange"))
    assert body["signature"] == ours(body["token"], body["triggeredAt"])
    assert len(body["token"]) == 48
    assert body["data"]["opportunityId"] == ADA_ID
    assert body["data"]["toStageId"] == TECHNICAL


def test_every_kind_of_news_names_the_opportunity(hooked: Product) -> None:
    moves.archive(ADA.application, id_of("archive_reasons", cast.WITHDREW))
    ids = {"opportunityId", "candidateId", "contactId"}
    archived = told("candidateArchiveChange")
    assert set(archived) == ids | {"toArchived", "fromArchived"}
    assert set(archived["toArchived"]) == {"reason", "archivedAt"}
    assert not Delivery.objects.filter(hook__event="candidateHired").exists()

    moves.unarchive(ADA.application)
    assert told("candidateArchiveChange")["toArchived"] is None
    moves.archive(ADA.application, id_of("archive_reasons", cast.HIRED))
    assert set(told("candidateHired")) == ids

    made = people.transfer(ADA.application, 3487, "")
    assert told("applicationCreated")["applicationId"] == made["applications"][0]
    assert told("applicationCreated")["candidateId"] == ADA_ID
    people.delete(ADA.application, id_of("users", RITA.number))
    assert set(told("candidateDeleted")) == ids | {"deletedBy"}


def test_two_moves_differ_and_a_move_to_the_same_stage_tells_nobody(hooked: Product) -> None:
    for stage in (TECHNICAL, TECHNICAL, "offer", TECHNICAL):
        moves.move(ADA.application, stage)

    assert len({delivery.body for delivery in Delivery.objects.all()}) == 3


def test_any_2xx_is_success_and_five_more_tries_come_with_growing_pauses(hooked: Product) -> None:
    hooked.answers["/hook"] = (302, b"")
    moves.move(ADA.application, TECHNICAL)
    waits = []
    while Delivery.objects.filter(state="waiting").exists():
        Delivery.objects.update(due_at=timezone.now())
        deliver_due(limit=1)
        delivery = Delivery.objects.get()
        waits.append((delivery.due_at - delivery.first_due_at) / timedelta(minutes=1))
    assert waits[:5] == [1, 5, 30, 120, 360]
    assert (delivery.state, delivery.attempts) == ("gave up", 6)
    assert len({heard["body"] for heard in hooked.heard}) == 1

    hooked.answers["/hook"] = (204, b"")
    grant(fresh_retries=True)
    moves.move(ADA.application, "offer")
    Delivery.objects.filter(state="waiting").update(attempts=1)
    deliver_due()
    retried = json.loads(hooked.heard[-1]["body"])
    sent = json.loads(Delivery.objects.latest("pk").body)
    assert retried["token"] != sent["token"]
    assert retried["id"] == sent["id"]
    assert retried["signature"] == ours(retried["token"], retried["triggeredAt"])
    assert Delivery.objects.latest("pk").state == "delivered"


def test_an_event_that_is_not_switched_on_stays_silent(hooked: Product) -> None:
    grant(switched_on=[event for event in EVENTS if event != "candidateStageChange"])
    moves.move(ADA.application, TECHNICAL)

    assert not Delivery.objects.exists()


def test_the_test_button_sends_empty_data_and_rerun_a_late_duplicate(hooked: Product) -> None:
    grant(deliveries_have_ids=False)
    hook = Hook.objects.get(event="candidateHired")
    events.trial(hook)
    deliver_due()
    body = json.loads(hooked.heard[0]["body"])
    assert set(body) == {"triggeredAt", "event", "data", "signature", "token"}
    assert (body["event"], body["data"]) == ("candidateHired", {})

    events.rerun(Delivery.objects.get())
    deliver_due()
    assert hooked.heard[1]["body"] == hooked.heard[0]["body"]


def test_webhooks_of_the_api_show_their_token_once_and_hear_by_origin(api: Api) -> None:
    body = {"url": "https://app.test/hooks/1", "event": "candidateStageChange"}
    answer = api.post("webhooks", body)
    assert answer.status_code == 201
    assert_same_shape(answer.json(), fact("webhook"))
    made = answer.json()["data"]
    hook = Hook.objects.get(vendor="lever")
    assert hook.secret == made["configuration"]["signatureToken"]
    (listed,) = api.get("webhooks").json()["data"]
    assert "signatureToken" not in listed["configuration"]

    moves.move(ADA.application, TECHNICAL)
    assert not Delivery.objects.exists()  # nobody has switched the event on
    grant(switched_on=list(EVENTS))
    moves.move(ADA.application, "offer")
    assert Delivery.objects.count() == 1
    conditions = {"conditions": {"origins": ["referred"]}}
    change = {"id": made["id"], "url": body["url"], "configuration": conditions}
    assert api.put("webhooks", {"data": [change]}).status_code == 200
    moves.move(ADA.application, TECHNICAL)
    assert Delivery.objects.count() == 1

    wrong = {"url": body["url"], "event": "contactCreated", "configuration": conditions}
    assert api.post("webhooks", wrong).status_code == 400
    assert api.post("webhooks", body | {"event": "jobCreated"}).status_code == 400
    assert api.send("DELETE", f"webhooks/{made['id']}").status_code == 204
    assert not Hook.objects.filter(vendor="lever").exists()
