"""The timeline: every change of a candidacy or interview leaves one event behind (E10)."""

from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Now

from candidates.actors import Actor
from candidates.models import Candidacy, Interview, InterviewEvent
from candidates.news import interview_news
from candidates.states import FINAL, EventKind
from candidates.states import InterviewState as S


def announce(interview: Interview, kind: EventKind, by: Actor, **facts: Any) -> InterviewEvent:
    """Write an event of an interview, bring its candidacy up to date, and tell whoever listens."""
    _follow(interview)
    return _write(interview.candidacy, kind, by, interview=interview, **facts)


def remark(candidacy: Candidacy, kind: EventKind, by: Actor, **facts: Any) -> InterviewEvent:
    """Write an event of a candidacy that is about none of its interviews."""
    return _write(candidacy, kind, by, **facts)


def _write(candidacy: Candidacy, kind: EventKind, by: Actor, **facts: Any) -> InterviewEvent:
    event = InterviewEvent.objects.create(
        organization_id=candidacy.organization_id,
        candidacy=candidacy,
        kind=kind,
        actor=by.kind,
        user=by.user,
        **facts,
    )
    interview_news.send(sender=InterviewEvent, event=event)
    return event


def _follow(interview: Interview) -> None:
    """Repeat the latest interview's state on its candidacy, for the funnel."""
    candidacy = interview.candidacy
    if Interview.objects.filter(candidacy=candidacy, pk__gt=interview.pk).exists():
        Candidacy.objects.filter(pk=candidacy.pk).update(activity_at=Now())
        return
    candidacy.state = interview.state
    going_on = Value(False) if interview.state == S.CANCELED else ~Q(standing__in=FINAL)
    Candidacy.objects.filter(pk=candidacy.pk).update(
        state=candidacy.state, active=going_on, activity_at=Now()
    )
