"""Proves each capability by calls that fail exactly when something it needs is missing (K3, K4)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from integrations import reading
from integrations.capabilities import Capability, Proof
from integrations.connectors.ashby import custom_fields, payloads
from integrations.connectors.ashby.client import KEYS
from integrations.connectors.ashby.roles import RoleList
from integrations.problems import NotThere, PermissionMissing, Rejected
from integrations.proving import Flaw, prove
from integrations.vocabulary import TeamRole

if TYPE_CHECKING:
    from integrations.connectors.ashby.connector import Ashby

ONE: dict[str, Any] = {"limit": 1}
NOTHING: dict[str, Any] = {}  # a write of it is refused after its permission was looked at
CALLS: Mapping[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "Candidates: Read": (("application.list", ONE), ("candidate.list", ONE)),
    "Candidates: Write": (("candidate.createNote", NOTHING), ("assessment.update", NOTHING)),
    "Jobs: Read": (("job.list", ONE),),
    "Interviews: Read": (("interviewPlan.list", ONE),),
    "Organization: Read": (("user.list", ONE), ("hiringTeamRole.list", NOTHING)),
    "Hiring Process Metadata: Read": (("customField.list", ONE),),
    "Hiring Process Metadata: Write": (("customField.updateSelectableValues", NOTHING),),
}
NEEDS: Mapping[Capability, tuple[str, ...]] = {
    Capability.INVITE_BY_WEBHOOK: ("Candidates: Read", "Interviews: Read"),
    Capability.POST_UPDATES: ("Candidates: Read", "Candidates: Write"),
    Capability.STATE_UPDATES: ("Candidates: Read",),
    Capability.ROLES_MATCH: ("Jobs: Read",),
    Capability.INVITE_BY_URL: ("Candidates: Read", "Jobs: Read"),
    Capability.HIRING_TEAM: ("Candidates: Read", "Jobs: Read"),
    Capability.RECRUITER_UPDATES: ("Jobs: Read", "Organization: Read"),
}
FOR_FIELD = ("Hiring Process Metadata: Read", "Hiring Process Metadata: Write")


def check(ashby: "Ashby", capability: Capability) -> Proof:
    """Try what the capability needs. Raises VendorProblem when it cannot be asked."""
    needs = [partial(try_permission, ashby, permission) for permission in NEEDS[capability]]
    more = [partial(trial, ashby) for trial in MORE.get(capability, ())]
    return prove(capability, [*needs, *more])


def try_permission(ashby: "Ashby", permission: str, tried: list[str]) -> None:
    """Call what the permission allows; a write of nothing is refused, but not for that."""
    writes = permission.endswith("Write")
    for method, content in CALLS[permission]:
        tried.append(method)
        try:
            ashby.rpc.tell(method, **content) if writes else ashby.rpc.ask(method, **content)
        except (Rejected, NotThere) as refusal:
            if not writes:
                raise Flaw(f"{refusal.reason} Check the base address of this connection.") from None
        except PermissionMissing:
            raise Flaw(
                f"In Ashby open {KEYS}, choose this key and Configure API Key Permissions, and "
                f'tick "{permission}".'
            ) from None


def has_trigger_stage(ashby: "Ashby", tried: list[str]) -> None:
    title = ashby.connection.choice("trigger_stage")
    if not title:
        return
    tried.append(f"the stage “{title}” in the interview plans")
    cursor = ""
    while True:
        page = ashby.stages(cursor)
        if any(ashby.is_trigger(stage.name, stage.remote_id) for stage in page.rows):
            return
        if not page.cursor:
            raise Flaw(
                f"No interview plan in Ashby has a stage called “{title}”. Add it to a job's plan, "
                "or correct the title of the stage in this connection's settings."
            )
        cursor = page.cursor


def has_role_field(ashby: "Ashby", tried: list[str]) -> None:
    title = ashby.connection.choice("role_field")
    if not title:
        return
    for permission in FOR_FIELD:
        try_permission(ashby, permission, tried)
    tried.append(f"the job field “{title}”")
    try:
        RoleList(ashby.rpc, title)
    except Rejected as refusal:
        raise Flaw(
            f"{refusal.reason} In Ashby open Admin > Custom Fields > Job and add a field of the "
            f"type Multiple Choice with the title “{title}”, or clear the role field here."
        ) from None


def has_status_field(ashby: "Ashby", tried: list[str]) -> None:
    title = ashby.connection.choice("status_field")
    if not title:
        return
    try_permission(ashby, FOR_FIELD[0], tried)
    tried.append(f"the application field “{title}”")
    try:
        custom_fields.find(ashby.rpc, "Application", title)
    except Rejected as refusal:
        raise Flaw(
            f"{refusal.reason} In Ashby open Admin > Custom Fields and add a field for "
            f"applications with the title “{title}”, or clear the status field here."
        ) from None


def has_recruiter_role(ashby: "Ashby", tried: list[str]) -> None:
    """Some role of the hiring team must be the recruiter's: customers name them as they like."""
    roles = payloads.team_roles(ashby.connection.choice("team_roles"))
    wanted = {title for title, role in roles.items() if role is TeamRole.RECRUITER}
    tried.append("the recruiter among the roles of hiring teams")
    found = ashby.rpc.ask("hiringTeamRole.list")
    titles = (
        {_title(each).casefold() for each in found if each} if isinstance(found, list) else set()
    )
    if not wanted & titles:
        raise Flaw(
            "None of the roles of hiring teams in Ashby is the recruiter's. Say in Roles of the "
            "hiring team here what recruiters are called there, such as “Recruiter=recruiter”."
        )


def _has_way_in(ashby: "Ashby", tried: list[str]) -> None:
    """Where a stage invites, a webhook tells of it; else assessment calls need their key."""
    if not ashby.connection.choice("trigger_stage"):
        tried.append("the assessment partner key")
        if not ashby.connection.secrets.get("assessment_key"):
            raise Flaw("Name a stage that invites, or make the assessment partner key here.")
        return
    tried.append("the secret of the webhooks")
    secret = ashby.connection.secrets.get("webhook_secret", "")
    if not secret or ashby.settings_by_name()["webhook_secret"].flaw_in(secret):
        raise Flaw(
            "Save a webhook secret here, at least 8 characters without blanks around them, and "
            "type it into Secret Token of each webhook under Admin > Integrations > Webhooks."
        )


def _title(role: object) -> str:
    """A role of hiring teams comes as its title, or as an object with one."""
    return reading.text(role if isinstance(role, str) else reading.row(role).get("title"))


Trial = Callable[["Ashby", list[str]], None]
MORE: Mapping[Capability, tuple[Trial, ...]] = {
    Capability.INVITE_BY_WEBHOOK: (_has_way_in, has_trigger_stage),
    Capability.POST_UPDATES: (has_status_field,),
    Capability.ROLES_MATCH: (has_role_field,),
    Capability.RECRUITER_UPDATES: (has_recruiter_role,),
}
