"""The assessment calls: what Ashby asks, and the exact shape of our answers."""

import json
from typing import Any

import pytest

from integrations.connector import Desk, Invited, Progress
from integrations.connectors.ashby.assessment import type_of
from integrations.connectors.ashby.connector import Ashby
from integrations.vocabulary import Applicant, AtsPerson, Hook, RoleOption
from tests.integrations.ashby.conftest import APPLICATION, CANDIDATE, JOB, ODE

OURS = "98765432-1111-4222-8333-444455556666"
BACKEND = RoleOption("role-12", "Backend II")
ORDER = {
    "assessment_type_id": type_of(BACKEND),
    "candidate": {
        "ashby_id": CANDIDATE,
        "first_name": "Mara",
        "last_name": "Quill",
        "email": "mara.quill@example.org",
        "ashby_profile_url": "https://app.ashbyhq.com/candidate-searches/new/right-side/x",
    },
    "application": {"ashby_id": APPLICATION, "status": "Active"},
    "job": {
        "ashby_id": JOB,
        "name": "Backend Engineer",
        "req_id": "REQ-2471",
        "ashby_job_url": f"https://app.ashbyhq.com/jobs/{JOB}",
        "hiringTeam": [
            {"email": "Ode.Tamm@example.com", "firstName": "Ode", "lastName": "Tamm",
             "role": "Recruiter", "userId": ODE},
        ],
    },
    "additional_fields": {"department": "eng"},
}  # fmt: skip


class Counter(Desk):
    """A desk that answers what it is told, and remembers what it was asked."""

    def __init__(self, invited: Invited | None = None, progress: Progress | None = None) -> None:
        self.invited = invited or Invited(interview=OURS, link="https://liaison.example/c/1")
        self.known = progress
        self.asked: list[tuple[Applicant, str]] = []

    def roles(self) -> list[RoleOption]:
        return [BACKEND, RoleOption("role-13", "Data")]

    def invite(self, applicant: Applicant, *, key: str, callback: str) -> Invited:
        self.asked.append((applicant, key))
        return self.invited

    def progress(self, interview: str) -> Progress | None:
        return self.known if interview == OURS else None


def call(ashby: Ashby, name: str, desk: Desk, body: object = None, method: str = "POST") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    answer = ashby.answer(Hook(f"assessment.{name}", method, {}, {}, content), desk)
    return answer.status, answer.body


def without_time(answer: Any) -> Any:
    """The results of an answer, whose update says when it was made in milliseconds."""
    results = answer["results"]
    assert 1_700_000_000_000 < results["update_request"].pop("timestamp") < 5_000_000_000_000
    return results


def test_c05_the_list_is_our_roles_with_ids_that_stay(ashby: Ashby) -> None:
    status, body = call(ashby, "list", Counter())
    assert (status, body["success"]) == (200, True)
    [backend, data] = body["results"]
    assert (backend["assessment_type_id"], backend["name"]) == (type_of(BACKEND), "Backend II")
    assert backend["assessment_type_id"] == type_of(RoleOption("role-12", "Renamed"))
    assert backend["assessment_type_id"] != data["assessment_type_id"]


def test_d10_the_start_invites_on_what_the_body_carries(ashby: Ashby) -> None:
    desk = Counter()
    status, body = call(ashby, "start", desk, ORDER)
    assert (status, body["success"]) == (200, True)
    page = "https://liaison.example/c/1"
    assert without_time(body) == {
        "assessment_id": OURS,
        "update_request": {
            "assessment_id": OURS,
            "assessment_status": {
                "identifier": "status", "label": "Status", "type": "string", "value": "Invited",
            },
            "assessment_profile_url": {
                "identifier": "result-url", "label": "Open in Liaison", "type": "url",
                "value": page,
            },
        },
    }  # fmt: skip
    [(applicant, key)] = desk.asked
    ashby_page = f"https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{CANDIDATE}"
    assert applicant == Applicant(
        application=APPLICATION,
        candidate=CANDIDATE,
        job=JOB,
        name="Mara Quill",
        email="mara.quill@example.org",
        profile_url=f"{ashby_page}/applications/{APPLICATION}/feed",
        role_value="Backend II",
        recruiter=AtsPerson(ODE, "ode.tamm@example.com", "Ode Tamm"),
    )
    call(ashby, "start", desk, {**ORDER, "additional_fields": {}})
    assert desk.asked[1][1] != key


@pytest.mark.parametrize(("code", "status"), [("L1", 422), ("L2", 422), ("L3", 409), ("L6", 422)])
def test_l_what_stands_against_an_invite_is_a_message(ashby: Ashby, code: str, status: int) -> None:
    desk = Counter(Invited(code=code, text="In words of ours."))
    assert call(ashby, "start", desk, ORDER) == (status, {"message": "In words of ours."})


def test_what_may_be_missing_may_be_missing(ashby: Ashby) -> None:
    desk = Counter()
    least = {"candidate": {"ashby_id": CANDIDATE}, "application": {"ashby_id": APPLICATION}}
    for body in (least, {**least, "assessment_type_id": "of a deleted role", "job": None}):
        assert call(ashby, "start", desk, body)[0] == 200
    assert desk.asked[0][0].recruiter is None
    assert desk.asked[1][0].role_value == "of a deleted role"  # the checks say L1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", {}, {**ORDER, "candidate": None}, {**ORDER, "application": {"ashby_id": 7}}],
)
def test_a_start_without_an_application_is_refused(ashby: Ashby, body: Any) -> None:
    desk = Counter()
    status, answer = call(ashby, "start", desk, body)
    assert (status, answer) == (422, {"message": "The body names no application of a candidate."})
    assert desk.asked == []


def test_e3_a_cancellation_cancels_nothing_and_says_so(ashby: Ashby) -> None:
    desk = Counter(progress=Progress("in_progress", complete=False, link="https://x.example"))
    status, body = call(ashby, "cancel", desk, {"assessment_id": OURS})
    results = without_time(body)
    assert (status, results["assessment_id"]) == (200, OURS)
    assert results["update_request"]["assessment_status"]["value"] == (
        "Not canceled by Ashby: in progress. Cancel it in Liaison."
    )
    for unknown in (b"{", {}, {"assessment_id": "x\x00"}, {"assessment_id": APPLICATION}):
        status, body = call(ashby, "cancel", desk, unknown)
        assert (status, body["success"]) == (200, False)
        assert body["errorInfo"]["code"] == "assessment_not_found"


def test_another_method_is_unknown(ashby: Ashby) -> None:
    assert call(ashby, "list", Counter(), method="GET")[0] == 404
