"""What the clock does: time-outs, interviews never held or never finished, reminders (E1, E4)."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from candidates import interviews, sittings
from candidates.actors import SYSTEM
from candidates.models import Interview
from candidates.problems import WrongState
from candidates.states import InterviewState
from portal.scope import everywhere, inside

S = InterviewState
FINISHED_AFTER = timedelta(hours=2)
BATCH = 200
log = logging.getLogger(__name__)


def run() -> None:
    """Do to every interview what its time says; a refusal means somebody was faster.

    One that fails is logged, tried again with the next tick, and stops no other (P19).
    """
    for interview, verb in list(_due()):
        with inside(interview.organization_id):
            try:
                verb(interview)
            except WrongState:
                continue
            except Exception:
                log.exception("interview %s", interview.pk)


def _due() -> Iterator[tuple[Interview, Callable[[Interview], object]]]:
    with everywhere():
        for interview in _timed_out()[:BATCH]:
            yield interview, lambda it: interviews.time_out(it, SYSTEM)
        for interview in _never_held()[:BATCH]:
            yield interview, lambda it: interviews.not_held(it, SYSTEM)
        for interview in _never_finished()[:BATCH]:
            yield interview, lambda it: sittings.finish(it, SYSTEM)


def _timed_out() -> QuerySet[Interview]:
    return Interview.objects.filter(state=S.SCHEDULING, window_ends_at__lte=Now())


def _never_held() -> QuerySet[Interview]:
    return Interview.objects.filter(
        state=S.SCHEDULED, ends_at__lte=Now() - interviews.NOT_HELD_AFTER
    )


def _never_finished() -> QuerySet[Interview]:
    return Interview.objects.filter(state=S.IN_PROGRESS, ends_at__lte=Now() - FINISHED_AFTER)
