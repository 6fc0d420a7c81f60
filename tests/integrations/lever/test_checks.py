"""A capability's check is green exactly when all it needs is there, as are the steps (K3, K4)."""

from typing import Any

import pytest
from django.conf import settings

from integrations.capabilities import Capability
from integrations.connectors.lever import checks
from integrations.connectors.lever.connector import Lever
from integrations.connectors.lever.guide import PERMISSIONS
from integrations.problems import KeyRefused, VendorProblem
from integrations.vocabulary import RoleOption
from tests.integrations.lever.conftest import RITA, Account

INVITE, POST, STATES, ROLES, URL, TEAM, RECRUITER, FOLLOWERS = Capability
NOTHING = f"/v1/opportunities/{checks.NOTHING}"
CALLS = {
    "opportunities:read": ("GET /v1/opportunities", {INVITE, STATES, URL}),
    "opportunities:write": (f"POST {NOTHING}/addTags", {POST}),
    "notes:read": (f"GET {NOTHING}/notes", {POST}),
    "notes:write": (f"POST {NOTHING}/notes", {POST}),
    "stages:read": ("GET /v1/stages", {INVITE, STATES}),
    "archive_reasons:read": ("GET /v1/archive_reasons", {STATES}),
    "postings:read": ("GET /v1/postings", {ROLES, URL, TEAM, RECRUITER}),
    "tags:read": ("GET /v1/tags", {ROLES}),
    "users:read": ("GET /v1/users", {TEAM, RECRUITER}),
}


@pytest.fixture(autouse=True)
def whole(account: Account) -> None:
    for name in ("opportunities", "postings", "users"):
        account.answers[f"GET /v1/{name}"] = {"data": [], "hasNext": False}


def refuse(*_: Any) -> tuple[int, Any]:
    return 403, {"code": "Forbidden", "message": "The key may not do this"}


def red(lever: Lever) -> dict[Capability, str]:
    """The remedies of the checks that fail."""
    offered = [name for name, grade in lever.capabilities.items() if grade.offered]
    proofs = [lever.check(name) for name in offered]
    return {proof.capability: proof.remedy for proof in proofs if not proof.ok}


def steps(lever: Lever, name: str, *roles: str) -> dict[str, bool]:
    options = tuple(RoleOption(f"role-{role}", role) for role in roles)
    return {found.name: found.ok for found in lever.try_step(name, options)}


def test_everything_is_green_and_nothing_is_changed(lever: Lever, account: Account) -> None:
    assert red(lever) == {}
    assert lever.check(POST).tried == (
        f"Tried notes:read, notes:write, opportunities:write, the user {RITA}."
    )
    written = [name for name, _, _ in account.asked if name.startswith("POST")]
    assert all(checks.NOTHING in name for name in written)
    assert lever.check(FOLLOWERS).remedy == lever.capabilities[FOLLOWERS].reason


def test_a_missing_permission_turns_exactly_those_red_that_need_it(
    lever: Lever, account: Account
) -> None:
    assert set(CALLS) == {permission.name for permission in PERMISSIONS}
    tried = {name: lever.check(name).tried for name in Capability}
    for permission, (call, needed_by) in CALLS.items():
        assert {name for name, words in tried.items() if f" {permission}" in words} == needed_by
        before, account.answers[call] = account.answers.get(call), refuse
        for proof in map(lever.check, needed_by):
            assert not proof.ok
            assert f"{permission}:admin" in proof.remedy
        account.answers[call] = before
    assert steps(lever, "permissions") == dict.fromkeys(CALLS, True)
    account.answers.update(dict.fromkeys((call for call, _ in CALLS.values()), refuse))
    assert steps(lever, "permissions") == dict.fromkeys(CALLS, False)


def test_what_is_missing_beside_permissions_is_named(lever: Lever, account: Account) -> None:
    connection = lever.connection
    connection.secrets = {**connection.secrets, "hired_token": " "}
    assert "Signature token: Candidate Hired." in red(lever)[INVITE]
    connection.secrets = {**connection.secrets, "hired_token": "again"}
    connection.choices.update(trigger_stage="Tea with the founder", role_tag="job:", user_id="x")
    remedies = red(lever)
    assert set(remedies) == {INVITE, POST, ROLES}
    assert "Tea with the founder" in remedies[INVITE]
    assert "“job: Backend Engineer”" in remedies[ROLES]
    assert "no user with the ID “x”" in remedies[POST]
    assert [steps(lever, name) for name in ("invites", "roles", "credential")] == [
        {"Stage that invites": False},
        {"Role tags": False},
        {"Signs in": True, "Lever user ID": False},
    ]


def test_the_steps_tell_what_they_found(lever: Lever, account: Account) -> None:
    assert steps(lever, "roles", "Backend II") == {"role: Backend II": True}
    assert steps(lever, "roles", "Other") == {"role: Backend II": False}
    lever.connection.choices["moved_reasons"] = "Elsewhere"
    assert list(steps(lever, "states").values()) == [True, False]
    assert steps(lever, "updates") == {"Status tag": True}
    account.answers[f"GET /v1/users/{RITA}"]["data"]["deactivatedAt"] = 1_700_000_000_000
    assert steps(lever, "credential") == {"Signs in": True, "Lever user ID": False}
    lever.connection.choices.update(user_id="", status_tag="")
    account.answers["GET /v1/stages"] = refuse
    assert steps(lever, "credential") == {"Signs in": True}
    assert steps(lever, "updates") == {"Status tag": True}
    account.answers["GET /v1/stages"] = lambda *_: (401, {"code": "Unauthorized"})
    assert steps(lever, "credential") == {"Signs in": False}


def test_a_refused_key_and_an_outage_are_no_proof(lever: Lever, account: Account) -> None:
    account.answers["GET /v1/postings"] = lambda *_: (503, {"code": "Maintenance"})
    with pytest.raises(VendorProblem):
        lever.check(TEAM)
    account.answers["GET /v1/postings"] = lambda *_: (401, {"code": "Unauthorized"})
    with pytest.raises(KeyRefused):
        lever.check(TEAM)


def test_the_set_up_page_names_every_permission() -> None:
    page = (settings.BASE_DIR / "docs/connectors/lever.md").read_text()
    assert all(f"`{permission}`" in page for permission in CALLS)
