"""Proves each capability by calls that fail exactly when something it needs is missing (K3, K4)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from integrations.capabilities import Capability, Proof
from integrations.connectors.greenhouse import custom_fields
from integrations.connectors.greenhouse.roles import role_field
from integrations.problems import NotThere, PermissionMissing, Rejected
from integrations.proving import Flaw, prove
from integrations.reading import remote_id, text

if TYPE_CHECKING:
    from integrations.connectors.greenhouse.connector import Greenhouse

SCOPES: Mapping[Capability, tuple[str, ...]] = {
    Capability.INVITE_BY_WEBHOOK: ("job_interview_stages:list",),
    Capability.POST_UPDATES: ("notes:list", "notes:create"),
    Capability.STATE_UPDATES: (
        "applications:list",
        "rejection_details:list",
        "rejection_reasons:list",
    ),
    Capability.ROLES_MATCH: (
        "jobs:list",
        "custom_fields:list",
        "custom_field_options:list",
        "custom_field_options:create",
        "custom_field_options:update",
        "custom_field_options:destroy",
    ),
    Capability.INVITE_BY_URL: ("applications:list", "candidates:list"),
    Capability.HIRING_TEAM: ("job_owners:list", "job_hiring_managers:list", "users:list"),
    Capability.RECRUITER_UPDATES: ("job_owners:list", "users:list"),
}
STATUS_SCOPES = ("applications:list", "applications:update", "custom_fields:list")
CREDENTIALS = "Configure > Dev Center > API Credential Management"
ACTIVE = {"active": "true"}
NOTHING = "0"  # the id of nothing: a write to it is refused after its scope was looked at


def check(greenhouse: "Greenhouse", capability: Capability) -> Proof:
    """Try what the capability needs. Raises VendorProblem when it cannot be asked."""
    needs = [partial(try_scope, greenhouse, scope) for scope in SCOPES[capability]]
    more = [partial(trial, greenhouse) for trial in MORE.get(capability, ())]
    return prove(capability, [*needs, *more])


def try_scope(greenhouse: "Greenhouse", scope: str, tried: list[str]) -> None:
    """Call what the scope allows; a write of nothing is refused, but not for its scope."""
    resource, _, verb = scope.partition(":")
    harvest = greenhouse.harvest
    calls: dict[str, Callable[[], object]] = {
        "list": lambda: harvest.page(resource, per_page=1),
        "create": lambda: harvest.create(resource, {}),
        "update": lambda: harvest.change(resource, NOTHING, {}),
        "destroy": lambda: harvest.retire(resource, NOTHING),
    }
    tried.append(scope)
    try:
        calls[verb]()
    except (Rejected, NotThere) as refusal:
        if verb == "list":
            raise Flaw(f"{refusal.reason} Check the base address of this connection.") from None
    except PermissionMissing:
        raise Flaw(
            f'In Greenhouse open {CREDENTIALS}, choose "Manage permissions" on this credential '
            f'and add "harvest:{scope}". The user the credential acts for must be a Site Admin.'
        ) from None


def _has_webhook_secret(greenhouse: "Greenhouse", tried: list[str]) -> None:
    tried.append("the secret key of the Web Hooks")
    secret = greenhouse.connection.secrets.get("webhook_secret", "")
    if not secret or greenhouse.settings_by_name()["webhook_secret"].flaw_in(secret):
        raise Flaw(
            "Save a webhook secret here, at least 8 characters without blanks around them, and "
            "type it into Secret key of each Web Hook under Configure > Dev Center > Web Hooks."
        )


def has_trigger_stage(greenhouse: "Greenhouse", tried: list[str]) -> None:
    stage = greenhouse.connection.choice("trigger_stage")
    tried.append(f"the stage “{stage}” in the plans of jobs")
    cursor = ""
    while True:
        rows, cursor = greenhouse.harvest.page("job_interview_stages", cursor, ACTIVE)
        seen = ((text(row.get("name"), 200), remote_id(row["id"])) for row in rows)
        if any(greenhouse.is_trigger(*stage) for stage in seen):
            return
        if not cursor:
            raise Flaw(
                f"No job in Greenhouse has a stage called “{stage}”. Add it to a job's Interview "
                "Plan, or correct the name of the stage in this connection's settings."
            )


def has_status_field(greenhouse: "Greenhouse", tried: list[str]) -> None:
    key = greenhouse.connection.choice("status_field")
    if not key:
        return
    for scope in STATUS_SCOPES:
        try_scope(greenhouse, scope, tried)
    tried.append(f"the application field “{key}”")
    if custom_fields.find(greenhouse.harvest, "application", key) is None:
        raise Flaw(
            "In Greenhouse open Configure > Custom Options > Applications and add a field of the "
            f"type Short text with the key “{key}”, or clear the status field here."
        )


def has_role_field(greenhouse: "Greenhouse", tried: list[str]) -> None:
    key = greenhouse.connection.choice("role_field")
    tried.append(f"the job field “{key}”")
    try:
        role_field(greenhouse.harvest, key)
    except Rejected as refusal:
        raise Flaw(
            f"{refusal.reason} In Greenhouse open Configure > Custom Options > Jobs and add a "
            f"field of the type Single select with the key “{key}”."
        ) from None


Trial = Callable[["Greenhouse", list[str]], None]
MORE: Mapping[Capability, tuple[Trial, ...]] = {
    Capability.INVITE_BY_WEBHOOK: (_has_webhook_secret, has_trigger_stage),
    Capability.POST_UPDATES: (has_status_field,),
    Capability.ROLES_MATCH: (has_role_field,),
    Capability.RECRUITER_UPDATES: (_has_webhook_secret,),
}
