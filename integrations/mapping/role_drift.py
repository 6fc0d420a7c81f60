"""Where the list of roles that an ATS offers differs from our roles (C5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Now
from django.utils import timezone

from integrations import health, options
from integrations.capabilities import Capability
from integrations.models import Connection, ListedRoles
from integrations.problems import VendorProblem
from integrations.vocabulary import RoleOption
from portal.scope import everywhere, inside
from portal.wakeups import wake

LONGEST_LIST = 2_000  # options that are kept of one answer


@dataclass(frozen=True)
class Drift:
    """One role or option, and whether both sides have it under one name."""

    ours: str
    theirs: str
    tone: str
    word: str
    text: str = ""


def ask(connection: Connection, *, push: bool = False) -> None:
    """Have a worker read the ATS's list again, after making it equal to ours if that is wanted."""
    ListedRoles.objects.update_or_create(
        connection=connection,
        defaults={"organization_id": connection.organization_id, "asked_at": timezone.now()},
    )
    if push:
        Connection.objects.filter(pk=connection.pk).update(options_due_at=Now())
    wake("integrations.tasks.push_options")


def read_due() -> None:
    """Read the lists that were asked for, where nothing waits to be pushed."""
    with everywhere():
        due = ListedRoles.objects.filter(
            asked_at__isnull=False, connection__options_due_at=None,
            connection__paused_at=None, connection__disconnected_at=None,
            connection__key_refused_at=None,
        )  # fmt: skip
        for listed in due.select_related("connection__organization", "connection__group"):
            with inside(listed.organization_id):
                read(listed.connection)


def read(connection: Connection) -> ListedRoles:
    """Read the ATS's list now, and keep it; why it could not be read is kept as well."""
    listed: dict[str, object] = {"read_at": timezone.now(), "asked_at": None, "problem": ""}
    try:
        found = connection.connector.listed_roles()
    except VendorProblem as problem:
        health.failed(connection, problem, Capability.ROLES_MATCH)
        listed["problem"] = problem.reason
    else:
        health.succeeded(connection, Capability.ROLES_MATCH)
        listed["options"] = [{"key": each.key, "name": each.name} for each in found[:LONGEST_LIST]]
    return ListedRoles.objects.update_or_create(
        connection=connection, defaults={"organization_id": connection.organization_id, **listed}
    )[0]


def drift(connection: Connection, listed: ListedRoles) -> list[Drift]:
    """Every role of ours and every option there, those that differ first."""
    theirs = [RoleOption(**each) for each in listed.options]
    return compare(options.offered(connection), theirs, adds=connection.connector.adds_roles)


def compare(
    ours: Sequence[RoleOption], theirs: Sequence[RoleOption], *, adds: bool = True
) -> list[Drift]:
    """Match options to roles by our key, else by name, as pushing does.

    Args:
        adds: whether pushing adds what is missing.
    """
    by_key = {option.key: option for option in theirs if option.key}
    by_name = {option.name: option for option in theirs if not option.key}
    lines, used = [], set()
    for role in ours:
        named = (by_name[name] for name in (role.name, *role.former) if name in by_name)
        option = by_key.get(role.key) or next(named, None)
        used.add(option)
        lines.append(_line(role, option) if option else _missing(role, adds=adds))
    lines += [_extra(option) for option in theirs if option not in used]
    return sorted(lines, key=lambda line: (line.tone in ("ok", "neutral"), line.ours or "\uffff"))


def _missing(role: RoleOption, *, adds: bool) -> Drift:
    if adds:
        return Drift(role.name, "", "warn", "Missing there", "Pushing adds it.")
    text = "A job there has it once somebody chooses it."
    return Drift(role.name, "", "neutral", "Not used there", text)


def _line(role: RoleOption, option: RoleOption) -> Drift:
    if option.name != role.name:
        return Drift(role.name, option.name, "warn", "Named otherwise", "Pushing renames it there.")
    return Drift(role.name, option.name, "ok", "Same")


def _extra(option: RoleOption) -> Drift:
    if option.key:
        return Drift(
            "", option.name, "warn", "Extra there", "Pushing retires it: the role is gone."
        )
    return Drift("", option.name, "neutral", "Not ours", "Pushing leaves it alone.")
