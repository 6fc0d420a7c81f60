"""`user.*`, `hiringTeam.*` and `apiKey.info`: who is there, who is on a team, what a key may do."""

from integrations.sandbox.ashby import jobs
from integrations.sandbox.ashby.method import Method, found, text
from integrations.sandbox.ashby.paging import page, whole
from integrations.sandbox.ashby.shapes import Shapes, only
from integrations.sandbox.ashby.store import account, store
from integrations.sandbox.records import Row

KEY_TITLE, KEY_MADE = "Liaison", "2026-01-05T09:00:00.000Z"


def _users(body: Row, shapes: Shapes) -> Row:
    """Disabled users are left out unless asked for."""
    rows = store.rows("users")
    rows = rows if body.get("includeDeactivated") else rows.filter(data__isEnabled=True)
    asked = page("user.list", body, rows)
    return {"results": [shapes.user(row.number) for row in asked.rows]} | asked.keys


def _user(body: Row, shapes: Shapes) -> Row:
    return {"results": shapes.user(found("users", body, "userId", "user_not_found").number)}


def _search(body: Row, shapes: Shapes) -> Row:
    email = text(body, "email").lower()
    rows = [row for row in store.rows("users") if row["email"].lower() == email]
    return whole(shapes.user(row.number) for row in rows)


def _team_roles(body: Row, shapes: Shapes) -> Row:
    """The titles of the roles; with `namesOnly` false their ids too."""
    rows = store.rows("hiringTeamRoles")
    if body.get("namesOnly", True):
        return {"results": [row["title"] for row in rows]}
    return whole(only(row, ("id", "title")) for row in rows)


def _add_member(body: Row, shapes: Shapes) -> Row:
    member = found("users", body, "teamMemberId", "user_not_found")
    role = found("hiringTeamRoles", body, "roleId", "hiring_team_role_not_found")
    if "applicationId" in body:
        row = found("applications", body, "applicationId", "application_not_found")
    else:
        row = found("jobs", body, "jobId", "job_not_found")
    jobs.join(row, member.number, role["title"])
    return {"results": {}}


def _api_key(body: Row, shapes: Shapes) -> Row:
    scopes = account().scopes
    return {"results": {"title": KEY_TITLE, "createdAt": KEY_MADE, "scopes": scopes}}


METHODS = {
    "user.list": Method("organizationRead", _users),
    "user.info": Method("organizationRead", _user),
    "user.search": Method("organizationRead", _search),
    "hiringTeamRole.list": Method("organizationRead", _team_roles),
    "hiringTeam.addMember": Method("organizationWrite", _add_member),
    "apiKey.info": Method("apiKeysRead", _api_key),
}
