"""The flat rows of Harvest v3 read into our words."""

from integrations import reading
from integrations.connectors.greenhouse import payloads, profile_urls
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


def applicant(
    row: Row, candidate: Row, job: Row, *, role_field: str, recruiter: AtsPerson | None
) -> Applicant:
    """An application with its candidate and job; what could not be read is an empty object."""
    number, person = reading.remote_id(row["id"]), reading.remote_id(row.get("candidate_id"))
    return Applicant(
        application=number,
        candidate=person,
        job=reading.remote_id(row.get("job_id")),
        name=payloads.full_name(candidate),
        email=payloads.preferred(candidate.get("email_addresses"), "personal"),
        phone=payloads.preferred(candidate.get("phone_numbers"), "mobile"),
        profile_url=profile_urls.write(person, number),
        role_value=payloads.custom_value(job, role_field),
        recruiter=recruiter,
        stage=reading.text(row.get("stage_name"), 200),
        job_status=payloads.job_status(job),
    )


def state(row: Row, reason: Row) -> StateChanged:
    """Where an application stands; `reason` is its rejection reason, empty where there is none."""
    status = payloads.STATUSES.get(reading.text(row.get("status")))
    if status is Status.REJECTED and payloads.is_withdrawal(reason):
        status = Status.WITHDRAWN
    words = (reading.text(row.get("status"), 60), reading.text(reason.get("name")))
    return StateChanged(
        application=reading.remote_id(row["id"]),
        candidate=reading.remote_id(row.get("candidate_id")),
        job=reading.remote_id(row.get("job_id")),
        status=status,
        stage=reading.text(row.get("stage_name"), 200),
        raw=": ".join(word for word in words if word)[:300],
        at=reading.moment(row.get("last_activity_at")) or reading.moment(row.get("updated_at")),
    )


def counts(row: Row) -> bool:
    """Whether an application is a candidate's: prospects and what became of them are not."""
    return row.get("prospect") is not True and row.get("status") != "converted"


def person(row: Row) -> AtsPerson:
    """A user of Greenhouse."""
    name = reading.text(row.get("name")) or payloads.full_name(row)
    email = reading.text(row.get("primary_email")).lower()
    return AtsPerson(reading.remote_id(row["id"]), email, name, row.get("deactivated") is not True)


def stage(row: Row) -> AtsStage:
    """A stage of a job's plan."""
    order = row.get("sort_order")
    return AtsStage(
        remote_id=reading.remote_id(row["id"]),
        name=reading.text(row.get("name"), 200),
        job=reading.remote_id(row.get("job_id")),
        order=order if isinstance(order, int) and abs(order) < 2**31 else 0,
    )


def team(owners: list[Row], managers: list[Row]) -> list[TeamMember]:
    """A job's people by their ids, the responsible recruiter first."""
    found = [_owner(row) for row in owners if row.get("type") in list(TeamRole)]
    found += [TeamMember(_somebody(row), TeamRole.HIRING_MANAGER) for row in managers]
    known = [member for member in found if member.person.remote_id]
    return sorted(known, key=_standing)


def _owner(row: Row) -> TeamMember:
    return TeamMember(_somebody(row), TeamRole(row["type"]), row.get("responsible") is True)


def _somebody(row: Row) -> AtsPerson:
    return AtsPerson(reading.remote_id(row.get("user_id")))


def _standing(member: TeamMember) -> tuple[int, bool, int]:
    order = list(TeamRole).index(member.role)
    return order, not member.responsible, int(member.person.remote_id)
