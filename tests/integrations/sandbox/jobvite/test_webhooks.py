"""Webhooks: what they tell, how they are signed, and when they are tried again."""

import json
from datetime import timedelta

from django.utils import timezone

from integrations.sandbox.deliveries import deliver_due
from integrations.sandbox.jobvite import events, moves, requisitions
from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Delivery, Hook
from tests.integrations.sandbox.conftest import Product
from tests.integrations.sandbox.jobvite.conftest import Api, fact, set_up

ADA, BACKEND, TRIGGER, ONSITE = 700001, 3485, 7103, 7104


def test_a_move_tells_both_states_and_the_moment_signed_over_the_raw_body(
    api: Api, hooked: Product
) -> None:
    moved = moves.move(ADA, TRIGGER)
    deliver_due()

    (heard,) = hooked.heard
    told = json.loads(heard["body"])
    assert list(told) == list(fact("workflow_update"))
    assert (told["oldValue"], told["newValue"]) == ("Recruiter Screen", "Technical Interview")
    assert (told["applicationId"], told["date"]) == (moved["id"], moved["lastUpdatedDate"])
    assert told["url"].startswith("https://api.jobvite.com/api/v2/candidate?candidateId=e")
    signed = events.sign(JOBVITE.signing_key, heard["body"].decode(), "base64")
    assert heard["headers"]["X-Jobvite-Event-Signature"] == signed


def test_header_encoding_and_keys_are_as_the_customer_has_them(api: Api, hooked: Product) -> None:
    set_up(signature_header="X-Sign", signature_encoding="hex", older_keys=True)
    requisitions.edit(BACKEND, jobState="Filled")
    deliver_due()

    (heard,) = hooked.heard
    told = json.loads(heard["body"])
    assert (told["eventType"], told["jobId"]) == ("jobUpdate", store.name("jobs", BACKEND))
    assert len(heard["headers"]["X-Sign"]) == 64

    Hook.objects.update(secret="")
    moves.hire(ADA)
    deliver_due()
    assert "X-Sign" not in hooked.heard[1]["headers"]


def test_only_the_states_that_were_asked_for_are_told(api: Api, hooked: Product) -> None:
    set_up(states=["Onsite"])
    moves.move(ADA, TRIGGER)
    moves.move(ADA, ONSITE)
    deliver_due()

    assert [json.loads(heard["body"])["newValue"] for heard in hooked.heard] == ["Onsite"]


def test_a_failure_is_tried_again_three_times_a_minute_apart(api: Api, hooked: Product) -> None:
    hooked.answers["/hook"] = (500, b"")
    moves.move(ADA, TRIGGER)
    waits = []
    for _ in range(4):
        deliver_due()
        delivery = Delivery.objects.get()
        waits.append(round((delivery.due_at - delivery.first_due_at) / timedelta(seconds=1)))
        Delivery.objects.update(due_at=timezone.now())

    assert waits[:3] == [60, 120, 180]
    assert (delivery.state, len(hooked.heard)) == ("gave up", 4)
