"""Webhooks as the vendor sends them."""

import json
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from integrations.sandbox.ashby import events, jobs, moves, people
from integrations.sandbox.ashby.access import ASHBY
from integrations.sandbox.ashby.store import store
from integrations.sandbox.deliveries import deliver_due
from integrations.sandbox.models import Delivery, Hook
from tests.integrations.sandbox.ashby.conftest import Api, fact
from tests.integrations.sandbox.conftest import Product, assert_same_shape

TECHNICAL = 71416


def sent() -> list[Any]:
    return [json.loads(row.body) for row in Delivery.objects.order_by("pk")]


def test_the_signature_is_the_vendors() -> None:
    action_id = "75395d87-4044-4dc4-bc29-0cec185e5f06"
    body = events.encode(action_id, "ping", {"webhookActionType": "ping"})

    assert len(body) == 110
    ours = "sha256=4fa0f2507d7edcdbf681be19f1c31bfe6dc2b4970ff2df3da807f2ce0e744cba"
    assert events.signature("ashby-demo-secret-0001", body) == ours


def test_related_events_share_their_action_id(hooked: Product) -> None:
    moves.change_stage(700001, TECHNICAL)
    moves.hire(700001)

    first, second = sent()[:2], sent()[2:]
    assert [body["action"] for body in first] == ["candidateStageChange", "applicationUpdate"]
    expected = ["candidateHire", "candidateStageChange", "applicationUpdate"]
    assert [body["action"] for body in second] == expected
    for related in (first, second):
        assert len({body["webhookActionId"] for body in related}) == 1
    assert_same_shape(first[0]["data"]["application"], fact("application"))


def test_other_news(hooked: Product) -> None:
    jobs.edit(3485, title="Backend II", status="Open", recruiter=3131, fields={})
    people.add(3485, "Joan Clarke", "", "")
    people.merge(800012, 800011)
    people.delete(800010)

    told = {body["action"]: body["data"] for body in sent()}
    assert told["jobUpdate"]["job"]["hiringTeam"][0]["email"] == "sam.okafor@example.com"
    assert told["applicationSubmit"]["application"]["candidate"]["name"] == "Joan Clarke"
    names = {key: {"id": store.name("candidates", number)} for key, number in
             (("deletedCandidate", 800012), ("mergedCandidate", 800011))}  # fmt: skip
    assert told["candidateMerge"] == names
    assert told["candidateDelete"] == {"candidate": {"id": store.name("candidates", 800010)}}


def test_a_delivery_is_signed_and_names_its_event_in_the_body_only(hooked: Product) -> None:
    Hook.objects.filter(event="applicationUpdate").update(secret="")
    moves.change_stage(700001, TECHNICAL)
    deliver_due()

    signed, bare = hooked.heard
    ours = events.signature(ASHBY.webhook_secret, signed["body"].decode())
    assert signed["headers"]["Ashby-Signature"] == ours
    assert "Ashby-Signature" not in bare["headers"]


def test_ten_attempts_with_growing_waits(hooked: Product) -> None:
    hooked.answers["/webhook"] = (500, b"")
    Hook.objects.exclude(event="candidateStageChange").delete()
    moves.change_stage(700001, TECHNICAL)
    waits = []
    while Delivery.objects.filter(state="waiting").exists():
        Delivery.objects.update(due_at=timezone.now())
        deliver_due(limit=1)
        row = Delivery.objects.get()
        waits.append(row.due_at - row.first_due_at)

    gaps = [later - earlier for earlier, later in pairwise(waits)]
    assert waits[0] == timedelta(seconds=10)
    assert gaps[:5] == [timedelta(seconds=wait) for wait in (30, 70, 150, 310, 630)]
    assert (row.state, row.attempts) == ("gave up", 10)


@pytest.mark.parametrize(("status", "state"), [(401, "gave up"), (400, "waiting")])
def test_some_answers_end_the_retries_for_good(hooked: Product, status: int, state: str) -> None:
    hooked.answers["/webhook"] = (status, b"")
    moves.change_stage(700001, TECHNICAL)
    deliver_due()

    assert set(Delivery.objects.values_list("state", flat=True)) == {state}


def test_webhooks_are_made_and_edited_through_the_api(
    api: Api, hooked: Product, settings: Any
) -> None:
    target = {"requestUrl": f"{hooked.url}/new", "secretToken": "s"}
    made = api.results("webhook.create", webhookType="candidateHire", **target)
    assert api.code("webhook.create", webhookType="jobUpdate", **target) == "invalid_input"
    deliver_due()
    [ping] = hooked.heard
    assert json.loads(ping["body"])["action"] == "ping"
    assert ping["headers"]["Ashby-Signature"]

    hooked.answers["/new"] = (400, b"")
    api.results("webhook.update", webhookId=made["id"], secretToken="t")
    deliver_due()
    assert api.results("webhook.info", webhookId=made["id"])["enabled"] is False
    api.results("webhook.delete", webhookId=made["id"])
    assert api.code("webhook.info", webhookId=made["id"]) == "webhook_not_found"
