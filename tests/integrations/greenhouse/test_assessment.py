"""The four assessment calls: what Greenhouse asks, and the exact shape of our answers."""

import json
from typing import Any

import pytest

from integrations.connector import Desk, Invited, Progress
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.desk import InboxDesk
from integrations.vocabulary import Applicant, AtsPerson, Hook, RoleOption

CALLBACK = "https://app.greenhouse.io/integrations/testing_partners/take_home_tests/12345"
ORDER = {
    "partner_test_id": "role-12",
    "candidate": {
        "first_name": "Dana",
        "last_name": "Kovacs",
        "preferred_name": "Dani",
        "resume_url": "https://files.example/r",
        "phone_number": "+36 1 555 0100",
        "email": "dana.kovacs@mail.test",
        "greenhouse_profile_url": "https://app.greenhouse.io/people/800001?application_id=700001",
    },
    "sent_by": "Rita.Moss@acme.test",
    "url": CALLBACK,
}


class Counter(Desk):
    """A desk that answers what it is told, and remembers what it was asked."""

    def __init__(self, invited: Invited | None = None, progress: Progress | None = None) -> None:
        self.invited = invited or Invited(interview="98765")
        self.known = progress
        self.asked: list[Any] = []

    def roles(self) -> list[RoleOption]:
        return [RoleOption("role-12", "Backend II"), RoleOption("role-13", "Data")]

    def invite(self, applicant: Applicant, *, key: str, callback: str) -> Invited:
        self.asked.append((applicant, key, callback))
        return self.invited

    def progress(self, interview: str) -> Progress | None:
        return self.known if interview == "98765" else None

    def remark(self, text: str) -> None:
        self.asked.append(text)


def call(
    greenhouse: Greenhouse, endpoint: str, desk: Desk, body: object = None, **query: str
) -> Any:
    method = "POST" if body is not None else "GET"
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = greenhouse.answer(Hook(endpoint, method, {}, query, content), desk)
    return answer.status, answer.body


def test_list_tests_serves_our_roles(greenhouse: Greenhouse) -> None:
    assert call(greenhouse, "list_tests", Counter()) == (
        200,
        [
            {"partner_test_id": "role-12", "partner_test_name": "Backend II"},
            {"partner_test_id": "role-13", "partner_test_name": "Data"},
        ],
    )


def test_send_test_invites_on_what_the_body_carries(greenhouse: Greenhouse) -> None:
    desk = Counter()
    status, body = call(greenhouse, "send_test", desk, ORDER)
    assert (status, body) == (200, {"partner_interview_id": "98765"})
    [(applicant, key, callback)] = desk.asked
    assert (key, callback) == (CALLBACK, CALLBACK)
    assert applicant == Applicant(
        application="700001",
        candidate="800001",
        name="Dana Kovacs",
        email="dana.kovacs@mail.test",
        phone="+36 1 555 0100",
        profile_url="https://app.greenhouse.io/people/800001?application_id=700001",
        role_value="Backend II",
        recruiter=AtsPerson("", "rita.moss@acme.test"),
    )


def test_send_test_tells_why_nobody_was_invited(greenhouse: Greenhouse) -> None:
    desk = Counter(Invited(code="L2", text="Phone is too short (minimum is 7 characters)."))
    assert call(greenhouse, "send_test", desk, ORDER) == (
        422,
        {"error": "Phone is too short (minimum is 7 characters)."},
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        {},
        {"candidate": None},
        {**ORDER, "candidate": {"greenhouse_profile_url": "https://evil.example/people/1"}},
        {**ORDER, "candidate": {"greenhouse_profile_url": "https://app.greenhouse.io/people/1"}},
    ],
)
def test_send_test_without_an_application_is_refused(greenhouse: Greenhouse, body: Any) -> None:
    desk = Counter()
    assert call(greenhouse, "send_test", desk, body)[0] == 422
    assert desk.asked == []


def test_an_unknown_test_is_left_to_the_checks_of_an_invite(greenhouse: Greenhouse) -> None:
    desk = Counter()
    call(greenhouse, "send_test", desk, {**ORDER, "partner_test_id": "role-99", "sent_by": None})
    applicant = desk.asked[0][0]
    assert (applicant.role_value, applicant.recruiter) == ("role-99", None)


def test_test_status_says_how_far_it_is(greenhouse: Greenhouse) -> None:
    desk = Counter(progress=Progress("scheduled", complete=False))
    status, body = call(greenhouse, "test_status", desk, partner_interview_id="98765")
    assert (status, body["partner_status"]) == (200, "scheduled")


def test_test_status_carries_the_result_once_complete(greenhouse: Greenhouse) -> None:
    done = Progress("results_posted", True, 3.5, "https://liaison.example/c/1", {"Started": "now"})
    desk = Counter(progress=done)
    assert call(greenhouse, "test_status", desk, partner_interview_id="98765") == (
        200,
        {
            "partner_status": "complete",
            "partner_profile_url": "https://liaison.example/c/1",
            "partner_score": 3.5,
            "metadata": {"Started": "now"},
        },
    )


@pytest.mark.parametrize("query", [{}, {"partner_interview_id": ""}, {"partner_interview_id": "1"}])
def test_an_unknown_interview_is_not_found(greenhouse: Greenhouse, query: dict[str, str]) -> None:
    assert call(greenhouse, "test_status", Counter(), **query)[0] == 404


@pytest.mark.parametrize("number", ["", "98765", "x" * 999, "\x00"])
def test_our_own_desk_knows_no_such_interview(greenhouse: Greenhouse, number: str) -> None:
    desk = InboxDesk(greenhouse.connection)
    assert call(greenhouse, "test_status", desk, partner_interview_id=number)[0] == 404


def test_response_error_is_kept(greenhouse: Greenhouse) -> None:
    desk = Counter()
    body = {"api_call": "test_status", "errors": ["partner_status is missing."]}
    assert call(greenhouse, "response_error", desk, body) == (200, {"status": 200})
    said = "Greenhouse could not use our answer to test_status. partner_status is missing."
    assert desk.asked == [said]
    assert call(greenhouse, "response_error", desk, b"?") == (200, {"status": 200})


def test_another_method_is_unknown(greenhouse: Greenhouse) -> None:
    assert call(greenhouse, "send_test", Counter())[0] == 404
    assert call(greenhouse, "list_tests", Counter(), {})[0] == 404
