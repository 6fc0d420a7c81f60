"""Tries a step of the guided set-up by calls: a finding for each thing that must be there."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from integrations.connectors.jobvite import checks
from integrations.connectors.jobvite.checks import Trial
from integrations.connectors.jobvite.client import GRANTS
from integrations.connectors.jobvite.envelope import NotOffered
from integrations.connectors.jobvite.field_options import FieldOptions
from integrations.problems import KeyRefused, PermissionMissing, Rejected
from integrations.proving import Flaw
from integrations.setup.guide import Finding
from integrations.vocabulary import RoleOption

if TYPE_CHECKING:
    from integrations.connectors.jobvite.connector import Jobvite

Roles = tuple[RoleOption, ...]


def findings(jobvite: "Jobvite", step: str, roles: Roles) -> Iterator[Finding]:
    """What comes of trying this step, as it comes.

    Raises:
        VendorProblem: when Jobvite cannot be asked; what was found before holds.
    """
    yield from TRIALS[step](jobvite, roles)


def _credential(jobvite: "Jobvite", roles: Roles) -> Iterator[Finding]:
    name = "API key and secret"
    try:
        jobvite.api.try_reading("candidate")
    except KeyRefused as refusal:
        yield Finding(name, False, f"{refusal.reason} Or it has no grant at all.")
    except PermissionMissing:
        yield Finding(name, True, "Jobvite takes them; the next step looks at its grants.")
    else:
        yield Finding(name, True, "Jobvite takes them.")


def _grants(jobvite: "Jobvite", roles: Roles) -> Iterator[Finding]:
    for (method, resource), name in GRANTS.items():
        yield _found(jobvite, checks.granted(method, resource), name, "Granted.")


def _fields(jobvite: "Jobvite", roles: Roles) -> Iterator[Finding]:
    yield _found(jobvite, checks.tells_somewhere, "A place for updates", "There is one.")
    for setting in (*checks.UPDATE_FIELDS, "followers_field"):
        code = jobvite.connection.choice(setting).strip()
        if code:
            yield _found(jobvite, checks.has_fields(setting), code, _there(jobvite))


def _roles(jobvite: "Jobvite", roles: Roles) -> Iterator[Finding]:
    options = FieldOptions(jobvite.api, "role_field")
    field = _found(jobvite, checks.has_fields("role_field"), options.code, _there(jobvite))
    yield field
    if field.ok:
        yield _pushed(jobvite, options, roles)


def _pushed(jobvite: "Jobvite", options: FieldOptions, roles: Roles) -> Finding:
    name = "Role list"
    try:
        options.publish_roles(roles, ())
        missing = sorted({role.name for role in roles} - set(options.listed()))
    except (PermissionMissing, NotOffered):
        if not jobvite.lists_to_paste():
            raise
        return Finding(name, True, "Paste it from Mapping > Roles; Jobvite does not show it to us.")
    except Rejected as refusal:
        return Finding(name, False, refusal.reason)
    if missing:
        return Finding(name, False, f"Not among the options: {', '.join(missing)}.")
    return Finding(name, True, f"In step: {len(roles)} of {len(roles)} roles.")


def _invites(jobvite: "Jobvite", roles: Roles) -> Iterator[Finding]:
    state = jobvite.connection.choice("trigger_stage")
    yield _found(jobvite, checks.has_trigger_state, f"State “{state}”", "A workflow has it.")


def _there(jobvite: "Jobvite") -> str:
    pasted = bool(jobvite.lists_to_paste())
    return "Jobvite does not say that it is missing." if pasted else "It is there."


def _found(jobvite: "Jobvite", trial: Trial, name: str, good: str) -> Finding:
    try:
        trial(jobvite, [])
    except Flaw as flaw:
        return Finding(name, False, str(flaw))
    return Finding(name, True, good)


TRIALS: Mapping[str, Callable[["Jobvite", Roles], Iterator[Finding]]] = {
    "credential": _credential,
    "grants": _grants,
    "fields": _fields,
    "roles": _roles,
    "invites": _invites,
}
