"""Tries a step of the guided set-up by calls: a finding for each thing that must be there."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from integrations.connectors.ashby import checks
from integrations.connectors.ashby.guide import PERMISSIONS
from integrations.connectors.ashby.roles import RoleList
from integrations.problems import KeyRefused, PermissionMissing, Rejected
from integrations.proving import Flaw
from integrations.setup.guide import Finding
from integrations.vocabulary import RoleOption

if TYPE_CHECKING:
    from integrations.connectors.ashby.connector import Ashby

Roles = tuple[RoleOption, ...]


def findings(ashby: "Ashby", step: str, roles: Roles) -> Iterator[Finding]:
    """What comes of trying this step, as it comes.

    Raises:
        VendorProblem: when Ashby cannot be asked; what was found before holds.
    """
    yield from TRIALS[step](ashby, roles)


def _credential(ashby: "Ashby", roles: Roles) -> Iterator[Finding]:
    """Any answer but a refusal of the key shows that the key is good."""
    try:
        ashby.rpc.ask("apiKey.info")
    except KeyRefused as refusal:
        yield Finding("API key", False, refusal.reason)
        return
    except (PermissionMissing, Rejected):
        pass  # the key may not read about itself, and need not
    yield Finding("API key", True, "Ashby takes it.")


def _permissions(ashby: "Ashby", roles: Roles) -> Iterator[Finding]:
    for permission in PERMISSIONS:
        try:
            checks.try_permission(ashby, permission.name, [])
        except Flaw as flaw:
            yield Finding(permission.name, False, str(flaw))
        else:
            yield Finding(permission.name, True, "Granted.")


def _roles(ashby: "Ashby", roles: Roles) -> Iterator[Finding]:
    title = ashby.connection.choice("role_field")
    if not title:
        yield Finding("Role field", True, "None is set: assessments and jobs name the role.")
        return
    field = _found(checks.has_role_field, ashby)
    yield field
    if not field.ok:
        return
    RoleList(ashby.rpc, title).publish(roles)
    offered = {role.name for role in RoleList(ashby.rpc, title).listed()}
    missing = [role.name for role in roles if role.name not in offered]
    if missing:
        yield Finding("Role list", False, f"Not among the options: {', '.join(missing)}.")
    else:
        yield Finding("Role list", True, f"In step: {len(roles)} of {len(roles)} roles.")


def _invites(ashby: "Ashby", roles: Roles) -> Iterator[Finding]:
    if ashby.connection.choice("trigger_stage"):
        yield _found(checks.has_trigger_stage, ashby)
    else:
        yield Finding("Stage that invites", True, "None is set: assessments invite.")
    yield _found(checks.has_recruiter_role, ashby)


def _updates(ashby: "Ashby", roles: Roles) -> Iterator[Finding]:
    try:
        checks.try_permission(ashby, "Candidates: Write", [])
    except Flaw as flaw:
        yield Finding("Notes", False, str(flaw))
    else:
        yield Finding("Notes", True, "The key may write them.")
    if ashby.connection.choice("status_field"):
        yield _found(checks.has_status_field, ashby)


def _found(trial: Callable[["Ashby", list[str]], None], ashby: "Ashby") -> Finding:
    """What a check of the capabilities finds, in a line."""
    tried: list[str] = []
    try:
        trial(ashby, tried)
    except Flaw as flaw:
        return Finding(_capital(tried[-1]), False, str(flaw))
    return Finding(_capital(tried[-1]), True, "It is there.")


def _capital(text: str) -> str:
    text = text.removeprefix("the ")
    return text[:1].upper() + text[1:]


TRIALS: Mapping[str, Callable[["Ashby", Roles], Iterator[Finding]]] = {
    "credential": _credential,
    "permissions": _permissions,
    "roles": _roles,
    "invites": _invites,
    "updates": _updates,
}
