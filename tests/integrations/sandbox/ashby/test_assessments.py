"""The assessment partner API, called as Ashby calls it, and what a partner tells."""

import json
from typing import Any

import pytest

from integrations.sandbox.ashby import partner
from integrations.sandbox.ashby.access import ASHBY
from integrations.sandbox.ashby.store import store
from tests.integrations.sandbox.ashby.conftest import Api, fact, switch
from tests.integrations.sandbox.conftest import Product, assert_same_shape

TYPE = {"assessment_type_id": "role-12", "name": "Backend II", "description": "Live"}
RESULT = {"identifier": "score", "label": "Recommendation", "type": "string", "value": "Yes"}


def answers(product: Product, method: str, results: Any, status: int = 200) -> None:
    body = results if status != 200 else {"success": True, "results": results}
    product.answers[f"/assessment.{method}"] = (status, json.dumps(body).encode())


def started(product: Product, **more: Any) -> Any:
    answers(product, "start", {"assessment_id": "98765"} | more)
    return partner.start(store.get("applications", 700001), "role-12", "Backend II")


def test_a_partner_is_asked_with_its_key(hooked: Product) -> None:
    answers(hooked, "list", [TYPE])
    for way in ("basic", "bearer", "header"):
        switch(partner_auth=way)
        assert partner.list_assessments() == [TYPE]

    basic, bearer, header = (heard["headers"] for heard in hooked.heard)
    assert basic["Authorization"].startswith("Basic ")
    assert bearer["Authorization"] == f"Bearer {ASHBY.partner_key}"
    assert header["X-API-Key"] == ASHBY.partner_key
    assert [heard["body"] for heard in hooked.heard] == [b"{}"] * 3


def test_an_order_has_the_vendors_shape_and_its_answer_may_hold_an_update(hooked: Product) -> None:
    told = fact("assessment_update")
    assessment = started(hooked, update_request=told)

    assert_same_shape(json.loads(hooked.heard[0]["body"]), fact("assessment_start"))
    assert (assessment["assessmentId"], assessment["state"]) == ("98765", "Not started")
    assert store.get("assessments", assessment.number)["state"] == "Scheduled"

    answers(hooked, "cancel", {"assessment_id": "98765"})
    partner.cancel(assessment)
    assert store.get("assessments", assessment.number)["state"] == "Scheduled"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (409, {}, "already being assessed"),
        (422, {"message": "Missing or invalid role on the job"}, "Missing or invalid role"),
        (500, {}, "answered 500"),
        (200, {"assessment_id": 5}, "no assessment_id"),
    ],
)
def test_a_refusal_is_told_in_the_partners_words(
    hooked: Product, status: int, body: Any, words: str
) -> None:
    answers(hooked, "start", body, status)

    with pytest.raises(partner.PartnerProblem, match=words):
        partner.start(store.get("applications", 700001), "role-12", "Backend II")
    assert not store.rows("assessments").exists()


def test_an_update_follows_the_vendors_rules(hooked: Product, api: Api) -> None:
    assessment = started(hooked)
    told = fact("assessment_update")
    twice = told | {"metadata": [told["assessment_status"]]}
    alone = {key: value for key, value in told.items() if key != "assessment_profile_url"}
    wrong = [
        told | {"assessment_status": None},
        told | {"timestamp": "2026-03-31T14:05:09.123Z"},
        alone | {"assessment_result": RESULT},
        told | {"assessment_result": RESULT | {"type": "numeric_score"}},
        told | {"score": 5},
        twice,
    ]
    assert {api.code("assessment.update", **body) for body in wrong} == {"invalid_input"}
    assert api.code("assessment.update", **told | {"assessment_id": "1"}) == "assessment_not_found"

    begun = told["assessment_status"] | {"value": "Started"}
    assert api("assessment.update", **told | {"assessment_status": begun}) == {"success": True}
    api("assessment.update", **told | {"assessment_result": RESULT})
    api("assessment.update", **told)
    kept = store.get("assessments", assessment.number)
    assert (kept["state"], len(kept["updates"])) == ("Complete", 3)
    assert kept["startedAt"]


def test_a_finished_assessment_can_be_added(api: Api) -> None:
    ada = store.name("candidates", 800001)
    told = {"assessmentTypeId": "role-12", "assessmentId": "1", "assessmentName": "Backend"}
    done = api.results("assessment.addCompletedToCandidate", candidateId=ada, partnerId="p",
                       assessment=told | {"result": RESULT}, timestamp=1)  # fmt: skip

    assert done == told | {"candidateId": ada, "result": RESULT}
