"""Keeps changes of a mapping: who, when, from what to what; the rows they are about follow."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from integrations import long_acts
from integrations.models import Connection, LongAct, Mapped, MappingChange
from portal.models import User
from portal.wakeups import wake

TASK = "integrations.tasks.apply_mappings"
Lines = Sequence[dict[str, Any]]


def keep(
    connection: Connection,
    of: Mapped,
    lines: Lines,
    by: User | None,
    *,
    reason: str = "",
    total: int = 0,
) -> MappingChange:
    """Keep a change, and wake a worker where it is to be applied to rows.

    Args:
        by: whose choice it is; None: nobody's, for a reason.
        total: how many rows it is applied to.
    """
    if total:
        wake(TASK)
    return MappingChange.objects.create(
        organization_id=connection.organization_id, connection=connection, of=of, by=by,
        reason=reason[:300], lines=list(lines), total=total,
        done_at=None if total else timezone.now(),
    )  # fmt: skip


def begin_again(change: MappingChange) -> None:
    """Have a worker go through all rows of a change once more."""
    change.looked_at = change.last = change.changed = 0
    change.save(update_fields=["looked_at", "last", "changed"])
    long_acts.resume(change, TASK)


def in_work(connection: Connection, of: Mapped) -> QuerySet[MappingChange]:
    """The changes of this kind that are not applied to all their rows yet."""
    return MappingChange.objects.filter(LongAct.TO_DO, connection=connection, of=of)
