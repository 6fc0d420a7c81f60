"""What all letters to candidates share: greeting, reply, how to stop them, the clock (I6)."""

from datetime import datetime, tzinfo
from typing import Any

from candidates import optional_mails
from candidates.calendar import REQUEST
from candidates.models import Interview
from candidates.writing import TEMPLATE, line, short_when, when, words, zone_of
from portal.durations import duration
from portal.mail import Letter


def to_candidate(
    interview: Interview,
    subject: str,
    *paragraphs: str,
    heading: str = "",
    calendar: str = "",
    calendar_method: str = REQUEST,
    optional: bool = False,
    **parts: Any,
) -> Letter:
    """A letter that a reply takes to the recruiter, and that can be stopped if optional (I6)."""
    recruiter = interview.candidacy.recruiter
    facts = words(
        heading or subject,
        f"Hello {interview.candidate.name},",
        *paragraphs,
        brand=f"{interview.organization} · interviews with Liaison",
        why=f"Reply to this mail to reach {recruiter}." if recruiter.is_active else "",
        **parts,
    )
    return Letter(
        subject=line(subject),
        template=TEMPLATE,
        facts=facts,
        reply_to=recruiter.email if recruiter.is_active else "",
        unsubscribe_url=optional_mails.stop_url(interview.candidate) if optional else "",
        calendar=calendar,
        calendar_method=calendar_method,
    )


def what(interview: Interview) -> list[tuple[str, str]]:
    """What is taken: the role and the length."""
    role = interview.candidacy.role
    return [("Role", role.name), ("Length", duration(role.format.minutes))]


def long_when(moment: datetime | None, interview: Interview) -> str:
    """A time on the candidate's clock and in UTC; "" for none."""
    return when(moment, _zone(interview))


def brief_when(moment: datetime | None, interview: Interview) -> str:
    """A time on the candidate's clock, for a subject; "" for none."""
    return short_when(moment, _zone(interview))


def _zone(interview: Interview) -> tzinfo:
    """The candidate's zone; the organization's, as on the booking pages, while it is not known."""
    return zone_of(interview.candidate if interview.candidate.zone else interview.organization)
