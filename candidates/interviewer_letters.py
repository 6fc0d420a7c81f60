"""The letters to interviewers, and to support about them; no phone numbers in them (M3)."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from candidates import audience, links, mail_choices
from candidates.audience import Topic
from candidates.calendar import CANCEL, REQUEST
from candidates.models import Interview
from candidates.states import EventKind
from candidates.writing import (
    TEMPLATE,
    booked,
    event_of,
    interview_of,
    line,
    reader_of,
    short_when,
    when,
    withdrawn,
    words,
    zone_of,
)
from portal.durations import duration
from portal.mail import Letter, letter
from portal.models import Mail, User


@letter("interviewer_booked")
def booking(mail: Mail) -> Letter:
    """An interview is theirs, or has a new time."""
    event, interview, reader = event_of(mail), interview_of(mail), reader_of(mail)
    start = short_when(event.new_start, zone_of(reader))
    moved = event.kind == EventKind.RESCHEDULED
    return _about(
        interview,
        reader,
        audience.topic_of(event) or Topic.SCHEDULED,
        f"Interview moved to {start}" if moved else f"You interview on {start}",
        event.new_start,
        action=("Open the interview", _page(interview)),
        links=[("Go to the call directly", links.meeting_url(interview))],
        calendar=booked(interview, event, reader),
    )


@letter("interviewer_gone")
def gone(mail: Mail) -> Letter:
    """An interview is theirs no more: canceled, given up, or moved to somebody else."""
    event, interview, reader = event_of(mail), interview_of(mail), reader_of(mail)
    return _about(
        interview,
        reader,
        audience.topic_of(event) or Topic.CANCELED,
        f"Your interview on {short_when(event.old_start, zone_of(reader))} is off",
        event.old_start,
        details=[("Reason", event.detail)],
        action=("See your interviews", settings.SITE_URL + reverse("interviewer_day")),
        calendar=withdrawn(interview, event, reader),
        calendar_method=CANCEL,
    )


@letter("interviewer_starts_soon")
def starts_soon(mail: Mail) -> Letter:
    """A day and an hour before the start (I1)."""
    interview, reader = interview_of(mail), reader_of(mail)
    return _about(
        interview,
        reader,
        Topic.STARTS_SOON,
        f"Reminder: you interview on {short_when(interview.starts_at, zone_of(reader))}",
        interview.starts_at,
        action=("Open the interview", _page(interview)),
        links=[("Go to the call directly", links.meeting_url(interview))],
    )


@letter("support_interviewer_absent")
def absent(mail: Mail) -> Letter:
    """To support: an interviewer did not come (E1)."""
    event, interview = event_of(mail), interview_of(mail)
    return Letter(
        subject=f"An interviewer did not come: interview {interview.pk}",
        template=TEMPLATE,
        facts=words(
            "An interviewer did not come",
            "The candidate got an apology and is asked to choose a new time. "
            "Please find out what happened.",
            details=[
                ("Interview", str(interview.pk)),
                ("Organization", str(interview.organization)),
                ("It was on", when(event.old_start, UTC)),
            ],
        ),
    )


def _about(
    interview: Interview,
    reader: User,
    topic: Topic,
    subject: str,
    start: datetime | None,
    *,
    details: list[tuple[str, str]] | None = None,
    calendar: str = "",
    calendar_method: str = REQUEST,
    **parts: Any,
) -> Letter:
    facts = words(
        subject,
        details=[
            ("When", when(start, zone_of(reader))),
            ("Candidate", interview.candidate.name),
            ("Role", interview.candidacy.role.name),
            ("Interview", f"{interview.candidacy.role.format}, {_length(interview)}"),
            *(details or []),
        ],
        **parts,
    )
    return Letter(
        subject=line(subject),
        template=TEMPLATE,
        facts=facts,
        unsubscribe_url=mail_choices.stop_url(reader, topic),
        calendar=calendar,
        calendar_method=calendar_method,
    )


def _length(interview: Interview) -> str:
    return duration(interview.candidacy.role.format.minutes)


def _page(interview: Interview) -> str:
    return f"{settings.SITE_URL}{reverse('interviewer_interview', args=[interview.pk])}"
