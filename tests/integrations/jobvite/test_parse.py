"""What events and rows of Jobvite mean in our words, with the nulls and oddities it sends."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.connectors.jobvite import payloads
from integrations.connectors.jobvite.connector import Jobvite
from integrations.connectors.jobvite.final_states import PRESET, FinalStates
from integrations.logs import masking
from integrations.problems import NotThere, Unreadable
from integrations.vocabulary import (
    AtsPerson,
    Ignored,
    InviteRequested,
    JobChanged,
    RecruiterChanged,
    StateChanged,
    Status,
    TeamRole,
)
from tests.integrations.jobvite.conftest import Account, payload, refusal, signed, unsaved

FINAL = FinalStates(PRESET)
AT = datetime(2026, 4, 1, 10, tzinfo=UTC)
ODE = AtsPerson("ode.tamm@example.com", "ode.tamm@example.com", "Ode Tamm")
IVO = AtsPerson("ivo.saar@example.com", "ivo.saar@example.com", "Ivo Saar")


def event(**changed: Any) -> dict[str, Any]:
    return {**payload("workflow_update"), **changed}


def read(jobvite: Jobvite, **changed: Any) -> list[Any]:
    return list(jobvite.parse(signed(event(**changed))))


def test_g3_a_move_is_told_by_the_signed_event_alone() -> None:
    assert read(unsaved()) == [
        StateChanged("pT4Xk9wB", "eQ7Lm2wD", "", Status.IN_PROCESS,
                     "Technical Interview", "Technical Interview", AT)
    ]  # fmt: skip
    [ended] = read(unsaved(), newValue="Rejected - no fit")
    assert ended.status is Status.REJECTED


def test_d10_a_move_into_the_state_that_invites_reads_the_application(
    jobvite: Jobvite, account: Account
) -> None:
    jobvite.connection.choices["trigger_stage"] = "technical interview"

    [state, invite] = read(jobvite)

    assert isinstance(state, StateChanged)
    assert isinstance(invite, InviteRequested)
    assert invite.at == AT
    found = invite.applicant
    assert (found.application, found.candidate, found.job) == ("pT4Xk9wB", "eQ7Lm2wD", "oB8Rn3wK")
    assert (found.name, found.email) == ("Mara Quill", "mara.quill@example.org")
    assert (found.phone, found.role_value) == ("555-0100", "Backend role - 60 min")
    assert found.recruiter == ODE
    assert found.followers == tuple(
        f"{name}@example.com" for name in ("gil", "ode.tamm", "ivo.saar")
    )
    [asked] = account.asked
    assert dict(asked.query)["candidateId"] == "eQ7Lm2wD"
    assert dict(asked.query)["applicationId"] == "pT4Xk9wB"


def test_whoever_has_ended_meanwhile_is_not_invited(jobvite: Jobvite, account: Account) -> None:
    jobvite.connection.choices["trigger_stage"] = "Technical Interview"
    rows = payload("candidates")
    rows["candidates"][0]["application"]["workflowState"] = "Withdrawn"
    account.answers["GET", "candidate"] = rows

    [_, ignored] = read(jobvite)
    assert isinstance(ignored, Ignored)

    for nothing in ({"candidates": []}, refusal(404, "No such candidate.")):
        account.answers["GET", "candidate"] = nothing
        with pytest.raises(NotThere):
            read(jobvite)


def test_p04_an_unsigned_event_is_read_again_before_it_counts(
    jobvite: Jobvite, account: Account
) -> None:
    jobvite.connection.choices |= {"signature_required": "no", "trigger_stage": "Offer"}

    [told] = read(jobvite, newValue="Offer", date=1)

    assert (told.stage, told.at) == ("Technical Interview", AT)


def test_a_job_event_reads_the_job_again(jobvite: Jobvite, account: Account) -> None:
    told = {"eventType": "jobUpdate", "id": "oB8Rn3wK", "date": 1775037600000}

    [recruiter, job] = jobvite.parse(signed(told))

    assert recruiter == RecruiterChanged("oB8Rn3wK", ODE)
    assert isinstance(job, JobChanged)
    assert job.job.role_value == "Backend role - 60 min"
    [gone] = jobvite.parse(signed({**told, "id": "oNobody1"}))
    assert "does not know the job" in gone.reason


def test_p07_what_is_no_event_of_ours_is_kept_or_refused() -> None:
    [ignored] = read(unsaved(), eventType="offerUpdate")
    assert ignored == Ignored("offerUpdate asks nothing of us.")
    for body in (b"[]", b"{", b'{"eventType":"workflowUpdate"}'):
        with pytest.raises(Unreadable):
            list(unsaved().parse(signed(body)))
    [by_alias] = read(unsaved(), id=None, candidateId="eQ7Lm2wD")
    assert by_alias.candidate == "eQ7Lm2wD"


def test_p03_d11_the_same_event_written_otherwise_is_the_same_and_a_second_move_is_not() -> None:
    jobvite = unsaved()
    key = jobvite.delivery_key(signed(event()))

    assert jobvite.delivery_key(signed(json.dumps(event(), indent=2).encode())) == key
    others = [event(date=1775037600001), event(newValue="Offer"), event(applicationId="pOther1B")]
    without_time = [event(date=None), event(date=None, oldValue="x")]
    keys = {jobvite.delivery_key(signed(each)) for each in (*others, *without_time)}
    assert len({key, *keys, jobvite.delivery_key(signed(b"no JSON"))}) == 7


def test_j1_the_recruiter_comes_from_where_the_connection_says() -> None:
    [row] = payload("candidates")["candidates"]
    by_field = unsaved(recruiter_source="candidate").connection
    assert payloads.applicant(row, by_field).recruiter == AtsPerson(
        "rita.moss@example.com", "rita.moss@example.com"
    )
    assert payloads.applicant(row, unsaved(recruiter_source="grader").connection).recruiter is None


def test_nulls_and_missing_parts_are_no_trouble() -> None:
    hired, rejected = payload("candidates_bare")["candidates"]
    connection = unsaved().connection

    found = payloads.applicant(hired, connection)
    assert (found.name, found.phone, found.job, found.role_value) == ("Noor", "12345", "", "")
    assert (found.recruiter, found.followers) == (None, ())
    assert payloads.state(hired, FINAL).status is Status.HIRED
    told = payloads.state(rejected, FINAL)
    assert (told.status, told.at) == (Status.REJECTED, None)
    assert told.raw == "Rejected by Hiring Manager: Not enough experience"


def test_common_4_jobs_are_copied_with_their_people() -> None:
    backend, data = (
        payloads.job(row, "liaison_role") for row in payload("requisitions")["requisitions"]
    )

    assert (backend.code, backend.name, backend.status) == ("REQ-2471", "Backend Engineer", "open")
    assert (backend.location, backend.department) == ("Tallinn", "Engineering")
    assert [(one.person, one.role) for one in backend.assigned] == [
        (ODE, TeamRole.RECRUITER), (IVO, TeamRole.HIRING_MANAGER),
    ]  # fmt: skip
    assert (data.code, data.status, data.status_raw) == ("oC1Zz9wK", "closed", "Retracted")
    assert (data.location, data.description, data.assigned) == ("Porto, Portugal", "", ())


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Offer Accepted", Status.HIRED),
        ("offer accepted ", Status.HIRED),
        ("Offer", Status.IN_PROCESS),
        ("Withdrew", Status.WITHDRAWN),
        ("Candidate withdrew, rejected", Status.WITHDRAWN),
        ("Not Selected", Status.REJECTED),
        ("Declined", Status.REJECTED),
        ("", None),
    ],
)
def test_k15_which_states_end_an_application_is_a_setting(state: str, status: Status) -> None:
    assert FINAL.status_of(state) is status
    own = FinalStates("Angenommen=hired, broken, (x=rejected, =withdrawn")
    assert own.status_of("angenommen") is Status.HIRED
    assert own.status_of("Rejected") is Status.IN_PROCESS


def test_k7_logs_show_ids_and_states_and_nothing_of_a_person() -> None:
    kept = masking.json_text(payload("candidates"), about="candidate", most=20_000)

    assert all(shown in kept for shown in ("pT4Xk9wB", "fWs31kwA", "Technical Interview"))
    assert "liaison_status" in kept
    private = (
        "Mara",
        "Quill",
        "quill@",
        "555-0100",
        "United States",
        "Ohio",
        "Decline",
        "Undefined",
    )
    assert not [one for one in (*private, "tamm", "Saar", "Moss") if one in kept]
