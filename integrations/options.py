"""Our roles, and who may follow, as an ATS offers them: pushed when they change (C5, J5)."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from integrations import follower_list, health, probes, switches
from integrations.capabilities import Capability
from integrations.models import Connection
from integrations.problems import VendorProblem
from integrations.vocabulary import RoleOption
from portal.scope import everywhere, inside
from portal.wakeups import wake
from roles.models import Role, RoleChange, RoleStatus

LEASE = timedelta(minutes=2)  # how long one worker may push a list
log = logging.getLogger(__name__)


def offered(connection: Connection) -> tuple[RoleOption, ...]:
    """The active roles of the connection's group, by name."""
    return _options(connection, Q(status=RoleStatus.ACTIVE))


def _retired(connection: Connection) -> tuple[RoleOption, ...]:
    """The group's roles that no invite can be for any more."""
    return _options(connection, ~Q(status=RoleStatus.ACTIVE))


def _options(connection: Connection, which: Q) -> tuple[RoleOption, ...]:
    roles = Role.objects.filter(which, group=connection.group_id).order_by("name")
    former = _former_names(connection)
    return tuple(
        RoleOption(f"role-{role.pk}", role.name, tuple(former.get(role.pk, ()))) for role in roles
    )


def _former_names(connection: Connection) -> dict[int, list[str]]:
    """What the group's roles were called before, newest first, without names that a role of the
    organization has now."""
    taken = Role.objects.filter(organization=connection.organization_id).values("name")
    renamed = RoleChange.objects.filter(role__group=connection.group_id, field="name")
    found: dict[int, list[str]] = {}
    for role, name in renamed.exclude(old__in=taken).order_by("-pk").values_list("role", "old"):
        found.setdefault(role, []).append(name)
    return found


def mark_changed(role: Role) -> None:
    """Have the connections of a role's group pushed anew."""
    Connection.objects.filter(group=role.group_id, active=True).update(options_due_at=Now())
    wake("integrations.tasks.push_options")


def mark_people(connection: Connection) -> None:
    """Have the list of people compared as often as states are: not every change is told (J5)."""
    if Capability.FOLLOWER_LIST in switches.in_use(connection):
        Connection.objects.filter(pk=connection.pk).update(options_due_at=Now())
        wake("integrations.tasks.push_options")


def push_due() -> None:
    """Push the lists of every connection that are out of step."""
    with everywhere():
        due = Connection.objects.filter(
            Q(probe_at=None) | Q(probe_at__lte=Now()),
            options_due_at__lte=Now(), paused_at=None, disconnected_at=None, key_refused_at=None,
        )  # fmt: skip
        for connection in due.select_related("organization", "group"):
            with inside(connection.organization_id):
                _try(connection)


def _try(connection: Connection) -> None:
    """Push its lists if it may be called; what fails stops no other, and is tried again (K14)."""
    try:
        if probes.take(connection):
            push(connection)
    except Exception:
        log.exception("lists of connection %s", connection.pk)


def push(connection: Connection) -> bool:
    """Make the ATS's lists equal to ours, unless another worker does; tried again if that fails."""
    held = _hold(connection)
    if held is None:
        return False
    kept = [each for each in PUSHES if each in switches.in_use(connection)]
    pauses = [_publish(connection, each) for each in kept]
    failed = [pause for pause in pauses if pause is not None]
    held.update(options_due_at=Now() + min(failed) if failed else None)
    return not failed


def _hold(connection: Connection) -> QuerySet[Connection] | None:
    """Take the lists for a lease: two who push at once would add a role twice (P16).

    Returns:
        The connection while nobody else took the lists and nothing changed; None if taken.
    """
    seen = Connection.objects.filter(pk=connection.pk, options_due_at=connection.options_due_at)
    with transaction.atomic():
        if not seen.update(options_due_at=Now() + LEASE):
            return None
        until = Connection.objects.values_list("options_due_at", flat=True).get(pk=connection.pk)
    return Connection.objects.filter(pk=connection.pk, options_due_at=until)


def _publish(connection: Connection, capability: Capability) -> timedelta | None:
    """Push one list; how long to leave it alone if that fails."""
    try:
        PUSHES[capability](connection)
    except VendorProblem as problem:
        health.failed(connection, problem, capability)
        return health.pause_after(problem)
    health.succeeded(connection, capability)
    return None


def _push_roles(connection: Connection) -> None:
    connection.connector.publish_roles(offered(connection), _retired(connection))


def _push_followers(connection: Connection) -> None:
    connection.connector.publish_followers(follower_list.offered(connection))


PUSHES: dict[Capability, Callable[[Connection], None]] = {
    Capability.ROLES_MATCH: _push_roles,
    Capability.FOLLOWER_LIST: _push_followers,
}
