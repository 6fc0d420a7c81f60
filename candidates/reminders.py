"""Reminders: to book on day 7, 12 and the last, and 24 hours and one hour before the start (I1)."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Least, Now

from candidates import audience, optional_mails
from candidates.audience import Topic
from candidates.models import Interview, InterviewEvent
from candidates.states import EventKind, InterviewState
from portal import mail
from portal.models import Mail
from portal.scope import everywhere, inside

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATE = HOUR  # a reminder that could not be sent in this time is not sent at all
BATCH = 500


def _moment(expression: Any) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(expression, output_field=DateTimeField())


def _days(number: Any) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(number * Value(DAY), output_field=DurationField())


OPENED = _moment(F("window_ends_at") - _days(F("candidacy__role__window_days")))
FIRST_BOOKING = Q(sequence=0, candidacy__role__booking_days__isnull=False)
BOOKING_DAYS = Least("candidacy__role__booking_days", "candidacy__role__window_days")
BOOK_BY = Case(  # as slots.book_by says, for many at once
    When(FIRST_BOOKING, then=_moment(OPENED + _days(BOOKING_DAYS))), default=F("window_ends_at")
)


@dataclass(frozen=True)
class Reminder:
    """One kind of reminder: about whom, when it is due, and who is mailed beside the candidate.

    `told_by` lists the news that said the same: after it came, a moment before it needs no mail.
    """

    name: str
    topic: Topic
    state: InterviewState
    moment: Any
    only: Q = field(default_factory=Q)
    for_users: bool = True
    told_by: tuple[EventKind, ...] = ()

    def due(self) -> QuerySet[Interview]:
        told = InterviewEvent.objects.filter(
            interview=OuterRef("pk"), kind__in=self.told_by, at__gt=OuterRef("moment")
        )
        return (
            Interview.objects.alias(opened=OPENED, book_by=BOOK_BY)
            .alias(moment=_moment(self.moment))
            .filter(self.only, state=self.state, moment__lte=Now(), moment__gt=Now() - LATE)
            .exclude(Exists(told))
            .select_related("organization", "candidate", "interviewer")
            .select_related("candidacy__recruiter", "candidacy__role__group")
        )


REMINDERS = (
    *(
        Reminder(
            f"day-{day}", Topic.REMINDER, InterviewState.SCHEDULING, F("opened") + day * DAY,
            Q(book_by__gt=Now() + DAY), for_users=False,
        )
        for day in (7, 12)
    ),
    Reminder(
        "last-day", Topic.REMINDER, InterviewState.SCHEDULING, F("book_by") - DAY,
        Q(opened__lt=Now() - DAY),
    ),
    *(
        Reminder(
            f"{hours}-hours", Topic.STARTS_SOON, InterviewState.SCHEDULED,
            F("starts_at") - hours * HOUR,
            told_by=(EventKind.SCHEDULED, EventKind.RESCHEDULED),
        )
        for hours in (24, 1)
    ),
)  # fmt: skip


def run() -> None:
    """Queue what is due now and was not queued before."""
    for reminder in REMINDERS:
        for interview in _unsent(reminder):
            with inside(interview.organization_id), transaction.atomic():
                _remind(interview, reminder)


def _unsent(reminder: Reminder) -> list[Interview]:
    with everywhere():
        due = list(reminder.due()[:BATCH])
    keys = [f"{_key(interview, reminder)}-candidate" for interview in due]
    known = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    return [interview for interview, key in zip(due, keys, strict=True) if key not in known]


def _remind(interview: Interview, reminder: Reminder) -> None:
    key, organization = _key(interview, reminder), interview.organization
    if optional_mails.wants(interview.candidate, reminder.topic):
        mail.queue(
            f"candidate_{reminder.topic}", interview.candidate.email, key=f"{key}-candidate",
            organization=organization, interview=interview.pk,
        )  # fmt: skip
    if not reminder.for_users:
        return
    interviewers = [interview.interviewer] if interview.interviewer else []
    for listener in audience.listeners(interview.candidacy, reminder.topic, interviewers):
        if not listener.skipped:
            mail.queue(
                f"{listener.hat}_{reminder.topic}", listener.user.email,
                key=f"{key}-user-{listener.user.pk}", organization=organization,
                interview=interview.pk, user=listener.user.pk,
            )  # fmt: skip


def _key(interview: Interview, reminder: Reminder) -> str:
    """Anew for each window and each booking."""
    return (
        f"interview-{interview.pk}-{reminder.name}"
        f"-{interview.window_ends_at:%Y%m%d%H%M}-{interview.sequence}"
    )
