"""What each webhook event of Ashby means in our words: one function an event."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from integrations.connectors.ashby import payloads
from integrations.problems import NotThere, PermissionMissing
from integrations.reading import Row
from integrations.vocabulary import (
    CandidateGone,
    CandidateMerged,
    Ignored,
    Inbound,
    InviteRequested,
    JobChanged,
    RecruiterChanged,
)

if TYPE_CHECKING:
    from integrations.connectors.ashby.connector import Ashby

Reader = Callable[["Ashby", Row], Iterator[Inbound]]


def read(ashby: "Ashby", content: object) -> Iterator[Inbound]:
    """Everything a delivery tells.

    Raises:
        Unreadable: when it is not what Ashby promises.
        VendorProblem: when something must be looked up and cannot be now.
    """
    action, data = payloads.body(content)
    reader = READERS.get(action)
    if reader:
        yield from reader(ashby, data)
    elif action == "ping":
        yield Ignored("A ping: Ashby tried whether this address answers.")
    else:
        yield Ignored(f"{action} asks nothing of us.")


def _stage_change(ashby: "Ashby", data: Row) -> Iterator[Inbound]:
    """A move; only this event asks for an invite, since any change of anything makes the others."""
    row = payloads.application(data)
    state = payloads.state(row)
    yield state
    if row.get("status") == "Active" and ashby.is_trigger(*payloads.stage_seen(row)):
        yield InviteRequested(ashby.lookups.applicant(row), state.at)


def _state(ashby: "Ashby", data: Row) -> Iterator[Inbound]:
    yield payloads.state(payloads.application(data))


def _candidate_deleted(ashby: "Ashby", data: Row) -> Iterator[Inbound]:
    yield CandidateGone(candidate=payloads.only_id(data, "candidate"))


def _candidate_merged(ashby: "Ashby", data: Row) -> Iterator[Inbound]:
    gone, kept = (payloads.only_id(data, name) for name in ("deletedCandidate", "mergedCandidate"))
    yield CandidateMerged(gone, kept)


def _job(ashby: "Ashby", data: Row) -> Iterator[Inbound]:
    """A job is read anew: events come late and in any order, and do not tell all we copy."""
    number = payloads.only_id(data, "job")
    try:
        row = ashby.lookups.job(number)
        yield RecruiterChanged(number, ashby.lookups.job_recruiter(row))
        yield JobChanged(ashby.sync.job(row))
    except (PermissionMissing, NotThere) as problem:
        yield Ignored(f"The job could not be read. {problem.reason}")


READERS: Mapping[str, Reader] = {
    "candidateStageChange": _stage_change,
    "candidateHire": _state,
    "applicationUpdate": _state,
    "applicationSubmit": _state,
    "candidateDelete": _candidate_deleted,
    "candidateMerge": _candidate_merged,
    "jobCreate": _job,
    "jobUpdate": _job,
}
