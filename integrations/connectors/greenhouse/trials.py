"""Tries a step of the guided set-up by calls: a finding for each thing that must be there."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from integrations.connectors.greenhouse import checks
from integrations.connectors.greenhouse.access import renewed_token
from integrations.connectors.greenhouse.guide import PERMISSIONS
from integrations.connectors.greenhouse.roles import RoleList
from integrations.problems import KeyRefused, Rejected
from integrations.proving import Flaw
from integrations.setup.guide import Finding
from integrations.vocabulary import RoleOption

if TYPE_CHECKING:
    from integrations.connectors.greenhouse.connector import Greenhouse

Roles = tuple[RoleOption, ...]


def findings(greenhouse: "Greenhouse", step: str, roles: Roles) -> Iterator[Finding]:
    """What comes of trying this step, as it comes.

    Raises:
        VendorProblem: when Greenhouse cannot be asked; what was found before holds.
    """
    yield from TRIALS[step](greenhouse, roles)


def _credential(greenhouse: "Greenhouse", roles: Roles) -> Iterator[Finding]:
    name = "Client ID and client secret"
    try:
        renewed_token(greenhouse.harvest.http)
    except KeyRefused as refusal:
        yield Finding(name, False, refusal.reason)
    else:
        yield Finding(name, True, "Greenhouse takes them and gave an access token.")


def _permissions(greenhouse: "Greenhouse", roles: Roles) -> Iterator[Finding]:
    for permission in PERMISSIONS:
        scope = permission.name.removeprefix("harvest:")
        try:
            checks.try_scope(greenhouse, scope, [])
        except Flaw as flaw:
            yield Finding(permission.name, False, str(flaw))
        else:
            yield Finding(permission.name, True, "Granted.")


def _roles(greenhouse: "Greenhouse", roles: Roles) -> Iterator[Finding]:
    field = _found(checks.has_role_field, greenhouse)
    yield field
    if not field.ok:
        return
    key = greenhouse.connection.choice("role_field")
    try:
        RoleList(greenhouse.harvest, key).publish(roles)
    except Rejected as refusal:
        yield Finding("Role list", False, refusal.reason)
        return
    offered = {role.name for role in RoleList(greenhouse.harvest, key).listed()}
    missing = [role.name for role in roles if role.name not in offered]
    if missing:
        yield Finding("Role list", False, f"Not among the options: {', '.join(missing)}.")
    else:
        yield Finding("Role list", True, f"In step: {len(roles)} of {len(roles)} roles.")


def _invites(greenhouse: "Greenhouse", roles: Roles) -> Iterator[Finding]:
    yield _found(checks.has_trigger_stage, greenhouse)


def _updates(greenhouse: "Greenhouse", roles: Roles) -> Iterator[Finding]:
    if greenhouse.connection.choice("status_field"):
        yield _found(checks.has_status_field, greenhouse)
    else:
        yield Finding("Status field", True, "None is set: updates are notes only.")


def _found(trial: Callable[["Greenhouse", list[str]], None], greenhouse: "Greenhouse") -> Finding:
    """What a check of the capabilities finds, in a line."""
    tried: list[str] = []
    try:
        trial(greenhouse, tried)
    except Flaw as flaw:
        return Finding(_capital(tried[-1]), False, str(flaw))
    return Finding(_capital(tried[-1]), True, "It is there.")


def _capital(text: str) -> str:
    text = text.removeprefix("the ")
    return text[:1].upper() + text[1:]


TRIALS: Mapping[str, Callable[["Greenhouse", Roles], Iterator[Finding]]] = {
    "credential": _credential,
    "permissions": _permissions,
    "roles": _roles,
    "invites": _invites,
    "updates": _updates,
}
