"""What letters share: what they are about, one layout, times as their reader's clock shows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from candidates import calendar
from candidates.models import Candidate, Interview, InterviewEvent
from candidates.states import HELD
from portal.models import Mail, Organization, User

TEMPLATE = "letter"
Link = tuple[str, str]  # label, address


def event_of(mail: Mail) -> InterviewEvent:
    """The event that a mail tells of, with what its line says."""
    with_it = ("user", "interview", "candidacy__candidate")
    return InterviewEvent.objects.select_related(*with_it).get(pk=mail.ids["event"])


def interview_of(mail: Mail) -> Interview:
    """The interview that a mail tells of, or reminds of, with all that letters say of it."""
    which = {"events": mail.ids["event"]} if "event" in mail.ids else {"pk": mail.ids["interview"]}
    return Interview.objects.select_related(
        "organization", "candidate", "interviewer", "candidacy__candidate",
        "candidacy__recruiter", "candidacy__role__format",
    ).get(**which)  # fmt: skip


def reader_of(mail: Mail) -> User:
    """The user it is for."""
    return User.objects.get(pk=mail.ids["user"])


def words(
    heading: str,
    *paragraphs: str,
    details: Sequence[tuple[str, str]] = (),
    action: Link | None = None,
    links: Sequence[Link] = (),
    closing: str = "",
    why: str = "",
    brand: str = "Liaison",
) -> dict[str, object]:
    """What the layout shows; nothing that came from outside can break a line of it (P49).

    Args:
        details: names and values; those without a value are left out.
        why: a sentence that says why the reader gets this mail.
    """
    return {
        "heading": line(heading),
        "paragraphs": [line(paragraph) for paragraph in paragraphs if paragraph],
        "details": [(name, line(value)) for name, value in details if value],
        "action": _link(action) if action else None,
        "links": [_link(link) for link in links],
        "closing": line(closing),
        "why": line(why),
        "brand": line(brand),
    }


def line(text: str) -> str:
    """One line without control characters."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def when(moment: datetime | None, zone: tzinfo) -> str:
    """A time on the reader's clock with its zone named, and in UTC (I6); "" for none."""
    if moment is None:
        return ""
    local, utc = moment.astimezone(zone), moment.astimezone(UTC)
    if local.utcoffset() == utc.utcoffset():
        return f"{_day(utc)}, {_clock(utc)} UTC"
    utc_day = "" if local.date() == utc.date() else f" on {_day(utc)}"
    return f"{_day(local)}, {_clock(local)} {_name(local)} ({_clock(utc)} UTC{utc_day})"


def short_when(moment: datetime | None, zone: tzinfo) -> str:
    """A time for a subject, on the reader's clock with its zone named; "" for none."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return f"{local:%a}, {local:%b} {local.day}, {_clock(local)} {_name(local)}"


def zone_of(reader: User | Candidate | Organization) -> tzinfo:
    """The reader's zone; UTC for one that does not exist."""
    try:
        return ZoneInfo(reader.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def booked(interview: Interview, event: InterviewEvent, to: User | None = None) -> str:
    """The calendar part of a booking; none when it was moved or given up since."""
    current = interview.state in HELD and interview.starts_at == event.new_start
    return calendar.entry(interview, calendar.REQUEST, to) if current else ""


def withdrawn(interview: Interview, event: InterviewEvent, to: User | None = None) -> str:
    """The calendar part of a slot that fell away; none where there was none, or is another."""
    theirs = to is None or interview.interviewer_id == to.pk
    if event.old_start is None or (interview.state in HELD and theirs):
        return ""
    length = timedelta(minutes=interview.candidacy.role.format.minutes)
    interview.starts_at, interview.ends_at = event.old_start, event.old_start + length
    return calendar.entry(interview, calendar.CANCEL, to)


def _link(link: Link) -> dict[str, str]:
    label, url = link
    return {"label": label, "url": url}


def _day(moment: datetime) -> str:
    return f"{moment:%A}, {moment:%B} {moment.day}, {moment.year}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


def _name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name
