"""Tells people what happened: a row for each, and a mail queued with the change itself (I, P32)."""

from typing import Any

from django.conf import settings
from django.dispatch import receiver

from candidates import audience, optional_mails
from candidates.audience import TABLE, Cell, Listener, Topic
from candidates.models import (
    Candidate,
    Hat,
    Interview,
    InterviewEvent,
    InviteAttempt,
    Notification,
)
from candidates.news import attempt_news, interview_news
from candidates.states import EventKind
from portal import mail
from portal.models import Mail, User
from portal.work import WorkState

SCHEDULED_FIRST = "The interview was scheduled before the invitation went out."
SHOWN = "They made this invite themselves and saw why on the page."


@receiver(interview_news)
def tell_of_event(event: InterviewEvent, **_: Any) -> None:
    """Tell everybody around the candidacy who hears of such an event, each once (I1, I5)."""
    topic = audience.topic_of(event)
    if topic is None or event.interview is None:
        return
    if event.kind == EventKind.SCHEDULED:
        _take_back_invitation(event.interview)
    if TABLE[topic][Hat.CANDIDATE] != Cell.NEVER:
        _tell_candidate(event, topic)
    for listener in audience.listeners(event.candidacy, topic, _interviewers(event)):
        _tell_user(event, listener)
    if event.kind == EventKind.INTERVIEWER_ABSENT:
        _tell_support(event)


@receiver(attempt_news)
def tell_of_attempt(attempt: InviteAttempt, **_: Any) -> None:
    """Tell the recruiter, if known, of an invite that failed or waits."""
    topic = audience.topic_of_attempt(attempt)
    listener = audience.recruiter_of(attempt, topic) if topic else None
    if listener is None:
        return
    skipped = listener.skipped or (SHOWN if attempt.by_id == listener.user.pk else "")
    daily = listener.daily and not skipped
    queued = None if skipped or daily else _queue_attempt(attempt, listener.user)
    Notification.objects.create(
        organization_id=attempt.organization_id,
        attempt=attempt,
        hat=listener.hat,
        user=listener.user,
        mail=queued,
        skipped=skipped,
        daily=daily,
    )


def _tell_candidate(event: InterviewEvent, topic: Topic) -> None:
    candidate = event.candidacy.candidate
    wanted = optional_mails.wants(candidate, topic)
    Notification.objects.create(
        organization_id=event.organization_id,
        event=event,
        hat=Hat.CANDIDATE,
        candidate=candidate,
        mail=_queue_candidate(event, candidate) if wanted else None,
        skipped="" if wanted else optional_mails.STOPPED,
    )


def _queue_candidate(event: InterviewEvent, candidate: Candidate) -> Mail:
    return mail.queue(
        f"candidate_{event.kind}",
        candidate.email,
        key=f"event-{event.pk}-candidate",
        organization=event.organization,
        event=event.pk,
    )


def _tell_user(event: InterviewEvent, listener: Listener) -> None:
    Notification.objects.create(
        organization_id=event.organization_id,
        event=event,
        hat=listener.hat,
        user=listener.user,
        mail=None if listener.skipped or listener.daily else _queue(event, listener),
        skipped=listener.skipped,
        daily=listener.daily,
    )


def _queue(event: InterviewEvent, listener: Listener) -> Mail:
    return mail.queue(
        _kind(event, listener),
        listener.user.email,
        key=f"event-{event.pk}-user-{listener.user.pk}",
        organization=event.organization,
        event=event.pk,
        user=listener.user.pk,
    )


def _kind(event: InterviewEvent, listener: Listener) -> str:
    if listener.hat == Hat.INTERVIEWER:
        assert event.interview is not None
        theirs = event.new_start and event.interview.interviewer_id == listener.user.pk
        return "interviewer_booked" if theirs else "interviewer_gone"
    return "staff_result" if event.kind == EventKind.RESULT else "staff_news"


def _queue_attempt(attempt: InviteAttempt, user: User) -> Mail:
    return mail.queue(
        "recruiter_attempt",
        user.email,
        key=f"attempt-{attempt.pk}-user-{user.pk}",
        organization=attempt.organization,
        attempt=attempt.pk,
        user=user.pk,
    )


def _tell_support(event: InterviewEvent) -> None:
    mail.queue(
        f"support_{event.kind}",
        settings.SUPPORT_EMAIL,
        key=f"event-{event.pk}-support",
        organization=event.organization,
        event=event.pk,
    )


def _interviewers(event: InterviewEvent) -> list[User]:
    """Whose slot fell away, if somebody's did, and then whose interview it is."""
    assert event.interview is not None
    now = event.interview.interviewer
    before = _last_told(event.interview) if event.old_start else None
    return list(dict.fromkeys(user for user in (before, now) if user))


def _last_told(interview: Interview) -> User | None:
    """The interviewer who was told last that it is theirs; the interview forgets them."""
    told = Notification.objects.filter(event__interview=interview, hat=Hat.INTERVIEWER)
    last = told.select_related("user").order_by("-pk").first()
    return last.user if last else None


def _take_back_invitation(interview: Interview) -> None:
    """Drop an invitation that is not sent yet: who is scheduled need not choose a time (E1)."""
    invitations = Notification.objects.filter(
        event__interview=interview,
        event__kind__in=audience.kinds_of(Topic.INVITED),
        hat=Hat.CANDIDATE,
    )
    for notification in invitations:
        unsent = Mail.objects.filter(notification=notification, state=WorkState.WAITING)
        if unsent.update(state=WorkState.IGNORED):
            notification.skipped = SCHEDULED_FIRST
            notification.save(update_fields=["skipped"])
