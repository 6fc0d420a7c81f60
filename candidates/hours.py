"""An interviewer's hours and time off: what may be booked from now on, never what is (E12)."""

from collections.abc import Collection, Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from candidates import interviews
from candidates.actors import person
from candidates.models import Availability, Interview, TimeOff
from candidates.problems import WrongState
from candidates.slots import Span
from candidates.states import InterviewState
from portal.models import User
from portal.scope import everywhere, inside

GIVEN_UP = "The interviewer is not available at this time."


class InTheWay(Exception):
    """Interviews are booked in a time somebody wants off; `interviews` are those, by start."""

    def __init__(self, booked: list[Interview]) -> None:
        super().__init__("Interviews are booked in this time.")
        self.interviews = booked


@transaction.atomic
def add(interviewer: User, weekdays: Iterable[int], starts: time, ends: time) -> None:
    """Take bookings on these weekdays between these times of the interviewer's wall clock.

    Hours that overlap or touch become one, so that an interview may lie across the seam.

    Args:
        weekdays: 0 is Monday.
    """
    User.objects.select_for_update().get(pk=interviewer.pk)
    for weekday in sorted(set(weekdays)):
        touching = interviewer.availability.filter(
            weekday=weekday, starts__lte=ends, ends__gte=starts
        )
        spans = [(starts, ends), *touching.values_list("starts", "ends")]
        touching.delete()
        interviewer.availability.create(
            weekday=weekday,
            starts=min(start for start, _ in spans),
            ends=max(end for _, end in spans),
        )


def remove(hours: Availability) -> None:
    """Take no more bookings in these hours; what is booked stays booked."""
    hours.delete()


@transaction.atomic
def take_off(
    interviewer: User,
    starts_at: datetime,
    ends_at: datetime,
    *,
    giving_up: Collection[int] = (),
) -> list[Interview]:
    """Keep a time free; slots booked in it are given up if they are named (E1).

    Args:
        giving_up: the interviews that may lose their slot, by primary key.

    Returns:
        The interviews that lost it.

    Raises:
        InTheWay: when interviews are booked in it that were not named; nothing is changed.
    """
    interviewer.time_off.create(starts_at=starts_at, ends_at=ends_at)
    in_it = _upcoming(interviewer).filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    booked = list(in_it.select_for_update(of=("self",)))
    if any(interview.pk not in giving_up for interview in booked):
        raise InTheWay(booked)
    for interview in booked:
        with inside(interview.organization_id):
            interviews.release_slot(interview, person(interviewer), GIVEN_UP)
    return booked


@transaction.atomic
def give_up(interview: Interview, interviewer: User) -> None:
    """Let a slot fall away, and keep its time free, so that nobody is booked there again (E1).

    Raises:
        WrongState: when it is not scheduled with this interviewer any more.
    """
    own = _upcoming(interviewer).select_for_update(of=("self",)).filter(pk=interview.pk).first()
    if own is None:
        raise WrongState("This interview is not scheduled with you any more.")
    slot = _span(own)
    take_off(interviewer, slot.start, slot.end, giving_up=[own.pk])


def work_again(off: TimeOff) -> None:
    """Take bookings in this time again."""
    off.delete()


def booked_elsewhere(interviewer: User) -> list[Interview]:
    """The interviews to come that lie outside the hours or in time off: they stay booked."""
    zone = ZoneInfo(interviewer.zone)
    hours = list(interviewer.availability.all())
    off = [Span(time_off.starts_at, time_off.ends_at) for time_off in interviewer.time_off.all()]
    return [
        interview
        for interview in _upcoming(interviewer).filter(starts_at__gt=timezone.now())
        if not _at_work(_span(interview), hours, zone) or _span(interview).overlaps(off)
    ]


def _at_work(span: Span, hours: list[Availability], zone: ZoneInfo) -> bool:
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    return start.date() == end.date() and any(
        start.weekday() == own.weekday and own.starts <= start.time() and end.time() <= own.ends
        for own in hours
    )


def _span(interview: Interview) -> Span:
    assert interview.starts_at
    assert interview.ends_at
    return Span(interview.starts_at, interview.ends_at)


def _upcoming(interviewer: User) -> QuerySet[Interview]:
    """What is scheduled with them, for any client, by start."""
    with everywhere():
        scheduled = Interview.objects.filter(
            interviewer=interviewer, state=InterviewState.SCHEDULED
        )
    return scheduled.select_related("candidate", "candidacy__role", "organization").order_by(
        "starts_at"
    )
