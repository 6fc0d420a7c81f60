"""Capabilities of a connection that people switched off: what is off does nothing (K1)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from integrations.capabilities import Capability
from integrations.models import AtsUpdate, CapabilityProof, Connection, Switch
from portal.models import User
from portal.wakeups import wake
from portal.work import WorkState

AT_ONCE = {  # what was missed meanwhile and can be made good: the time to set, the task to wake
    Capability.ROLES_MATCH: ("options_due_at", "integrations.tasks.push_options"),
    Capability.FOLLOWER_LIST: ("options_due_at", "integrations.tasks.push_options"),
    Capability.STATE_UPDATES: ("next_sync_at", "integrations.tasks.run_syncs"),
}


class CannotSwitch(Exception):
    """There is nothing to switch; the text says why."""


def is_on(connection: Connection, capability: Capability) -> bool:
    """Whether people let this capability act; it is on unless somebody switched it off."""
    return capability not in connection.switched_off


def in_use(connection: Connection) -> list[Capability]:
    """What the vendor offers and nobody switched off."""
    grades = connection.connector.capabilities
    return [each for each in Capability if grades[each].offered and is_on(connection, each)]


def refusal(connection: Connection, capability: Capability) -> str:
    """Why this capability may not act, in a sentence for logs and messages; empty if it may."""
    if is_on(connection, capability):
        return ""
    last = _acts([connection]).filter(capability=capability).first()
    if last is None:
        return "Switched off on the Integration page."
    day = _day(last.at, connection.organization.zone)
    return f"Switched off on the Integration page by {last.by} on {day}."


def in_words(connections: Iterable[Connection]) -> dict[tuple[int, str], str]:
    """What to say of each capability that is off, by connection and name; one query for all."""
    off = {one.pk: one for one in connections if one.switched_off}
    said: dict[tuple[int, str], str] = {}
    for act in _acts(off.values()).distinct("connection", "capability") if off else ():
        day = _day(act.at, off[act.connection_id].organization.zone)
        said[act.connection_id, act.capability] = f"Switched off by {act.by} on {day}."
    return said


@transaction.atomic
def switch(connection: Connection, capability: Capability, *, on: bool, by: User) -> int:
    """Switch a capability on or off, and keep who did; what it had proved is forgotten.

    Switched on it is tested at once. Switched off, updates that wait for it are discarded; each
    can be sent again by hand once it is on.

    Returns:
        How many waiting updates were discarded.

    Raises:
        CannotSwitch: when the ATS does not offer it, or the connection's key was deleted.
    """
    held = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    if not held.connector.capabilities[capability].offered:
        raise CannotSwitch(f"{held.connector.name} does not offer this, so it cannot be switched.")
    if held.disconnected_at:
        raise CannotSwitch("The key of this connection was deleted, so nothing of it acts.")
    if on == is_on(held, capability):
        return 0
    others = [name for name in held.switched_off if name != capability]
    held.switched_off = others if on else sorted([*others, capability])
    held.save(update_fields=["switched_off"])
    connection.switched_off = held.switched_off
    Switch.objects.create(
        organization_id=held.organization_id, connection=held, capability=capability, on=on, by=by
    )
    CapabilityProof.objects.filter(connection=held, capability=capability).delete()
    if on:
        _make_good(held, capability)
        return 0
    return _discard(held, capability)


def _make_good(connection: Connection, capability: Capability) -> None:
    """Test it now, and catch up; a connection that was never tested waits for its set-up."""
    tested = Connection.objects.filter(pk=connection.pk, active=True)
    if not tested.update(next_check_at=Now()):
        return
    wake("integrations.tasks.check_connections")
    if capability in AT_ONCE:
        field, task = AT_ONCE[capability]
        tested.update(**{field: Now()})
        wake(task)


def _discard(connection: Connection, capability: Capability) -> int:
    waiting = AtsUpdate.objects.filter(
        AtsUpdate.OPEN & ~Q(state=WorkState.WORKING), application__connection=connection
    )
    kind = Q(kind=Capability.HIRING_TEAM)  # a look-up that rides the same queue (J4)
    if capability is Capability.HIRING_TEAM:
        rows = waiting.filter(kind)
    elif capability is Capability.POST_UPDATES:
        rows = waiting.exclude(kind)
    else:
        return 0
    return rows.update(state=WorkState.DISCARDED, error=refusal(connection, capability))


def _acts(connections: Iterable[Connection]) -> QuerySet[Switch]:
    """Who switched what off, the last of each capability first."""
    acts = Switch.objects.filter(connection__in=list(connections), on=False)
    return acts.select_related("by").order_by("connection", "capability", "-pk")


def _day(at: datetime, zone: str) -> str:
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%b} {there.day}, {there.year}"
