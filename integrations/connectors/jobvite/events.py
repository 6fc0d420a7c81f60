"""What each webhook event of Jobvite means in our words: one function an event."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from integrations import reading
from integrations.connectors.jobvite import payloads, signature
from integrations.problems import NotThere, PermissionMissing, Unreadable
from integrations.reading import Row
from integrations.vocabulary import (
    Ignored,
    Inbound,
    InviteRequested,
    JobChanged,
    RecruiterChanged,
    StateChanged,
    Status,
    TeamRole,
)

if TYPE_CHECKING:
    from integrations.connectors.jobvite.connector import Jobvite

Reader = Callable[["Jobvite", Row], Iterator[Inbound]]


def read(jobvite: "Jobvite", content: object) -> Iterator[Inbound]:
    """Everything a delivery tells. Its `url` is never called: it could lead anywhere.

    Raises:
        Unreadable: when it is not what Jobvite promises.
        VendorProblem: when something must be looked up and cannot be now.
    """
    if not isinstance(content, dict):
        raise Unreadable("The body is not a JSON object.")
    kind = reading.text(content.get("eventType"), 60)
    if reader := READERS.get(kind):
        yield from reader(jobvite, content)
    else:
        yield Ignored(f"{kind or 'An event without a type'} asks nothing of us.")


def identity(content: Row) -> tuple[str, ...]:
    """What tells one event from every other; empty where it names no time."""
    at = content.get("date")
    ids = (application_id(content), candidate_id(content), reading.text(content.get("jobId")))
    known = (reading.text(content.get("eventType")), *ids, reading.text(content.get("newValue")))
    return (*known, str(at)) if reading.epoch_moment(at) else ()


def application_id(content: Row) -> str:
    """The application an event is about."""
    return reading.opaque_id(content.get("applicationId"))


def candidate_id(content: Row) -> str:
    """The candidate, or for a job's event the job, that an event is about."""
    return reading.opaque_id(content.get("id") or content.get("candidateId"))


def _workflow_update(jobvite: "Jobvite", content: Row) -> Iterator[Inbound]:
    news = _state(jobvite, content)
    yield news
    if news.status is Status.IN_PROCESS and jobvite.is_trigger(news.stage):
        yield _invite(jobvite, news)


def _state(jobvite: "Jobvite", content: Row) -> StateChanged:
    """Where the application went: as the event says if it was signed, else as it is now (P4)."""
    number, stage = application_id(content), reading.text(content.get("newValue"), 200)
    if not number or not stage:
        raise Unreadable("The event names no application, or no state.")
    if not signature.is_signed(jobvite.connection):
        return jobvite.lookups.state(number)
    return StateChanged(
        application=number,
        candidate=candidate_id(content),
        status=jobvite.final.status_of(stage),
        stage=stage,
        raw=stage,
        at=reading.epoch_moment(content.get("date")),
    )


def _invite(jobvite: "Jobvite", news: StateChanged) -> Inbound:
    """The invite, unless the application has ended since the event."""
    row = jobvite.lookups.row(news.application, news.candidate)
    if payloads.state(row, jobvite.final).status is not Status.IN_PROCESS:
        return Ignored(
            f"The application is in “{payloads.state_name(row)}” meanwhile: nobody is invited.",
            application=news.application,
        )
    return InviteRequested(payloads.applicant(row, jobvite.connection), news.at)


def _job_update(jobvite: "Jobvite", content: Row) -> Iterator[Inbound]:
    """A job is read anew: the event tells no more than its id."""
    number = reading.opaque_id(content.get("id") or content.get("jobId"))
    if not number:
        raise Unreadable("The event names no job.")
    try:
        row = jobvite.lookups.job(number)
    except (PermissionMissing, NotThere) as problem:
        yield Ignored(f"The job could not be read. {problem.reason}")
        return
    recruiters = [one.person for one in payloads.team(row) if one.role is TeamRole.RECRUITER]
    if recruiters:
        yield RecruiterChanged(number, recruiters[0])
    yield JobChanged(payloads.job(row, jobvite.connection.choice("role_field")))


READERS: Mapping[str, Reader] = {"workflowUpdate": _workflow_update, "jobUpdate": _job_update}
