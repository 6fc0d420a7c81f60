"""The Assessment Partner API, called as Greenhouse calls it."""

import json
from typing import Any

import pytest
from django.test import Client

from integrations.sandbox.greenhouse import partner
from integrations.sandbox.greenhouse import world as toy
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import PartnerCall
from tests.integrations.sandbox.conftest import Product
from tests.integrations.sandbox.greenhouse.conftest import basic, fact

TESTS = [{"partner_test_id": "role-12", "partner_test_name": "Backend II"}]
DONE = {"partner_status": "complete", "partner_profile_url": "https://x.example/1"}
PAGE = "/sandbox/greenhouse/applications/700001/tests"


@pytest.fixture
def assessed(world: Any, product: Product) -> Product:
    names = ("list_tests", "send_test", "test_status", "response_error")
    toy.call_at("http://127.0.0.1:8000", {name: f"{product.url}/{name}" for name in names})
    product.answers["/list_tests"] = (200, json.dumps(TESTS).encode())
    product.answers["/send_test"] = (200, b'{"partner_interview_id":"98765"}')
    product.answers["/test_status"] = (200, json.dumps(DONE | {"partner_score": 81}).encode())
    return product


def order() -> Any:
    return partner.send_test(store.get("applications", 700001), "role-12", "Backend II", 3128)


def test_the_partners_tests_are_listed_with_its_key(assessed: Product) -> None:
    assert partner.list_tests() == TESTS
    key = basic(GREENHOUSE.assessment_key, "")["Authorization"]
    assert assessed.heard[0]["headers"]["Authorization"] == key


def test_an_order_has_the_vendors_shape(assessed: Product) -> None:
    test = order()

    body = json.loads(assessed.heard[0]["body"])
    expected = fact("send_test")
    optional = {"resume_url"}
    assert set(body) == set(expected)
    assert set(body["candidate"]) == set(expected["candidate"]) - optional
    assert body["sent_by"] == "rita.moss@example.com"
    assert body["url"].endswith(f"/take_home_tests/{test.number}")
    assert test["partner_interview_id"] == "98765"


@pytest.mark.parametrize(
    ("status", "answer"),
    [(422, b'{"error":"no"}'), (200, b"<html>"), (200, b'{"partner_interview_id":5}'), (200, b"")],
)
def test_a_bad_answer_to_an_order_is_reported(
    assessed: Product, status: int, answer: bytes
) -> None:
    assessed.answers["/send_test"] = (status, answer)

    with pytest.raises(partner.PartnerProblem):
        order()

    report = json.loads(assessed.heard[-1]["body"])
    assert assessed.heard[-1]["path"] == "/response_error"
    assert report["api_call"] == "send_test"
    assert report["candidate_email"] == "ada@example.org"
    assert len(report["errors"]) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"partner_status": "complete"},
        {"partner_status": 5},
        DONE | {"metadata": {"deep": {"a": 1}}},
    ],
)
def test_a_bad_status_is_reported(assessed: Product, answer: dict[str, Any]) -> None:
    test = order()
    assessed.answers["/test_status"] = (200, json.dumps(answer).encode())

    with pytest.raises(partner.PartnerProblem):
        partner.test_status(test)

    assert json.loads(assessed.heard[-1]["body"])["api_call"] == "test_status"


def test_a_finished_test_is_asked_for_after_the_callback(assessed: Product, client: Client) -> None:
    test = order()
    address = f"/sandbox/greenhouse/integrations/testing_partners/take_home_tests/{test.number}"

    answer = client.patch(address, headers=basic(GREENHOUSE.assessment_key, ""))
    assert (answer.status_code, answer.content) == (200, b"")
    assert not [heard for heard in assessed.heard if heard["path"].startswith("/test_status")]

    assert partner.check_finished() == 1
    assert assessed.heard[-1]["path"] == "/test_status?partner_interview_id=98765"
    assert store.get("take_home_tests", test.number)["partner_score"] == 81


def test_the_callback_wants_the_right_key_and_a_known_test(
    assessed: Product, client: Client
) -> None:
    test = order()
    address = "/sandbox/greenhouse/integrations/testing_partners/take_home_tests/"
    key = basic(GREENHOUSE.assessment_key, "")

    assert client.patch(f"{address}{test.number}", headers=basic("wrong", "")).status_code == 401
    assert client.patch(f"{address}1", headers=key).status_code == 404
    assert partner.check_finished() == 0


def test_the_buttons_of_the_page_list_send_and_check(assessed: Product, client: Client) -> None:
    listed = client.post(PAGE, {"list": "1"})
    assert "Backend II" in listed.content.decode()

    client.post(PAGE, {"send": "role-12", "name": "Backend II"})
    test = store.rows("take_home_tests").get()
    shown = client.post(PAGE, {"check": test.number}).content.decode()

    assert "complete" in shown
    assert "https://x.example/1" in shown
    assert PartnerCall.objects.count() == 3


def test_a_partner_that_is_away_is_shown_and_logged(assessed: Product, client: Client) -> None:
    assessed.answers["/list_tests"] = (503, b"")

    shown = client.post(PAGE, {"list": "1"}).content.decode()

    assert "The partner answered 503." in shown
    assert PartnerCall.objects.filter(name="response_error").count() == 1
