"""Every webhook event read into our words; nothing in one makes us fail (P7)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.connectors.ashby.connector import Ashby
from integrations.problems import Unreadable
from integrations.vocabulary import (
    Applicant,
    AtsPerson,
    CandidateGone,
    CandidateMerged,
    Ignored,
    InviteRequested,
    JobChanged,
    RecruiterChanged,
    StateChanged,
    Status,
)
from tests.integrations.ashby.conftest import (
    APPLICATION,
    CANDIDATE,
    JOB,
    ODE,
    OTHER,
    PAYLOADS,
    Stand,
    payload,
    refusal,
    signed,
)

MOVED_AT = datetime(2026, 3, 31, 14, 5, 9, 123000, tzinfo=UTC)
RECRUITER = AtsPerson(ODE, "ode.tamm@example.com", "Ode Tamm")
SAYS = {
    "applicationSubmit": [StateChanged],
    "applicationUpdate": [StateChanged],
    "applicationUpdate_rejected": [StateChanged],
    "applicationUpdate_unknown": [StateChanged],
    "applicationUpdate_withdrew": [StateChanged],
    "candidateDelete": [CandidateGone],
    "candidateHire": [StateChanged],
    "candidateMerge": [CandidateMerged],
    "candidateStageChange": [StateChanged, InviteRequested],
    "candidateStageChange_bare": [StateChanged, InviteRequested],
    "candidateStageChange_elsewhere": [StateChanged],
    "candidateStageChange_hostile": [StateChanged, InviteRequested],
    "candidateStageChange_lead": [StateChanged],
    "candidateStageChange_least": [StateChanged],
    "interviewPlanTransition": [Ignored],
    "jobCreate": [RecruiterChanged, JobChanged],
    "jobUpdate": [RecruiterChanged, JobChanged],
    "offerCreate": [Ignored],
    "ping": [Ignored],
}


def read(ashby: Ashby, name: str) -> list[Any]:
    return list(ashby.parse(signed(payload(name))))


def test_every_event_is_read(ashby: Ashby) -> None:
    assert {Path(file).stem for file in PAYLOADS.iterdir()} == set(SAYS)
    assert {name: [type(news) for news in read(ashby, name)] for name in SAYS} == SAYS


def test_d10_a_stage_change_carries_all_an_invite_needs(ashby: Ashby) -> None:
    state, invite = read(ashby, "candidateStageChange")
    assert state == StateChanged(
        APPLICATION, CANDIDATE, JOB, Status.IN_PROCESS, "Technical Interview", "Active", MOVED_AT
    )
    page = f"https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{CANDIDATE}"
    assert invite == InviteRequested(
        Applicant(
            application=APPLICATION,
            candidate=CANDIDATE,
            job=JOB,
            name="Mara Quill",
            email="mara.quill@example.org",
            phone="+15550100",
            profile_url=f"{page}/applications/{APPLICATION}/feed",
            role_value="Backend II",
            recruiter=RECRUITER,
            stage="Technical Interview",
            job_status="open",
        ),
        MOVED_AT,
    )


def test_a_confidential_job_and_absent_contacts_leave_the_rest(ashby: Ashby, stand: Stand) -> None:
    stand.scripts["job.info"] = lambda asked: refusal("job_not_found")
    stand.scripts["candidate.info"] = lambda asked: {
        "id": asked["id"], "name": "Mara Quill", "primaryPhoneNumber": None,
        "emailAddresses": [{"value": "mara@example.org", "type": "Work", "isPrimary": False}],
    }  # fmt: skip
    state, invite = read(ashby, "candidateStageChange_bare")
    found = invite.applicant
    assert (found.name, found.email, found.phone) == ("Mara Quill", "mara@example.org", "")
    assert (found.role_value, found.recruiter, found.job_status, state.at) == ("", None, "", None)


def test_hostile_text_can_be_kept(ashby: Ashby) -> None:
    _, invite = read(ashby, "candidateStageChange_hostile")
    assert invite.applicant.name.startswith("Mara <script>")
    assert len(invite.applicant.name) <= 300


@pytest.mark.parametrize(("source", "title"), [("candidate", "Recruiter"), ("coordinator", "Ops")])
def test_j1_the_recruiter_may_be_the_applications(ashby: Ashby, source: str, title: str) -> None:
    ashby.connection.choices = {
        "recruiter_source": source, "team_roles": "RECRUITER=recruiter, ops=coordinator, x=none",
    }  # fmt: skip
    content = payload("candidateStageChange")
    content["data"]["application"]["hiringTeam"][0].update(role=title, email="Cora@Acme.test")
    _, invite = ashby.parse(signed(content))
    assert isinstance(invite, InviteRequested)
    assert invite.applicant.recruiter == AtsPerson(ODE, "cora@acme.test", "Ode Tamm")


def test_k15_without_a_stage_that_invites_nobody_is_invited(ashby: Ashby) -> None:
    ashby.connection.choices = {"trigger_stage": ""}
    assert [type(news) for news in read(ashby, "candidateStageChange")] == [StateChanged]


def test_g8_ends_carry_their_own_time_and_reason(ashby: Ashby) -> None:
    found = {name: read(ashby, name)[0] for name in SAYS if SAYS[name] == [StateChanged]}
    assert {name.partition("_")[2]: (one.status, one.raw) for name, one in found.items()} == {
        "": (Status.HIRED, "Hired"),
        "rejected": (Status.REJECTED, "Archived: Too junior"),
        "unknown": (None, "Paused"),
        "withdrew": (Status.WITHDRAWN, "Archived: Chose another offer"),
        "elsewhere": (Status.IN_PROCESS, "Active"),
        "lead": (Status.IN_PROCESS, "Lead"),
        "least": (Status.IN_PROCESS, "Active"),
    }
    assert found["applicationUpdate_withdrew"].at == MOVED_AT


def test_candidates_that_go_and_jobs_that_change_are_named(ashby: Ashby, stand: Stand) -> None:
    assert read(ashby, "candidateDelete") == [CandidateGone(candidate=CANDIDATE)]
    assert read(ashby, "candidateMerge") == [CandidateMerged(CANDIDATE, OTHER)]
    assert read(ashby, "jobUpdate")[0] == RecruiterChanged(JOB, RECRUITER)
    stand.scripts["job.info"] = lambda asked: refusal("missing_endpoint_permission")
    assert [type(news) for news in read(ashby, "jobUpdate")] == [Ignored]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"\xff\xfe",
        b"{}",
        b'{"action":"candidateStageChange"}',
        b'{"action":"candidateStageChange","data":[]}',
        b'{"action":"candidateHire","data":{"application":{"id":"700001"}}}',
        b'{"action":"candidateDelete","data":{"candidate":null}}',
        b'{"action":"candidateMerge","data":{}}',
        b'{"action":"jobUpdate","data":{"job":{"id":1e400}}}',
    ],
)
def test_p07_what_cannot_be_read_says_so(ashby: Ashby, body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^The .+\.$"):
        list(ashby.parse(signed(body)))
