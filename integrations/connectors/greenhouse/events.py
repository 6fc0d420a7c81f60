"""What each Web Hook event of Greenhouse means in our words: one function an event."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from integrations import reading
from integrations.connectors.greenhouse import payloads
from integrations.problems import NotThere, PermissionMissing
from integrations.reading import Row
from integrations.vocabulary import (
    Applicant,
    CandidateGone,
    CandidateMerged,
    Ignored,
    Inbound,
    InviteRequested,
    JobChanged,
    JobGone,
    RecruiterChanged,
    Status,
)

if TYPE_CHECKING:
    from integrations.connectors.greenhouse.connector import Greenhouse

WHO = {"full_name", "first_name", "last_name", "email_addresses"}  # gone: we may not know them
Reader = Callable[["Greenhouse", Row], Iterator[Inbound]]


def read(greenhouse: "Greenhouse", content: object) -> Iterator[Inbound]:
    """Everything a delivery tells.

    Raises:
        Unreadable: when it is not what Greenhouse promises.
        VendorProblem: when something must be looked up and cannot be now.
    """
    action, payload = payloads.body(content)
    reader = READERS.get(action)
    if reader:
        yield from reader(greenhouse, payload)
    elif action in ("", "ping"):
        yield Ignored("A ping: Greenhouse tried whether this address answers.")
    else:
        yield Ignored(f"{action} asks nothing of us.")


def _stage_change(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
    row = payloads.application(payload)
    at = row.get("last_activity_at")
    if row.get("prospect") is True:
        yield _prospect(row)
        return
    yield payloads.state(row, payloads.STATUSES.get(reading.text(row.get("status"))), at)
    if row.get("status") == "active" and greenhouse.is_trigger(*payloads.stage_seen(row)):
        yield InviteRequested(_applicant(greenhouse, row), reading.moment(at))


def _prospect(row: Row) -> Ignored:
    person = reading.remote_id(reading.row(row.get("candidate")).get("id"))
    number = reading.remote_id(row["id"])
    return Ignored("Prospects are no candidates yet.", application=number, candidate=person)


def _applicant(greenhouse: "Greenhouse", row: Row) -> Applicant:
    source = greenhouse.connection.choice("recruiter_source")
    field = greenhouse.connection.choice("role_field")
    found = payloads.applicant(row, field, source)
    if source != "job" or not found.job:
        return found
    try:
        return replace(found, recruiter=greenhouse.lookups.job_recruiter(found.job))
    except PermissionMissing:
        return found  # the fallback recruiter stands in (J2); the check says what is missing


def _state(status: Status, time: str) -> Reader:
    def read(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
        row = payloads.application(payload)
        if row.get("prospect") is True:
            yield _prospect(row)
        else:
            yield payloads.state(row, status, row.get(time) or row.get("last_activity_at"))

    return read


def _job(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
    """A job is read anew: events come late and in any order, and do not tell all we copy."""
    number = payloads.only_id(payload, "job")
    try:
        yield RecruiterChanged(number, greenhouse.lookups.job_recruiter(number))
        yield from map(JobChanged, greenhouse.sync.job(number))
    except (PermissionMissing, NotThere) as problem:
        yield Ignored(f"The job could not be read. {problem.reason}")


def _job_deleted(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
    yield JobGone(payloads.only_id(payload, "job"))


def _application_deleted(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
    row = payloads.application(payload)
    yield CandidateGone(application=reading.remote_id(row["id"]))


def _candidate_deleted(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
    yield CandidateGone(candidate=payloads.only_id(payload, "person"))


def _candidate_merged(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
    gone = payloads.only_id(payload, "person")
    person = reading.row(payload.get("person"))
    survivor = reading.remote_id(payload.get("new_candidate_id") or person.get("new_candidate_id"))
    if survivor:
        yield CandidateMerged(gone, survivor)
    else:
        yield Ignored("The merge names no candidate that stays.")


def _candidate_anonymized(greenhouse: "Greenhouse", payload: Row) -> Iterator[Inbound]:
    candidate = payloads.only_id({"candidate": {"id": payload.get("candidate_id")}}, "candidate")
    fields = payload.get("anonymized_fields")
    names = {name for name in fields if isinstance(name, str)} if isinstance(fields, list) else WHO
    if names & WHO:
        yield CandidateGone(candidate=candidate)
    else:
        yield Ignored("Neither the candidate's name nor e-mail was anonymized.")


READERS: Mapping[str, Reader] = {
    "candidate_stage_change": _stage_change,
    "hire_candidate": _state(Status.HIRED, "last_activity_at"),
    "unhire_candidate": _state(Status.IN_PROCESS, "last_activity_at"),
    "reject_candidate": _state(Status.REJECTED, "rejected_at"),
    "unreject_candidate": _state(Status.IN_PROCESS, "last_activity_at"),
    "delete_application": _application_deleted,
    "delete_candidate": _candidate_deleted,
    "merge_candidate": _candidate_merged,
    "candidate_anonymized": _candidate_anonymized,
    "job_created": _job,
    "job_updated": _job,
    "job_deleted": _job_deleted,
}
