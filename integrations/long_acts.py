"""Acts on many rows: workers go on with them a batch at a time, and pages show how far they are."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from integrations.models import LongAct
from portal.scope import everywhere, inside
from portal.wakeups import call, wake
from portal.work import LEASE, MOST_STRIKES, Turn

Act = TypeVar("Act", bound=LongAct)
Batch = Callable[[Act], bool]  # does the next few rows of an act; whether more are left
PROGRESS = ("looked_at", "last", "changed", "strikes", "done_at")
STOPPED = (
    "Our software failed here again and again, so it left the rest as it was. Whoever runs Liaison"
    " finds the reason in the log, at {name} {number}."
)
log = logging.getLogger(__name__)


def run_due(acts: type[Act], batch: Batch[Act], task: str) -> None:
    """Go on with every act of this kind that is not done and that no worker holds.

    Args:
        task: is called again when the turn was too short.
    """
    turn = Turn()
    with everywhere():
        while not turn.over and (act := _claim(acts)) is not None:
            with inside(act.organization_id):
                _work(act, batch, turn)
    if turn.over:
        call(task)


@transaction.atomic
def go_on(act: Act, batch: Batch[Act]) -> Act:
    """Do one batch in one transaction; the act as it is after that."""
    held = type(act)._base_manager.select_for_update(no_key=True).get(pk=act.pk)
    if held.done_at is None:
        held.strikes = 0
        if not batch(held):
            held.done_at = timezone.now()
        held.save(update_fields=PROGRESS)
    return held


def resume(act: LongAct, task: str) -> None:
    """Have a worker go on with an act that was stopped, from the row where that was."""
    act.strikes, act.error, act.done_at = 0, "", None
    act.save(update_fields=["strikes", "error", "done_at"])
    wake(task)


def _work(act: Act, batch: Batch[Act], turn: Turn) -> None:
    """Go on as far as the turn goes; an act that fails is tried again after its lease."""
    try:
        while act.done_at is None and not turn.over:
            act = go_on(act, batch)
    except Exception:
        log.exception("%s %s", act._meta.verbose_name, act.pk)
    else:
        _lease(act, timedelta(), strikes=0)


def _claim(acts: type[Act]) -> Act | None:
    with transaction.atomic():
        due = acts._base_manager.filter(LongAct.TO_DO, lease_until__lte=Now()).order_by("pk")
        act = due.select_for_update(skip_locked=True, no_key=True).first()
        if act and act.strikes >= MOST_STRIKES:
            _stop(act)
            return _claim(acts)
        if act:
            _lease(act, LEASE, strikes=act.strikes + 1)
        return act


def _lease(act: LongAct, span: timedelta, *, strikes: int) -> None:
    same = type(act)._base_manager.filter(pk=act.pk)
    same.update(lease_until=Now() + span, strikes=strikes)


def _stop(act: LongAct) -> None:
    """End an act that failed too often, so that a person sees it and may resume it (P19)."""
    act.error = STOPPED.format(name=act._meta.verbose_name, number=act.pk)
    act.done_at = timezone.now()
    act.save(update_fields=["error", "done_at"])
