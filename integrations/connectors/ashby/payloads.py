"""The JSON of Ashby's API, webhooks and assessment calls read into our words."""

import re
from collections.abc import Mapping

from integrations import reading
from integrations.connectors.ashby import profile_urls
from integrations.problems import Unreadable
from integrations.reading import Row
from integrations.vocabulary import (
    Applicant,
    AtsPerson,
    AtsStage,
    StateChanged,
    Status,
    TeamMember,
    TeamRole,
)

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
STATUSES = {
    "Lead": Status.IN_PROCESS,
    "Active": Status.IN_PROCESS,
    "Hired": Status.HIRED,
    "Archived": Status.REJECTED,
}
JOB_STATUSES = {"Open": "open", "Draft": "draft", "Closed": "closed", "Archived": "closed"}
WITHDREW = "RejectedByCandidate"
RECRUITER_ROLES = {"candidate": TeamRole.RECRUITER, "coordinator": TeamRole.COORDINATOR}
TeamRoles = Mapping[str, TeamRole]  # what the customer calls them, in lower case


def uuid(value: object) -> str:
    """An id in lower case, "" for anything that is none."""
    found = value.strip().lower() if isinstance(value, str) else ""
    return found if UUID.fullmatch(found) else ""


def application(data: Row) -> Row:
    """The application that data is about.

    Raises:
        Unreadable: when there is none.
    """
    found = reading.row(data.get("application"))
    if not uuid(found.get("id")):
        raise Unreadable("The data names no application.")
    return found


def only_id(data: Row, name: str) -> str:
    """The id of the object called `name`.

    Raises:
        Unreadable: when there is none.
    """
    found = uuid(reading.row(data.get(name)).get("id"))
    if not found:
        raise Unreadable(f"The data names no {name}.")
    return found


def applicant(
    row: Row, person: Row, job: Row, field: str, recruiter: AtsPerson | None
) -> Applicant:
    """An application with its candidate and job; what could not be read is an empty object."""
    number, candidate = uuid(row.get("id")), uuid(person.get("id"))
    return Applicant(
        application=number,
        candidate=candidate,
        job=job_id(row),
        name=reading.text(person.get("name")),
        email=contact(person, "primaryEmailAddress", "emailAddresses"),
        phone=contact(person, "primaryPhoneNumber", "phoneNumbers"),
        profile_url=profile_urls.write(candidate, number),
        role_value=custom_value(job, field),
        recruiter=recruiter,
        stage=stage_seen(row)[0],
        job_status=JOB_STATUSES.get(reading.text(job.get("status")), ""),
    )


def state(row: Row) -> StateChanged:
    """Where an application stands; its end counts before its stage."""
    word = reading.text(row.get("status"), 60)
    reason = reading.row(row.get("archiveReason"))
    status = STATUSES.get(word)
    if status is Status.REJECTED and reason.get("reasonType") == WITHDREW:
        status = Status.WITHDRAWN
    return StateChanged(
        application=uuid(row.get("id")),
        candidate=uuid(reading.row(row.get("candidate")).get("id")),
        job=job_id(row),
        status=status,
        stage=stage_seen(row)[0],
        raw=": ".join(part for part in (word, reading.text(reason.get("text"))) if part)[:300],
        at=reading.moment(row.get("updatedAt")),
    )


def job_id(row: Row) -> str:
    """The id of an application's job."""
    return uuid(reading.row(row.get("job")).get("id"))


def stage_seen(row: Row) -> tuple[str, str]:
    """The title and the id of the stage an application is in."""
    found = reading.row(row.get("currentInterviewStage"))
    return reading.text(found.get("title"), 200), uuid(found.get("id"))


def contact(person: Row, primary: str, others: str) -> str:
    """The primary address or number, else the first; an absent key and a null are both none."""
    entries = [reading.row(person.get(primary)), *reading.rows(person.get(others))]
    return next(filter(None, (reading.text(entry.get("value")) for entry in entries)), "")


def custom_value(row: Row, title: str) -> str:
    """The text of the custom field of this title: an option's label; of several the first."""
    wanted = title.strip().casefold()
    for field in reading.rows(row.get("customFields")):
        if wanted and reading.text(field.get("title")).casefold() == wanted:
            shown = field.get("valueLabel") or field.get("value")
            return reading.text(shown[0] if isinstance(shown, list) and shown else shown)
    return ""


def team_roles(setting: str) -> TeamRoles:
    """The setting "Title=role, Title=role" by the titles in lower case."""
    pairs = (entry.rpartition("=") for entry in setting.split(","))
    known = {title.strip().casefold(): role.strip() for title, _, role in pairs}
    return {title: TeamRole(role) for title, role in known.items() if role in list(TeamRole)}


def team(row: Row, roles: TeamRoles) -> list[TeamMember]:
    """The hiring team of a job or application: recruiters first, in the order of Ashby."""
    members = [_member(entry, roles) for entry in reading.rows(row.get("hiringTeam"))]
    known = [member for member in members if member.person.remote_id]
    return sorted(known, key=lambda member: list(TeamRole).index(member.role))


def first(members: list[TeamMember], role: TeamRole) -> AtsPerson | None:
    """The first of these who has this role."""
    return next((member.person for member in members if member.role is role), None)


def person(row: Row) -> AtsPerson:
    """A user of Ashby."""
    return AtsPerson(
        uuid(row.get("id")), _email(row), _name(row), row.get("isEnabled") is not False
    )


def stage(row: Row) -> AtsStage:
    """A stage of an interview plan; several jobs may have the plan, so it names none."""
    order = row.get("orderInInterviewPlan")
    return AtsStage(
        remote_id=uuid(row.get("id")),
        name=reading.text(row.get("title"), 200),
        order=order if isinstance(order, int) and abs(order) < 2**31 else 0,
    )


def body(content: object) -> tuple[str, Row]:
    """The action of a delivery and its data.

    Raises:
        Unreadable: when it is no JSON object, or has no action or no data.
    """
    if not isinstance(content, dict):
        raise Unreadable("The body is not a JSON object.")
    action, data = reading.text(content.get("action"), 60), content.get("data")
    if not action:
        raise Unreadable("The body names no action.")
    if action != "ping" and not isinstance(data, dict):
        raise Unreadable("The body has no data.")
    return action, reading.row(data)


def _member(entry: Row, roles: TeamRoles) -> TeamMember:
    role = roles.get(reading.text(entry.get("role")).casefold(), TeamRole.OTHER)
    return TeamMember(AtsPerson(uuid(entry.get("userId")), _email(entry), _name(entry)), role)


def _email(row: Row) -> str:
    return reading.text(row.get("email")).lower()


def _name(row: Row) -> str:
    parts = (reading.text(row.get(name), 120) for name in ("firstName", "lastName"))
    return " ".join(part for part in parts if part)
