"""A capability's check is green exactly when all it needs is there (K3, K4)."""

from typing import Any

import pytest
from django.conf import settings

from integrations.capabilities import Capability
from integrations.connectors.ashby import checks
from integrations.connectors.ashby.connector import Ashby
from integrations.connectors.ashby.guide import PERMISSIONS
from integrations.problems import KeyRefused, VendorProblem
from integrations.vocabulary import RoleOption
from tests.integrations.ashby.conftest import CANDIDATE, OTHER, PLAN, Stand, refusal

INVITE, POST, STATES, ROLES, URL, TEAM, RECRUITER, FOLLOWERS = Capability
LACKING: dict[str, set[Capability]] = {
    "Candidates: Read": {INVITE, POST, STATES, URL, TEAM},
    "Candidates: Write": {POST},
    "Jobs: Read": {ROLES, URL, TEAM, RECRUITER},
    "Interviews: Read": {INVITE},
    "Organization: Read": {RECRUITER},
    "Hiring Process Metadata: Read": {ROLES},
    "Hiring Process Metadata: Write": {ROLES},
}
FIELD = {"id": OTHER, "title": "Liaison role", "objectType": "Job", "fieldType": "ValueSelect"}


def listed(*rows: dict[str, Any]) -> Any:
    page = {"success": True, "results": list(rows), "moreDataAvailable": False, "syncToken": "x"}
    return lambda asked: page


@pytest.fixture
def whole(ashby: Ashby, stand: Stand) -> Ashby:
    """A connection whose account grants everything; a write of nothing is refused all the same."""
    for method in ("application.list", "candidate.list", "job.list", "user.list"):
        stand.scripts[method] = listed({"id": CANDIDATE})
    stand.scripts["interviewPlan.list"] = listed({"id": PLAN})
    stand.scripts["interviewStage.list"] = lambda asked: [
        {"id": OTHER, "title": "Technical Interview"}
    ]
    stand.scripts["hiringTeamRole.list"] = lambda asked: ["Hiring Manager", "Recruiter"]
    stand.scripts["customField.list"] = listed({**FIELD, "selectableValues": []})
    for method in ("candidate.createNote", "assessment.update"):
        stand.scripts[method] = lambda asked: refusal("invalid_input")
    return ashby


def red(ashby: Ashby) -> dict[Capability, str]:
    """The remedies of the checks that fail."""
    offered = [name for name, grade in ashby.capabilities.items() if grade.offered]
    proofs = [ashby.check(name) for name in offered]
    return {proof.capability: proof.remedy for proof in proofs if not proof.ok}


def test_k4_all_is_green_and_a_missing_permission_turns_exactly_its_own_red(
    whole: Ashby, stand: Stand
) -> None:
    assert red(whole) == {}
    assert [each.name for each in PERMISSIONS] == list(LACKING)
    granted = dict(stand.scripts)
    lacks = (403, refusal("missing_endpoint_permission"))
    for permission, needed_by in LACKING.items():
        methods = [method for method, _ in checks.CALLS[permission]]
        stand.scripts = granted | {method: lambda asked: lacks for method in methods}
        remedies = red(whole)
        assert set(remedies) == needed_by, permission
        assert all(f'"{permission}"' in remedy for remedy in remedies.values())
        [wrong] = [found for found in whole.try_step("permissions", ()) if not found.ok]
        assert wrong.name == permission


@pytest.mark.parametrize(
    ("choices", "secret", "capability", "words"),
    [
        ({"trigger_stage": "Tea"}, "a-good-secret", INVITE, "“Tea”"),
        ({"trigger_stage": ""}, "a-good-secret", INVITE, "assessment partner key"),
        ({}, "short", INVITE, "Secret Token"),
        ({}, " blanks around it ", INVITE, "Secret Token"),
        ({"role_field": "Nowhere"}, "a-good-secret", ROLES, "Admin > Custom Fields > Job"),
        ({"status_field": "Nowhere"}, "a-good-secret", POST, "Admin > Custom Fields"),
        ({"team_roles": "Talent=recruiter"}, "a-good-secret", RECRUITER, "hiring team"),
    ],
)
def test_k4_what_is_missing_turns_its_check_red(
    whole: Ashby, choices: dict[str, str], secret: str, capability: Capability, words: str
) -> None:
    connection = whole.connection
    connection.choices = choices
    connection.secrets = {"api_key": "the-key", "webhook_secret": secret}
    remedies = red(whole)
    assert set(remedies) == {capability}
    assert words in remedies[capability]


def test_what_may_be_left_empty_is_no_flaw(whole: Ashby, stand: Stand) -> None:
    whole.connection.choices = {"trigger_stage": "", "role_field": ""}
    stand.scripts["hiringTeamRole.list"] = lambda asked: [{"id": OTHER, "title": "recruiter"}]
    stand.scripts["customField.list"] = lambda asked: refusal("missing_endpoint_permission")
    assert red(whole) == {}
    for step in ("roles", "invites", "updates"):
        assert all(found.ok for found in whole.try_step(step, ())), step


def test_k3_the_role_step_fills_the_options_in(whole: Ashby, stand: Stand) -> None:
    kept: list[dict[str, Any]] = []
    stand.scripts["customField.list"] = lambda asked: listed({**FIELD, "selectableValues": kept})(
        asked
    )
    stand.scripts["customField.updateSelectableValues"] = lambda asked: (
        kept.extend(asked["selectableValues"]) or {}
        if "selectableValues" in asked
        else refusal("invalid_input")
    )
    field, filled = whole.try_step("roles", (RoleOption("role-1", "Backend"),))
    assert (field.ok, filled.text) == (True, "In step: 1 of 1 roles.")


def test_a_refused_key_and_an_outage_are_no_proof(whole: Ashby, stand: Stand) -> None:
    stand.scripts["job.list"] = lambda asked: (503, refusal("generic_internal_error"))
    with pytest.raises(VendorProblem):
        whole.check(ROLES)
    stand.scripts["job.list"] = stand.scripts["apiKey.info"] = lambda asked: (403, {"errors": []})
    with pytest.raises(KeyRefused, match="Admin > Integrations > API Keys"):
        whole.check(ROLES)
    [key] = whole.try_step("credential", ())
    assert not key.ok
    stand.scripts["apiKey.info"] = lambda asked: (403, refusal("missing_endpoint_permission"))
    [key] = whole.try_step("credential", ())
    assert key.ok


def test_what_is_not_offered_says_why(whole: Ashby) -> None:
    assert whole.check(FOLLOWERS).remedy == "Ashby's API has no list of followers."


def test_the_set_up_page_names_every_permission() -> None:
    page = (settings.BASE_DIR / "docs/connectors/ashby.md").read_text()
    assert all(f"`{permission}`" in page for permission in LACKING)
