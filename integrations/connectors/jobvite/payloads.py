"""The JSON of Jobvite in our words: a row is one application with its candidate and job."""

import re
from datetime import datetime

from integrations import reading
from integrations.connectors.jobvite.final_states import FinalStates
from integrations.models import Connection
from integrations.reading import Row
from integrations.vocabulary import (
    Applicant,
    AtsJob,
    AtsPerson,
    AtsStage,
    StateChanged,
    Status,
    TeamMember,
    TeamRole,
)

MAIL = re.compile(r"[^@]+@[^@]+")
BETWEEN = re.compile(r"[\s,;|<>()\"']+")  # e-mails: how several are told apart is not published
PHONES = ("mobile", "homePhone", "workPhone")
JOB_STATUSES = {
    "open": "open",
    "approved": "open",
    "draft": "draft",
    "awaiting approval": "draft",
    "on hold": "on_hold",
    "closed": "closed",
    "filled": "closed",
    "rejected": "closed",
    "retracted": "closed",
}
PLACE = ("city", "state", "country")
FIELD_OF = {"candidate": "recruiter_field", "grader": "grader_field"}  # by recruiter source


def application(row: Row) -> Row:
    """The application of a row."""
    return reading.row(row.get("application"))


def application_id(row: Row) -> str:
    """The id of the row's application, "" where it names none."""
    return reading.opaque_id(application(row).get("eId"))


def applicant(row: Row, connection: Connection) -> Applicant:
    """The applicant with all an invite needs; nothing else of the candidate is read (M1)."""
    applied, job = application(row), job_of(row)
    phones = (reading.text(row.get(name)) for name in PHONES)
    return Applicant(
        application=application_id(row),
        candidate=reading.opaque_id(row.get("eId")),
        job=reading.opaque_id(job.get("eId")),
        name=_name(row),
        email=reading.text(row.get("email")),
        phone=next((phone for phone in phones if phone), ""),
        role_value=custom_text(job, connection.choice("role_field")),
        recruiter=_recruiter(applied, job, connection),
        stage=state_name(row),
        job_status=job_status(job),
        followers=_chosen(applied, job, connection.choice("followers_field")),
    )


def state(row: Row, final: FinalStates) -> StateChanged:
    """Where the application stands; who has a hire date is hired, whatever the state is called."""
    applied, stage = application(row), state_name(row)
    hired = reading.epoch_moment(applied.get("hireDate"))
    words = (stage, reading.text(applied.get("disposition")))
    return StateChanged(
        application=application_id(row),
        candidate=reading.opaque_id(row.get("eId")),
        job=reading.opaque_id(job_of(row).get("eId")),
        status=Status.HIRED if hired else final.status_of(stage),
        stage=stage,
        raw=": ".join(word for word in words if word)[:300],
        at=changed_at(row),
    )


def state_name(row: Row) -> str:
    """The name of the workflow state that the application is in."""
    return reading.text(application(row).get("workflowState"), 200)


def changed_at(row: Row) -> datetime | None:
    """When anything of the application was last changed, in UTC."""
    return reading.epoch_moment(application(row).get("lastUpdatedDate"))


def job(row: Row, role_field: str) -> AtsJob:
    """A requisition."""
    number = reading.opaque_id(row.get("eId"))
    return AtsJob(
        remote_id=number,
        code=reading.text(row.get("requisitionId"), 200) or number,
        name=reading.text(row.get("title")) or f"Job {number}",
        status=job_status(row) or "draft",
        status_raw=reading.text(row.get("jobState"), 100),
        location=_location(row),
        department=reading.text(row.get("department"), 200),
        description=reading.text(row.get("description"), 200_000),
        role_value=custom_text(row, role_field),
        assigned=tuple(team(row)),
    )


def job_status(row: Row) -> str:
    """How a job is, in our word; "" where that is not told or not known."""
    return JOB_STATUSES.get(reading.text(row.get("jobState")).casefold(), "")


def team(row: Row) -> list[TeamMember]:
    """A job's people, recruiters first, each once for each thing they are to it."""
    managers = [reading.row(row.get("primaryHiringManager")), *_people(row, "hiringManagers")]
    found = [(person, TeamRole.RECRUITER) for person in _people(row, "recruiters")]
    found += [(person, TeamRole.HIRING_MANAGER) for person in managers]
    members = [TeamMember(somebody(person), role) for person, role in found]
    return list(dict.fromkeys(member for member in members if member.person.email))


def somebody(row: Row) -> AtsPerson:
    """An employee. Lists name no id of theirs, so their sign-in name is it: an e-mail."""
    email = reading.text(row.get("userName"), 200).lower()
    return AtsPerson(email, email, _name(row)) if MAIL.fullmatch(email) else AtsPerson("")


def stages(workflow: Row) -> list[AtsStage]:
    """The states of a workflow, in its order; they are every job's that uses it."""
    rows = reading.rows(workflow.get("workflowStates"))
    found = [
        (reading.opaque_id(row.get("eId")), reading.text(row.get("name"), 200)) for row in rows
    ]
    known = [(number, name) for number, name in found if number and name]
    return [AtsStage(number, name, order=order) for order, (number, name) in enumerate(known)]


def custom_text(row: Row, code: str) -> str:
    """The text of the custom field with this code; of several values the first."""
    value = _custom(row, code)
    return reading.text(next(iter(value), None) if isinstance(value, list) else value)


def _custom(row: Row, code: str) -> object:
    fields = reading.rows(row.get("customField"))
    return next((field.get("value") for field in fields if field.get("fieldCode") == code), None)


def _mails(row: Row, code: str) -> list[str]:
    """The e-mails in a custom field, however its values are told apart."""
    value = _custom(row, code)
    texts = value if isinstance(value, list) else [value]
    words = (word for text in texts for word in BETWEEN.split(reading.text(text, 10_000)))
    return [word.lower() for word in words if MAIL.fullmatch(word)]


def _chosen(applied: Row, job: Row, code: str) -> tuple[str, ...]:
    """Who was chosen to follow, on the application or on its job (J5)."""
    return tuple(dict.fromkeys(_mails(applied, code) + _mails(job, code)))


def _recruiter(applied: Row, job: Row, connection: Connection) -> AtsPerson | None:
    """The recruiter by the connection's source: the job's first, or an application's field (J1)."""
    source = connection.choice("recruiter_source")
    if source in FIELD_OF:
        mails = _mails(applied, connection.choice(FIELD_OF[source]))
        return AtsPerson(mails[0], mails[0]) if mails else None
    people = (somebody(person) for person in _people(job, "recruiters"))
    return next((person for person in people if person.email), None)


def _people(row: Row, name: str) -> list[Row]:
    return reading.rows(row.get(name))


def job_of(row: Row) -> Row:
    """The requisition that the application is for, as far as the application tells it."""
    return reading.row(application(row).get("job"))


def _name(row: Row) -> str:
    parts = (reading.text(row.get(name), 120) for name in ("firstName", "lastName"))
    return " ".join(part for part in parts if part)


def _location(row: Row) -> str:
    """The job's location: as it is written there, else the places it names."""
    places = reading.rows(row.get("locations")) or reading.rows(row.get("jobLocations"))
    named = (
        ", ".join(filter(None, (reading.text(place.get(part)) for part in PLACE)))
        for place in places
    )
    return (reading.text(row.get("location")) or "; ".join(filter(None, named)))[:300]
