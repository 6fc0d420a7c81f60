"""The changes of a connection's mapping: who, when, from what to what; the last is taken back."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrations import stages
from integrations.mapping import changes, job_roles, stage_meanings
from integrations.models import Connection, LongAct, Mapped, MappingChange
from portal.models import User


class CannotTakeBack(Exception):
    """The change stays; the text says why."""


def all_of(connection: Connection) -> QuerySet[MappingChange]:
    """Every change of a connection's mapping."""
    return MappingChange.objects.filter(connection=connection).select_related("by", "undone_by")


def newest(connection: Connection, of: Mapped) -> MappingChange | None:
    """The change of this kind that is being applied, else the newest."""
    found = all_of(connection).filter(of=of)
    return found.filter(LongAct.TO_DO).order_by("pk").first() or found.order_by("-pk").first()


def last_of(connection: Connection) -> dict[str, int]:
    """The newest change of each kind that was not taken back: only that one can be."""
    kept = all_of(connection).filter(undone_at=None).order_by("of", "-pk").distinct("of")
    return {change.of: change.pk for change in kept if change.recent}


def stopped(connection: Connection) -> set[int]:
    """The changes that were stopped and can go on: a newer one of its kind would be undone."""
    newest = all_of(connection).order_by("of", "-pk").distinct("of")
    return {change.pk for change in newest if change.error}


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
    change.undone_at, change.undone_by = timezone.now(), by
    change.save(update_fields=["undone_at", "undone_by"])
    return _undo(change, connection)


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
    line = {"key": "", "name": "Stage that invites", "from": old, "to": name, "was": old,
            "is": name or "None"}  # fmt: skip
    return changes.keep(connection, Mapped.TRIGGER, [line], by)
