"""The JSON of Greenhouse's Web Hooks read into our words; it still has the nested old shape."""

from typing import Any

from integrations import reading
from integrations.connectors.greenhouse import profile_urls
from integrations.problems import Unreadable
from integrations.reading import Row
from integrations.vocabulary import Applicant, AtsPerson, StateChanged, Status

STATUSES = {
    "active": Status.IN_PROCESS,
    "in_process": Status.IN_PROCESS,
    "hired": Status.HIRED,
    "rejected": Status.REJECTED,
}
JOB_STATUSES = {"open": "open", "draft": "draft", "closed": "closed"}
RECRUITER_KEYS = {"candidate": "recruiter", "coordinator": "coordinator"}  # by recruiter source
WITHDREW = "THEY_REJECTED_US"


def application(payload: Row) -> Row:
    """The application a payload is about.

    Raises:
        Unreadable: when there is none.
    """
    found = reading.row(payload.get("application"))
    if not reading.remote_id(found.get("id")):
        raise Unreadable("The payload names no application.")
    return found


def only_id(payload: Row, name: str) -> str:
    """The id of the object called `name`.

    Raises:
        Unreadable: when there is none.
    """
    found = reading.remote_id(reading.row(payload.get(name)).get("id"))
    if not found:
        raise Unreadable(f"The payload names no {name}.")
    return found


def applicant(row: Row, role_field: str, recruiter_source: str) -> Applicant:
    """The applicant as far as the payload tells; a job's recruiter must be looked up."""
    person = reading.row(row.get("candidate"))
    job = first_job(row)
    number, candidate = reading.remote_id(row["id"]), reading.remote_id(person.get("id"))
    return Applicant(
        application=number,
        candidate=candidate,
        job=reading.remote_id(job.get("id")),
        name=full_name(person),
        email=preferred(person.get("email_addresses"), "personal"),
        phone=preferred(person.get("phone_numbers"), "mobile"),
        profile_url=_profile_url(row, candidate, number),
        role_value=custom_value(job, role_field),
        recruiter=_user(reading.row(person.get(RECRUITER_KEYS.get(recruiter_source, "")))),
        stage=stage(row),
        job_status=job_status(job),
    )


def state(row: Row, status: Status | None, at: object) -> StateChanged:
    """Where the application stands, by the status its event says."""
    person = reading.row(row.get("candidate"))
    reason = reading.row(row.get("rejection_reason"))
    if status is Status.REJECTED and is_withdrawal(reason):
        status = Status.WITHDRAWN
    words = (reading.text(row.get("status"), 60) or status or "", reading.text(reason.get("name")))
    return StateChanged(
        application=reading.remote_id(row["id"]),
        candidate=reading.remote_id(person.get("id")),
        job=reading.remote_id(first_job(row).get("id")),
        status=status,
        stage=stage(row),
        raw=": ".join(word for word in words if word)[:300],
        at=reading.moment(at),
    )


def first_job(row: Row) -> Row:
    """The application's job: candidates have exactly one, `application_updated` shows none."""
    return next(iter(reading.rows(row.get("jobs"))), {})


def job_status(job: Row) -> str:
    """How a job is, in our word; "" where that is not told."""
    return JOB_STATUSES.get(reading.text(job.get("status")), "")


def stage(row: Row) -> str:
    """The name of the stage the application is in, "" where it is in none."""
    return reading.text(reading.row(row.get("current_stage")).get("name"), 200)


def stage_seen(row: Row) -> tuple[str, str]:
    """The name and the id of the stage the application is in."""
    return stage(row), reading.remote_id(reading.row(row.get("current_stage")).get("id"))


def full_name(person: Row) -> str:
    """First and last name, either of which may be missing."""
    parts = (reading.text(person.get(name), 120) for name in ("first_name", "last_name"))
    return " ".join(part for part in parts if part)


def preferred(entries: object, kind: str) -> str:
    """The value of the entry of this type, else of the first that has one."""
    known = [entry for entry in reading.rows(entries) if reading.text(entry.get("value"))]
    chosen = next((entry for entry in known if entry.get("type") == kind), None)
    return reading.text((chosen or (known[0] if known else {})).get("value"))


def custom_value(row: Row, key: str) -> str:
    """The text of a custom field; of several choices the first."""
    value = reading.row(reading.row(row.get("custom_fields")).get(key)).get("value")
    if isinstance(value, list):
        value = next(iter(value), None)
    return reading.text(value)


def is_withdrawal(reason: Row) -> bool:
    """Whether a rejection reason says that the candidate turned the client down."""
    kind = reading.row(reason.get("type"))
    words = (reading.text(kind.get(name)).upper().replace(" ", "_") for name in ("key", "name"))
    return WITHDREW in words


def _user(row: Row) -> AtsPerson | None:
    number, email = reading.remote_id(row.get("id")), reading.text(row.get("email")).lower()
    if not (number or email):
        return None
    return AtsPerson(number, email, reading.text(row.get("name")))


def _profile_url(row: Row, candidate: str, number: str) -> str:
    given = reading.text(row.get("url"), 500)
    return given if profile_urls.read(given) else profile_urls.write(candidate, number)


def body(content: Any) -> tuple[str, Row]:
    """The action of a delivery ("" for a ping) and its payload.

    Raises:
        Unreadable: when it is no JSON object, or names an action without a payload.
    """
    if not isinstance(content, dict):
        raise Unreadable("The body is not a JSON object.")
    action = reading.text(content.get("action"), 60)
    payload = content.get("payload")
    if action and action != "ping" and not isinstance(payload, dict):
        raise Unreadable("The body has no payload.")
    return action, reading.row(payload)
