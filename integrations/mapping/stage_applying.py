"""Gives those who wait in stages the status that the stage means, a batch at a time (G7)."""

import logging

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from candidates import candidacies
from candidates.actors import SYSTEM, person
from candidates.states import Standing
from integrations.mapping import stage_meanings
from integrations.models import Application, MappingChange
from portal.models import User
from portal.scope import everywhere, inside
from portal.wakeups import call
from portal.work import LEASE, Turn

BATCH = 25  # candidacies looked at in one transaction
log = logging.getLogger(__name__)


def run_due() -> None:
    """Go on with every change that is not applied to all who wait, a batch at a time."""
    turn = Turn()
    with everywhere():
        while not turn.over and (change := _claim()) is not None:
            with inside(change.organization_id):
                _go_on(change, turn)
    if turn.over:
        call(stage_meanings.TASK)


def _go_on(change: MappingChange, turn: Turn) -> None:
    """Apply a change as far as the turn goes; one that fails is tried again after its lease."""
    try:
        while change.applied_at is None and not turn.over:
            _apply_batch(change)
    except Exception:
        log.exception("mapping change %s", change.pk)
    else:
        _release(change)


def _claim() -> MappingChange | None:
    with transaction.atomic():
        due = MappingChange.objects.filter(applied_at=None, lease_until__lte=Now()).order_by("pk")
        change = (
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("connection__organization", "by")
            .first()
        )
        if change:
            MappingChange.objects.filter(pk=change.pk).update(lease_until=Now() + LEASE)
        return change


def _release(change: MappingChange) -> None:
    MappingChange.objects.filter(pk=change.pk).update(lease_until=Now())


@transaction.atomic
def _apply_batch(change: MappingChange) -> None:
    """Give the next few who wait the status that their stage means by now."""
    names = [line["key"] for line in change.lines]
    waiting = (
        stage_meanings.in_stages(change.connection, names).filter(pk__gt=change.last).order_by("pk")
    )
    batch = list(waiting.select_related("candidacy__organization")[:BATCH])
    means = stage_meanings.meanings(change.connection, names)
    for one in batch:
        change.changed += _apply(one, means.get(one.stage.strip().lower(), ""), change.by)
        change.looked_at, change.last = change.looked_at + 1, one.pk
    if len(batch) < BATCH:
        change.applied_at = timezone.now()
    change.save(update_fields=["changed", "looked_at", "last", "applied_at"])


def _apply(one: Application, standing: str, by: User | None) -> bool:
    if not standing or one.candidacy is None:
        return False
    return candidacies.apply_standing(
        one.candidacy, Standing(standing), person(by) if by else SYSTEM, raw=one.stage,
        at=one.changed_at or timezone.now(),
    )  # fmt: skip
