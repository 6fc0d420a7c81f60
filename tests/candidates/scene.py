"""What tests of mails play with: a role with interviewers, members, invites, and what goes out."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.core import mail as test_outbox
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from candidates.actors import ATS
from candidates.invites import invite
from candidates.models import Availability, Interview, Source
from candidates.wishes import Wish
from portal import mail
from portal.models import Kind, Mail, Organization, User
from portal.work import WorkState
from roles.models import Role
from tests import factories

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_role(organization: Organization, *interviewers: str, **fields: Any) -> Role:
    """A role whose interviewers are free around the clock."""
    role = factories.RoleFactory(group__organization=organization, **fields)
    for name in interviewers or ["Grace Hopper"]:
        add_interviewer(role, name)
    return role


def add_interviewer(role: Role, name: str) -> User:
    interviewer = factories.InterviewerFactory(name=name, zone="America/New_York")
    for weekday in range(7):
        Availability.objects.create(
            interviewer=interviewer, weekday=weekday, starts=time(0), ends=time(23, 59)
        )
    role.format.interviewers.add(interviewer)
    return interviewer


def make_member(organization: Organization, kind: Kind, name: str, **fields: Any) -> User:
    return factories.MembershipFactory(
        organization=organization, kind=kind, user__name=name, **fields
    ).user


def wish(role: Role, recruiter: User, **fields: Any) -> Wish:
    facts = {
        "organization": role.organization, "source": Source.WEBHOOK, "by": ATS,
        "name": "Ada Lovelace", "email": "ada@example.org", "role": role, "recruiter": recruiter,
    }  # fmt: skip
    return Wish(**{**facts, **fields})


def invited(role: Role, recruiter: User, **fields: Any) -> Interview:
    interview = invite(wish(role, recruiter, **fields)).interview
    assert interview is not None
    return interview


def slot(days: int = 3, hour: int = 15) -> datetime:
    """A full hour that is free, in UTC."""
    day = timezone.now() + timedelta(days=days)
    return day.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)


def begin_now(interview: Interview, minutes_ago: int = 15) -> None:
    """Move its slot, so that it began so many minutes ago."""
    start = timezone.now() - timedelta(minutes=minutes_ago)
    end = start + timedelta(hours=1)
    Interview.objects.filter(pk=interview.pk).update(
        starts_at=start, ends_at=end, busy_until=end + timedelta(minutes=30)
    )


def close_window(interview: Interview) -> None:
    """Let the time to book it be over."""
    Interview.objects.filter(pk=interview.pk).update(window_ends_at=timezone.now())


def sent() -> list[EmailMultiAlternatives]:
    """What goes out now, all of it, and nothing of what went before."""
    Mail.objects.filter(state=WorkState.WAITING).update(next_attempt_at=LONG_AGO)
    test_outbox.outbox.clear()
    mail.send_due()
    assert not Mail.objects.exclude(state__in=[WorkState.DONE, WorkState.IGNORED]).exists()
    return list(test_outbox.outbox)


def addressees() -> list[str]:
    """To whom something goes out now, each as often as there is a mail."""
    return sorted(letter.to[0] for letter in sent())


def sent_to(address: str) -> EmailMultiAlternatives:
    """The one mail that goes out to this address now."""
    (letter,) = (letter for letter in sent() if letter.to == [address])
    return letter


def calendar_of(letter: EmailMultiAlternatives) -> str:
    """The calendar part of a mail, "" if it has none."""
    parts = [part for part in letter.alternatives if part.mimetype.startswith("text/calendar")]
    return str(parts[0].content) if parts else ""
