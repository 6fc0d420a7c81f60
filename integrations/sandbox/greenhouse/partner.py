"""The Assessment Partner API from Greenhouse's side: calling a partner's four addresses."""

import base64
import hmac
import json
from typing import Any, NoReturn

from django.http import HttpRequest

from integrations.sandbox import partner_calls
from integrations.sandbox.greenhouse.payloads import profile_url, user
from integrations.sandbox.greenhouse.store import VENDOR, account, store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer

CALLBACK = "/sandbox/greenhouse/integrations/testing_partners/take_home_tests/"


class PartnerProblem(Exception):
    """The partner did not answer as agreed; its words are for the page."""


def list_tests() -> list[Row]:
    """The partner's tests, asked afresh. Raises PartnerProblem."""
    answer = _ask("list_tests", "GET")
    names = {"partner_test_id", "partner_test_name"}
    good = isinstance(answer, list) and all(
        isinstance(test, dict) and all(isinstance(test.get(name), str) for name in names)
        for test in answer
    )
    if not good:
        _complain("list_tests", "The answer is not a list of tests.")
    return list(answer)


def send_test(application: Record, test_id: str, test_name: str, sent_by: int | None) -> Record:
    """Order a test for an application. Raises PartnerProblem; the order is kept either way."""
    test = store.add(
        "take_home_tests",
        application_id=application.number,
        partner_test_id=test_id,
        partner_test_name=test_name,
        partner_interview_id=None,
        partner_status=None,
        partner_profile_url=None,
        partner_score=None,
        metadata={},
        check=False,
    )
    answer = _ask("send_test", "POST", test, _order(test, sent_by))
    number = answer.get("partner_interview_id") if isinstance(answer, dict) else None
    if not isinstance(number, str) or not number:
        _complain("send_test", "partner_interview_id is missing or not a string.", test)
    return store.change(test, partner_interview_id=number, partner_status="sent")


def test_status(test: Record) -> Record:
    """Ask how a test stands and keep the answer. Raises PartnerProblem."""
    params = {"partner_interview_id": test["partner_interview_id"]}
    answer = _ask("test_status", "GET", test, params)
    problem = _problem_of_status(answer)
    if problem:
        _complain("test_status", problem, test)
    names = ("partner_status", "partner_profile_url", "partner_score")
    kept = {name: answer.get(name) for name in names}
    return store.change(test, check=False, metadata=answer.get("metadata") or {}, **kept)


def finished(request: HttpRequest, number: int) -> Answer:
    """A partner says a test is finished: only a status goes back, its result is asked for later."""
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), _basic()):
        return Answer(401)
    test = store.find("take_home_tests", number)
    if request.method != "PATCH" or test is None:
        return Answer(404)
    store.change(test, check=True)
    return Answer(200)


def check_finished() -> int:
    """Ask for the status of every test that was said to be finished; returns how many."""
    waiting = list(store.rows("take_home_tests", check=True))
    for test in waiting:
        store.change(test, check=False)
        try:
            test_status(test)
        except PartnerProblem:
            continue
    return len(waiting)


def _order(test: Record, sent_by: int | None) -> Row:
    application = store.get("applications", test["application_id"])
    candidate = store.get("candidates", application["candidate_id"])
    sender = user(sent_by)
    order = {
        "partner_test_id": test["partner_test_id"],
        "candidate": {
            "first_name": candidate["first_name"],
            "last_name": candidate["last_name"],
            "preferred_name": candidate["preferred_name"],
            "phone_number": _first(candidate["phone_numbers"]),
            "email": _first(candidate["email_addresses"]),
            "greenhouse_profile_url": profile_url(application),
        },
        "url": f"{account().site_url}{CALLBACK}{test.number}",
    }
    return order | ({"sent_by": sender["email"]} if sender else {})


def _first(entries: list[Row]) -> str | None:
    return entries[0]["value"] if entries else None


def _problem_of_status(answer: Any) -> str | None:
    if not isinstance(answer, dict) or not isinstance(answer.get("partner_status"), str):
        return "partner_status is missing or not a string."
    if answer["partner_status"] == "complete" and not answer.get("partner_profile_url"):
        return "partner_profile_url is missing."
    values = answer.get("metadata") or {}
    if not isinstance(values, dict) or any(isinstance(v, dict | list) for v in values.values()):
        return "metadata must be flat."
    return None


def _basic() -> bytes:
    key = account().settings["partner_key"]
    return b"Basic " + base64.b64encode(f"{key}:".encode())


def _ask(name: str, method: str, test: Record | None = None, content: Row | None = None) -> Any:
    """Call the partner. Anything but 2xx with JSON is reported to it and raised."""
    status, text = _call(name, method, content)
    if status is None or not 200 <= status < 300:
        _complain(name, f"The partner answered {status or 'nothing'}.", test)
    try:
        return json.loads(text)
    except ValueError:
        _complain(name, "The answer is not valid JSON.", test)


def _call(name: str, method: str, content: Row | None) -> tuple[int | None, str]:
    url = account().settings.get(f"{name}_url", "")
    headers = {"Authorization": _basic().decode()}
    return partner_calls.ask(VENDOR, name, method, url, headers=headers, content=content)


def _complain(name: str, error: str, test: Record | None = None) -> NoReturn:
    """Tell the partner through `response_error` what was wrong, then raise it."""
    body: Row = {"api_call": name, "errors": [error]}
    if test:
        application = store.get("applications", test["application_id"])
        candidate = store.get("candidates", application["candidate_id"])
        body |= {
            "partner_test_id": test["partner_test_id"],
            "partner_test_name": test["partner_test_name"],
            "partner_interview_id": test["partner_interview_id"],
            "candidate_email": _first(candidate["email_addresses"]),
        }
        store.change(test, partner_status=f"Error: {error}")
    _call("response_error", "POST", body)
    raise PartnerProblem(error)
