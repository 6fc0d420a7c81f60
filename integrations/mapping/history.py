"""The changes of a connection's mapping: who, when, from what to what; the last is taken back."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrations import stages
from integrations.mapping import job_roles, stage_meanings
from integrations.models import Connection, Mapped, MappingChange
from portal.models import User


class CannotTakeBack(Exception):
    """The change stays; the text says why."""


def changes(connection: Connection) -> QuerySet[MappingChange]:
    """Every change of a connection's mapping."""
    return MappingChange.objects.filter(connection=connection).select_related("by", "undone_by")


def last_of(connection: Connection) -> dict[str, int]:
    """The newest change of each kind that was not taken back: only that one can be."""
    kept = changes(connection).filter(undone_at=None).order_by("of", "-pk").distinct("of")
    return {change.of: change.pk for change in kept if change.recent}


@transaction.atomic
def take_back(change: MappingChange, by: User) -> int:
    """Undo a change within a day, unless a newer one of its kind stands on it; how many lines.

    Raises:
        CannotTakeBack: when it is too old, was taken back already, or is not the newest.
    """
    connection = Connection.objects.select_for_update(no_key=True).get(pk=change.connection_id)
    if last_of(connection).get(change.of) != change.pk:
        raise CannotTakeBack(
            "Only the last change of a mapping can be taken back, and only for a day."
        )
    undone = _undo(change, connection)
    MappingChange.objects.filter(pk=change.pk).update(undone_at=timezone.now(), undone_by=by)
    return undone


def _undo(change: MappingChange, connection: Connection) -> int:
    if change.of == Mapped.JOBS:
        return job_roles.take_back(change)
    if change.of == Mapped.STAGES:
        return stage_meanings.take_back(change)
    stages.set_trigger(connection, change.lines[0]["from"])
    return 1


def trigger_chosen(connection: Connection, name: str, by: User) -> MappingChange | None:
    """Let another stage invite, and keep who chose it; None when it is that one already."""
    old = stages.trigger_name(connection)
    if old == name:
        return None
    stages.set_trigger(connection, name)
    return MappingChange.objects.create(
        organization_id=connection.organization_id, connection=connection, of=Mapped.TRIGGER,
        by=by, applied_at=timezone.now(),
        lines=[{"key": "", "name": "Stage that invites", "from": old, "to": name, "was": old,
                "is": name or "None"}],
    )  # fmt: skip
