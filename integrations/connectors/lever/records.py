"""The rows of Lever read into our words: an opportunity is what we call an application."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from integrations import reading
from integrations.connectors.lever import profile_urls
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

HIRED = "hired"
JOB_STATUSES = {
    "published": "open",
    "internal": "open",
    "draft": "draft",
    "pending": "draft",
    "closed": "closed",
    "rejected": "closed",
}


def applicant(
    row: Row, posting: Row, *, role_prefix: str, recruiter: AtsPerson | None
) -> Applicant:
    """An opportunity with its posting; what could not be read is an empty object.

    Who must not be contacted has no e-mail and no phone here.
    """
    number, closed_to = reading.opaque_id(row["id"]), must_not_be_contacted(row)
    return Applicant(
        application=number,
        candidate=ref(row.get("contact")),
        job=posting_of(row),
        name=reading.text(row.get("name")),
        email="" if closed_to else _first(row.get("emails")),
        phone="" if closed_to else _first([each.get("value") for each in _rows(row, "phones")]),
        profile_url=_profile_url(row, number),
        role_value=role_value(row, role_prefix),
        recruiter=recruiter,
        stage=stage_seen(row)[0],
        job_status=job_status(posting),
        remark=NOT_CONTACTED if closed_to else "",
    )


NOT_CONTACTED = "Lever says that this person must not be contacted (data protection)."


def state(
    row: Row, reasons: Mapping[str, Row], withdrawn: Iterable[str], moved: Iterable[str]
) -> StateChanged:
    """Where an opportunity stands: its end counts before its stage, which it keeps.

    Args:
        reasons: Lever's archive reasons by id.
        withdrawn: names of reasons, in lower case, that say that the candidate withdrew.
        moved: names of reasons that say that another opportunity goes on: no end.
    """
    end = archived(row)
    reason = reasons.get(reading.opaque_id(end.get("reason")), {}) if end is not None else {}
    name = reading.text(reason.get("text"), 200)
    begun_at = reading.epoch_moment(row.get("createdAt"))
    status: Status | None = Status.IN_PROCESS
    if end is not None:
        status = _end(reason, name.casefold(), set(withdrawn), set(moved))
    return StateChanged(
        application=reading.opaque_id(row["id"]),
        candidate=ref(row.get("contact")),
        job=posting_of(row),
        status=status,
        stage=stage_seen(row)[0],
        raw=": ".join(word for word in ("archived", name) if word) if end is not None else "",
        at=(reading.epoch_moment(end.get("archivedAt")) if end is not None else None)
        or moved_at(row)
        or begun_at,
        begun_at=begun_at,
    )


def _end(reason: Row, name: str, withdrawn: set[str], moved: set[str]) -> Status | None:
    """What an archive reason means; None, which changes nothing, where it is not known."""
    if reason.get("type") == HIRED:
        return Status.HIRED
    if not reason or name in moved:
        return None
    return Status.WITHDRAWN if name in withdrawn else Status.REJECTED


def archived(row: Row) -> Row | None:
    """How an opportunity ended, None while it goes on; older answers say so in two fields."""
    if isinstance(row.get("archived"), dict):
        return reading.row(row["archived"])
    if row.get("archivedAt"):
        return {"archivedAt": row["archivedAt"], "reason": row.get("archiveReason")}
    return None


def is_anonymized(row: Row) -> bool:
    """Whether the person was taken out of this opportunity; its id stays."""
    return row.get("isAnonymized") is True


def must_not_be_contacted(row: Row) -> bool:
    """Whether data protection forbids to contact the person."""
    contact = reading.row(reading.row(row.get("dataProtection")).get("contact"))
    return contact.get("allowed") is False


def stage_seen(row: Row) -> tuple[str, str]:
    """The name and the id of the stage an opportunity is in; the name where it is expanded."""
    stage = row.get("stage")
    return reading.text(reading.row(stage).get("text"), 200), ref(stage)


def moved_at(row: Row) -> datetime | None:
    """When the opportunity entered its stage: `updatedAt` is null on most, and moves with notes."""
    changes = [reading.epoch_moment(each.get("updatedAt")) for each in _rows(row, "stageChanges")]
    return max((at for at in changes if at), default=None) or reading.epoch_moment(
        row.get("lastAdvancedAt")
    )


def posting_of(row: Row) -> str:
    """The posting that the opportunity's application is for; "" without an application."""
    for application in _rows(row, "applications"):
        if posting := ref(application.get("posting")):
            return posting
    return ""


