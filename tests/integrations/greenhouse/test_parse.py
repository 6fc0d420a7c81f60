"""Every Web Hook event read into our words; nothing in one makes us fail (P7)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.problems import Unreadable
from integrations.vocabulary import (
    AtsPerson,
    CandidateGone,
    CandidateMerged,
    Ignored,
    InviteRequested,
    JobGone,
    StateChanged,
    Status,
)
from tests.integrations.greenhouse.conftest import PAYLOADS, payload, signed

MOVED_AT = datetime(2026, 11, 20, 16, 38, 36, tzinfo=UTC)
SAYS = {
    "application_updated": [Ignored],
    "candidate_anonymized": [CandidateGone],
    "candidate_anonymized_notes_only": [Ignored],
    "candidate_stage_change": [StateChanged, InviteRequested],
    "candidate_stage_change_bare": [StateChanged, InviteRequested],
    "candidate_stage_change_elsewhere": [StateChanged],
    "candidate_stage_change_hostile": [StateChanged, InviteRequested],
    "candidate_stage_change_least": [StateChanged],
    "candidate_stage_change_prospect": [Ignored],
    "candidate_stage_change_rejected": [StateChanged],
    "delete_application": [CandidateGone],
    "delete_candidate": [CandidateGone],
    "hire_candidate": [StateChanged],
    "job_deleted": [JobGone],
    "job_interview_stage_deleted": [Ignored],
    "job_post_updated": [Ignored],
    "merge_candidate": [CandidateMerged],
    "new_candidate_application": [Ignored],
    "ping": [Ignored],
    "reject_candidate": [StateChanged],
    "reject_candidate_withdrew": [StateChanged],
    "unhire_candidate": [StateChanged],
    "unreject_candidate": [StateChanged],
    "update_candidate": [Ignored],
}
LOOKED_UP = {"job_created", "job_updated"}  # in test_lookups.py, against the toy Greenhouse


def read(greenhouse: Greenhouse, name: str) -> list[Any]:
    return list(greenhouse.parse(signed(payload(name))))


def test_every_payload_file_is_read_by_a_test() -> None:
    assert {Path(file).stem for file in PAYLOADS.iterdir()} == {*SAYS, *LOOKED_UP}


@pytest.mark.parametrize("name", sorted(SAYS))
def test_an_event_is_read(greenhouse: Greenhouse, name: str) -> None:
    assert [type(news) for news in read(greenhouse, name)] == SAYS[name]


def test_d10_a_stage_change_carries_all_an_invite_needs(greenhouse: Greenhouse) -> None:
    state, invite = read(greenhouse, "candidate_stage_change")
    assert state == StateChanged(
        "700001", "800001", "3485", Status.IN_PROCESS, "Technical Interview", "active", MOVED_AT
    )
    applicant = invite.applicant
    assert (invite.at, applicant.application, applicant.candidate) == (MOVED_AT, "700001", "800001")
    assert (applicant.job, applicant.stage) == ("3485", "Technical Interview")
    assert (applicant.name, applicant.email) == ("Dana Kovacs", "dana.kovacs@mail.test")
    assert (applicant.phone, applicant.role_value) == ("+36 1 555 0100", "Backend II")
    assert applicant.recruiter == AtsPerson("3128", "rita.moss@acme.test", "Rita Moss")
    assert applicant.profile_url == "https://app.greenhouse.io/people/800001?application_id=700001"


def test_missing_values_are_empty(greenhouse: Greenhouse) -> None:
    state, invite = read(greenhouse, "candidate_stage_change_bare")
    applicant = invite.applicant
    assert (applicant.name, applicant.email, applicant.phone) == ("Kovacs", "", "")
    assert (applicant.role_value, applicant.recruiter, state.at) == ("", None, None)


def test_hostile_text_can_be_kept(greenhouse: Greenhouse) -> None:
    _, invite = read(greenhouse, "candidate_stage_change_hostile")
    name = invite.applicant.name
    assert name.startswith("Dana? K")
    assert len(name) <= 300
    assert name.encode()


@pytest.mark.parametrize("source", ["coordinator", "candidate"])
def test_j1_the_recruiter_comes_from_the_chosen_field(greenhouse: Greenhouse, source: str) -> None:
    greenhouse.connection.choices["recruiter_source"] = source
    content = payload("candidate_stage_change")
    content["payload"]["application"]["candidate"]["coordinator"] = {
        "id": 9, "email": "Cora@Acme.test", "name": "Cora"
    }  # fmt: skip
    _, invite = greenhouse.parse(signed(content))
    assert isinstance(invite, InviteRequested)
    expected = {"coordinator": "cora@acme.test", "candidate": "rita.moss@acme.test"}
    assert invite.applicant.recruiter
    assert invite.applicant.recruiter.email == expected[source]


def test_g8_ends_carry_their_own_time_and_reason(greenhouse: Greenhouse) -> None:
    [rejected] = read(greenhouse, "reject_candidate")
    assert (rejected.status, rejected.raw) == (Status.REJECTED, "rejected: Too junior")
    assert rejected.at == datetime(2026, 11, 21, 10, tzinfo=UTC)
    [withdrew] = read(greenhouse, "reject_candidate_withdrew")
    assert withdrew.status == Status.WITHDRAWN
    [hired] = read(greenhouse, "hire_candidate")
    assert (hired.status, hired.at, hired.raw) == (Status.HIRED, None, "hired")
    assert (hired.application, hired.candidate, hired.job) == ("700001", "800001", "3485")
    [again] = read(greenhouse, "unreject_candidate")
    assert again.status == Status.IN_PROCESS


def test_a_candidate_that_goes_is_named(greenhouse: Greenhouse) -> None:
    assert read(greenhouse, "delete_application") == [CandidateGone(application="700001")]
    assert read(greenhouse, "delete_candidate") == [CandidateGone(candidate="800001")]
    assert read(greenhouse, "candidate_anonymized") == [CandidateGone(candidate="800001")]
    assert read(greenhouse, "merge_candidate") == [CandidateMerged("800001", "800050")]
    assert read(greenhouse, "job_deleted") == [JobGone("3485")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"action":"candidate_stage_change"}',
        b'{"action":"candidate_stage_change","payload":[]}',
        b'{"action":"hire_candidate","payload":{"application":{"id":"many"}}}',
        b'{"action":"candidate_stage_change","payload":{"application":{"id":1e400}}}',
        b'{"action":"delete_candidate","payload":{"person":null}}',
        b'{"action":"job_deleted","payload":{}}',
    ],
)
def test_p07_what_cannot_be_read_says_so(greenhouse: Greenhouse, body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^The .+\.$"):
        list(greenhouse.parse(signed(body)))
