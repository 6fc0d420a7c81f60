"""Proves each capability by calls that fail exactly when something it needs is missing (K3, K4)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from integrations.capabilities import Capability, Proof
from integrations.connectors.lever import records
from integrations.connectors.lever.guide import TOKENS
from integrations.problems import NotThere, PermissionMissing, Rejected
from integrations.proving import Flaw, prove

if TYPE_CHECKING:
    from integrations.connectors.lever.connector import Lever

CREDENTIALS = "Settings > Integrations and API > API Credentials"
NOTHING = "00000000-0000-4000-8000-000000000000"  # a write to it is refused, but not for its right
NEEDS: Mapping[Capability, tuple[str, ...]] = {
    Capability.INVITE_BY_WEBHOOK: ("opportunities:read", "stages:read"),
    Capability.POST_UPDATES: ("notes:read", "notes:write"),
    Capability.STATE_UPDATES: ("opportunities:read", "stages:read", "archive_reasons:read"),
    Capability.ROLES_MATCH: ("postings:read", "tags:read"),
    Capability.INVITE_BY_URL: ("opportunities:read", "postings:read"),
    Capability.HIRING_TEAM: ("postings:read", "users:read"),
    Capability.RECRUITER_UPDATES: ("postings:read", "users:read"),
}


def check(lever: "Lever", capability: Capability) -> Proof:
    """Try what the capability needs. Raises VendorProblem when it cannot be asked."""
    needs = [partial(try_permission, lever, permission) for permission in NEEDS[capability]]
    more = [partial(trial, lever) for trial in MORE.get(capability, ())]
    return prove(capability, [*needs, *more])


def try_permission(lever: "Lever", permission: str, tried: list[str]) -> None:
    """Call what the permission allows; a write to nothing is refused, but not for its right."""
    resource, _, verb = permission.partition(":")
    of_nothing = f"opportunities/{NOTHING}"
    calls: dict[str, Callable[[], object]] = {
        "notes:read": lambda: lever.api.page(f"{of_nothing}/notes", limit=1),
        "notes:write": lambda: lever.api.create(f"{of_nothing}/notes", {}),
        "opportunities:write": lambda: lever.api.create(f"{of_nothing}/addTags", {"tags": []}),
    }
    tried.append(permission)
    try:
        calls.get(permission, lambda: lever.api.page(resource, limit=1))()
    except (Rejected, NotThere) as refusal:
        if permission not in calls:
            raise Flaw(f"{refusal.reason} Check the base address of this connection.") from None
    except PermissionMissing:
        raise Flaw(
            f"In Lever open {CREDENTIALS}, choose this key and tick the endpoints of {resource} "
            f"that {verb} ({permission}:admin where you sign in by OAuth)."
        ) from None


def has_user(lever: "Lever", tried: list[str]) -> None:
    """The user in whose name notes are written, where one is named."""
    number = lever.connection.choice("user_id").strip()
    if not number:
        return
    tried.append(f"the user {number}")
    try:
        found = records.person(lever.api.one("users", number))
    except NotThere:
        raise Flaw(f"Lever knows no user with the ID “{number}”. Correct Lever user ID.") from None
    except PermissionMissing:
        return  # whether notes may be written is another check
    if not found.active:
        raise Flaw(f"The Lever user {found.name} is deactivated. Choose another Lever user ID.")


def has_status_tags(lever: "Lever", tried: list[str]) -> None:
    """The right to set tags, where a status tag is wanted."""
    if lever.connection.choice("status_tag").strip():
        try_permission(lever, "opportunities:write", tried)


def has_tokens(lever: "Lever", tried: list[str]) -> None:
    """The signature token of each event."""
    tried.append("the signature tokens of the webhooks")
    titles = lever.titles()
    missing = [titles[name] for name in TOKENS if not _usable(lever, name)]
    if missing:
        raise Flaw(
            "In Lever open Settings > Integrations and API > Webhooks and copy the signature token "
            f"of each event into this connection's settings. Missing: {', '.join(missing)}."
        )


def _usable(lever: "Lever", name: str) -> bool:
    token = lever.connection.secrets.get(name, "")
    return bool(token) and token == token.strip()


def has_trigger_stage(lever: "Lever", tried: list[str]) -> None:
    """The stage that invites."""
    stage = lever.connection.choice("trigger_stage")
    tried.append(f"the stage “{stage}”")
    found = [records.stage(row, 0) for row in lever.api.all("stages")]
    if not any(lever.is_trigger(one.name, one.remote_id) for one in found):
        raise Flaw(
            f"Lever has no stage called “{stage}”. Add it under Settings > Pipeline, or correct "
            "the name of the stage in this connection's settings."
        )


def has_role_tags(lever: "Lever", tried: list[str]) -> None:
    """A role on some posting."""
    tried.append(f"tags that begin with “{lever.connection.choice('role_tag').strip()}”")
    if not lever.role_tags.listed():
        example = lever.role_tags.tag("Backend Engineer")
        raise Flaw(
            "No posting in Lever is tagged with a role. Open a job posting in Lever, choose Edit, "
            f"and add a tag such as “{example}”."
        )


Trial = Callable[["Lever", list[str]], None]
MORE: Mapping[Capability, tuple[Trial, ...]] = {
    Capability.INVITE_BY_WEBHOOK: (has_tokens, has_trigger_stage),
    Capability.POST_UPDATES: (has_status_tags, has_user),
    Capability.ROLES_MATCH: (has_role_tags,),
}