def role_value(row: Row, prefix: str) -> str:
    """The role that the tags name; several are told as they are, and are no role of ours."""
    return ", ".join(dict.fromkeys(tagged_roles(tags(row), prefix)))


def tags(row: Row) -> list[str]:
    """The tags of an opportunity or posting."""
    found = row.get("tags")
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []


def tagged_roles(texts: Iterable[str], prefix: str) -> list[str]:
    """The role names in tags: what stands behind our prefix, which is case-sensitive."""
    wanted = prefix.strip()
    named = (tag.strip().removeprefix(wanted).strip() for tag in texts if tag.startswith(wanted))
    return [reading.text(name) for name in named if wanted and name]


def job_status(posting: Row) -> str:
    """How a posting is, in our word; "" where that is not told."""
    return JOB_STATUSES.get(reading.text(posting.get("state")), "")


def job(row: Row, role_prefix: str) -> AtsJob:
    """A posting."""
    number, categories = reading.opaque_id(row["id"]), reading.row(row.get("categories"))
    return AtsJob(
        remote_id=number,
        code=_first(row.get("requisitionCodes")) or reading.text(row.get("reqCode")) or number,
        name=reading.text(row.get("text")) or f"Posting {number}",
        status=job_status(row) or "draft",
        status_raw=reading.text(row.get("state"), 100),
        location=_places(categories),
        department=reading.text(categories.get("department"), 200),
        description=_description(reading.row(row.get("content"))),
        role_value=role_value(row, role_prefix),
        assigned=tuple(team(row)),
    )


def team(posting: Row) -> list[TeamMember]:
    """A posting's people, the responsible recruiter first; by ids alone where not expanded."""
    members = [
        TeamMember(person(posting.get("owner")), TeamRole.RECRUITER, responsible=True),
        TeamMember(person(posting.get("hiringManager")), TeamRole.HIRING_MANAGER),
    ]
    followers = posting.get("followers")
    told = followers if isinstance(followers, list) else []
    members += [TeamMember(person(each), TeamRole.FOLLOWER) for each in told]
    return [member for member in members if member.person.remote_id]


def person(value: object) -> AtsPerson:
    """A user of Lever, of whom an id alone may be known."""
    row = reading.row(value)
    name, email = reading.text(row.get("name")), reading.text(row.get("email")).lower()
    return AtsPerson(ref(value), email, name, row.get("deactivatedAt") is None)


def stage(row: Row, order: int) -> AtsStage:
    """A stage; every posting has the same."""
    return AtsStage(
        remote_id=reading.opaque_id(row.get("id")),
        name=reading.text(row.get("text"), 200),
        order=order,
    )


def ref(value: object) -> str:
    """The id of something that is told by its id, or expanded into an object."""
    return reading.opaque_id(value) or reading.opaque_id(reading.row(value).get("id"))


def _profile_url(row: Row, number: str) -> str:
    given = reading.text(reading.row(row.get("urls")).get("show"), 500)
    return given if profile_urls.read(given) else profile_urls.write(number)


def _places(categories: Row) -> str:
    places = categories.get("allLocations")
    listed = places if isinstance(places, list) else []
    texts = [reading.text(place) for place in (categories.get("location"), *listed)]
    return "; ".join(dict.fromkeys(text for text in texts if text))[:300]


def _description(content: Row) -> str:
    parts = [content.get("descriptionHtml")]
    for each in _rows(content, "lists"):
        parts += [f"<h3>{reading.text(each.get('text'))}</h3>", _list(each.get("content"))]
    parts.append(content.get("closingHtml"))
    return "\n".join(text for part in parts if (text := reading.text(part, 200_000)))


def _list(content: object) -> str:
    items = reading.text(content, 100_000)
    return f"<ul>{items}</ul>" if items.startswith("<li") else items


def _rows(row: Row, name: str) -> list[Row]:
    return reading.rows(row.get(name))


def _first(values: object) -> str:
    """The first text of a list that says something."""
    found = values if isinstance(values, list) else []
    return next((text for value in found if (text := reading.text(value))), "")
