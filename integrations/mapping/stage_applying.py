"""Gives those who wait in stages the status that the stage means, a batch at a time (G7)."""

from django.utils import timezone

from candidates import candidacies
from candidates.actors import SYSTEM, person
from candidates.states import Standing
from integrations.mapping import stage_meanings
from integrations.models import Application, MappingChange
from portal.models import User

BATCH = 25  # candidacies looked at in one transaction


def apply_batch(change: MappingChange) -> bool:
    """Give the next few who wait the status that their stage means by now; whether more do."""
    names = [line["key"] for line in change.lines]
    waiting = stage_meanings.in_stages(change.connection, names).filter(pk__gt=change.last)
    batch = list(waiting.select_related("candidacy__organization").order_by("pk")[:BATCH])
    means = stage_meanings.meanings(change.connection, names)
    for one in batch:
        change.changed += _apply(one, means.get(one.stage.strip().lower(), ""), change.by)
        change.looked_at, change.last = change.looked_at + 1, one.pk
    return len(batch) == BATCH


def _apply(one: Application, standing: str, by: User | None) -> bool:
    if not standing or one.candidacy is None:
        return False
    return candidacies.apply_standing(
        one.candidacy, Standing(standing), person(by) if by else SYSTEM, raw=one.stage,
        at=one.changed_at or timezone.now(),
    )  # fmt: skip
