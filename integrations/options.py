"""Our roles as an ATS offers them: kept in step by pushing when one changes (C5)."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from integrations import health, probes, switches
from integrations.models import Connection
from integrations.problems import VendorProblem
from integrations.vocabulary import Capability, RoleOption
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


def push_due() -> None:
    """Push the roles of every connection whose list is out of step."""
    with everywhere():
        due = Connection.objects.filter(
            Q(probe_at=None) | Q(probe_at__lte=Now()),
            options_due_at__lte=Now(), paused_at=None, disconnected_at=None, key_refused_at=None,
        )  # fmt: skip
        for connection in due.select_related("organization", "group"):
            with inside(connection.organization_id):
                _try(connection)


def _try(connection: Connection) -> None:
    """Push one list if it may be called; what fails stops no other, and is tried again (K14)."""
    try:
        if probes.take(connection):
            push(connection)
    except Exception:
        log.exception("roles of connection %s", connection.pk)


def push(connection: Connection) -> bool:
    """Make the ATS's list equal to ours, unless another worker does; tried again if that fails."""
    held = _hold(connection)
    if held is None:
        return False
    if Capability.ROLES_MATCH not in switches.in_use(connection):
        done = True
    else:
        done = _publish(connection, held)
    if done:
        held.update(options_due_at=None)
    return done


def _hold(connection: Connection) -> QuerySet[Connection] | None:
    """Take the list for a lease: two who push at once would add a role twice (P16).

    Returns:
        The connection while nobody else took the list and no role changed; None if taken.
    """
    seen = Connection.objects.filter(pk=connection.pk, options_due_at=connection.options_due_at)
    with transaction.atomic():
        if not seen.update(options_due_at=Now() + LEASE):
            return None
        until = Connection.objects.values_list("options_due_at", flat=True).get(pk=connection.pk)
    return Connection.objects.filter(pk=connection.pk, options_due_at=until)


def _publish(connection: Connection, held: QuerySet[Connection]) -> bool:
    try:
        connection.connector.publish_roles(offered(connection), _retired(connection))
    except VendorProblem as problem:
        health.failed(connection, problem, Capability.ROLES_MATCH)
        held.update(options_due_at=Now() + health.pause_after(problem))
        return False
    health.succeeded(connection, Capability.ROLES_MATCH)
    return True
