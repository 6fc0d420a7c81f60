"""Tries a step of the guided set-up by calls: a finding for each thing that must be there."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from integrations import reading
from integrations.connectors.lever import checks
from integrations.connectors.lever.guide import PERMISSIONS
from integrations.problems import KeyRefused, PermissionMissing
from integrations.proving import Flaw
from integrations.setup.guide import Finding
from integrations.vocabulary import RoleOption

if TYPE_CHECKING:
    from integrations.connectors.lever.connector import Lever

Roles = tuple[RoleOption, ...]


def findings(lever: "Lever", step: str, roles: Roles) -> Iterator[Finding]:
    """What comes of trying this step, as it comes.

    Raises:
        VendorProblem: when Lever cannot be asked; what was found before holds.
    """
    yield from TRIALS[step](lever, roles)


def _credential(lever: "Lever", roles: Roles) -> Iterator[Finding]:
    name = type(lever).titles()["sign_in"]
    try:
        lever.api.page("stages", limit=1)
    except KeyRefused as refusal:
        yield Finding(name, False, refusal.reason)
        return
    except PermissionMissing:
        yield Finding(name, True, "Lever takes it; what it may do is the next step.")
    else:
        yield Finding(name, True, "Lever takes it.")
    if lever.connection.choice("user_id").strip():
        yield _found(checks.has_user, lever, "Lever user ID")


def _permissions(lever: "Lever", roles: Roles) -> Iterator[Finding]:
    for permission in PERMISSIONS:
        try:
            checks.try_permission(lever, permission.name, [])
        except Flaw as flaw:
            yield Finding(permission.name, False, str(flaw))
        else:
            yield Finding(permission.name, True, "Granted.")


def _roles(lever: "Lever", roles: Roles) -> Iterator[Finding]:
    tagged = {option.name for option in lever.role_tags.listed()}
    ours = {role.name for role in roles}
    if not tagged:
        yield _found(checks.has_role_tags, lever, "Role tags")
        return
    for name in sorted(tagged):
        text = "A role here." if name in ours else "No active role here has this name."
        yield Finding(lever.role_tags.tag(name), name in ours, text)


def _invites(lever: "Lever", roles: Roles) -> Iterator[Finding]:
    yield _found(checks.has_trigger_stage, lever, "Stage that invites")


def _states(lever: "Lever", roles: Roles) -> Iterator[Finding]:
    reasons = lever.api.all("archive_reasons")
    known = {reading.text(row.get("text")).casefold() for row in reasons}
    for which in ("withdrawn_reasons", "moved_reasons"):
        title = type(lever).titles()[which]
        named = [name.strip() for name in lever.connection.choice(which).split(",") if name.strip()]
        missing = [name for name in named if name.casefold() not in known]
        text = f"Lever has no such reason: {', '.join(missing)}." if missing else "As in Lever."
        yield Finding(title, not missing, text)


def _updates(lever: "Lever", roles: Roles) -> Iterator[Finding]:
    if lever.connection.choice("status_tag").strip():
        yield _found(checks.has_status_tags, lever, "Status tag")
    else:
        yield Finding("Status tag", True, "None is set: updates are notes only.")


def _found(trial: Callable[["Lever", list[str]], None], lever: "Lever", name: str) -> Finding:
    """What a check of the capabilities finds, in a line."""
    try:
        trial(lever, [])
    except Flaw as flaw:
        return Finding(name, False, str(flaw))
    return Finding(name, True, "It is there.")


TRIALS: Mapping[str, Callable[["Lever", Roles], Iterator[Finding]]] = {
    "credential": _credential,
    "permissions": _permissions,
    "roles": _roles,
    "invites": _invites,
    "states": _states,
    "updates": _updates,
}
