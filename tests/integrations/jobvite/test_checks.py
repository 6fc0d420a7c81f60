"""A capability's check is green exactly when all it needs is there (K3, K4)."""

from django.conf import settings

from integrations.capabilities import Capability
from integrations.connectors.jobvite.client import GRANTS
from integrations.connectors.jobvite.connector import Jobvite
from integrations.vocabulary import RoleOption
from tests.integrations.jobvite.conftest import BAD_KEY, Account, payload, refusal

INVITE, POST, STATES, ROLES, URL, TEAM, RECRUITER, FOLLOWERS = Capability
NEEDS = {
    "Update Candidate": {POST},
    "GET Candidate": {INVITE, POST, STATES, URL, TEAM, FOLLOWERS},
    "GET Job": {ROLES, TEAM, RECRUITER},
    "GET Workflow": {INVITE, STATES},
    "GET Custom Field": {POST, ROLES, FOLLOWERS},
    "Update Custom Field": {ROLES, FOLLOWERS},
}


def red(jobvite: Jobvite) -> dict[Capability, str]:
    """The remedies of the checks that fail."""
    proofs = map(jobvite.check, Capability)
    return {proof.capability: proof.remedy for proof in proofs if not proof.ok}


def test_everything_is_green_and_nothing_of_anybody_is_read_or_changed(
    jobvite: Jobvite, account: Account
) -> None:
    account.refused["PUT", "candidate"] = 200, refusal(404, "No such application.")
    account.refused["PUT", "customfield"] = 400, refusal(400, "No such field.")
    assert red(jobvite) == {}
    assert jobvite.check(POST).tried.startswith("Tried “GET Candidate”, “Update Candidate”")
    candidates = [
        one for one in account.asked if (one.method, one.resource) == ("GET", "candidate")
    ]
    assert all(dict(one.query)["candidateId"] == "0" for one in candidates)
    assert {str(body) for body in account.writes()} == {
        "{'candidate': {'application': {'eId': 'none'}}}",
        "{'customField': {'fieldCode': 'none', 'options': []}}",
    }


def test_a_missing_grant_turns_exactly_those_red_that_need_it(
    jobvite: Jobvite, account: Account
) -> None:
    for (method, resource), name in GRANTS.items():
        account.refused = {(method, resource): (200, refusal(401, BAD_KEY))}
        failing = red(jobvite)
        assert set(failing) == NEEDS[name]
        assert all(f"have “{name}” added" in remedy for remedy in failing.values())


def test_what_is_missing_is_named_with_what_to_do(jobvite: Jobvite, account: Account) -> None:
    account.answers["GET", "customfield"] = {"customFields": []}
    account.answers["GET", "workflow"] = {"workflows": None} | payload("workflows")
    jobvite.connection.choices["trigger_stage"] = "Assess"
    failing = red(jobvite)
    assert set(failing) == {INVITE, POST, ROLES, FOLLOWERS}
    assert "no state" not in failing[INVITE]
    assert "called “Assess”" in failing[INVITE]
    assert "“liaison_status”" in failing[POST]

    jobvite.connection.choices |= {"lists": "pasted", "trigger_stage": "liaison assessment"}
    assert set(red(jobvite)) == {POST, ROLES, FOLLOWERS}
    account.refused["GET", "customfield"] = 401, refusal(401, BAD_KEY)
    assert red(jobvite) == {}
    jobvite.connection.choices |= {"status_field": "", "comments": "off"}
    jobvite.connection.secrets = {**jobvite.connection.secrets, "webhook_key": ""}
    assert set(red(jobvite)) == {INVITE, POST}


def test_an_api_without_custom_fields_leads_to_lists_that_are_pasted(
    jobvite: Jobvite, account: Account
) -> None:
    account.refused["PUT", "customfield"] = 405, b""
    assert "Pasted" in red(jobvite)[ROLES]
    del account.answers["GET", "customfield"]
    assert "Pasted" in red(jobvite)[FOLLOWERS]


def test_k3_each_step_that_is_tried_finds_what_is_there(jobvite: Jobvite, account: Account) -> None:
    roles = (RoleOption("role-1", "Backend role - 60 min"),)
    found = {
        step: list(jobvite.try_step(step, roles))
        for step in ("credential", "grants", "fields", "roles", "invites")
    }
    assert all(one.ok for findings in found.values() for one in findings)
    assert [one.name for one in found["grants"]] == list(GRANTS.values())
    assert found["roles"][-1].text == "In step: 1 of 1 roles."

    account.refused["GET", "customfield"] = 404, refusal(404, "Invalid URL Cannot find API.")
    jobvite.connection.choices["lists"] = "pasted"
    assert [one.ok for one in jobvite.try_step("roles", roles)] == [True, True]

    everything = {name: (401, refusal(401, BAD_KEY)) for name in GRANTS}
    account.refused = everything
    [refused] = jobvite.try_step("credential", roles)
    assert not refused.ok


def test_the_page_of_the_docs_names_every_grant() -> None:
    page = (settings.BASE_DIR / "docs/connectors/jobvite.md").read_text()
    assert all(f"`{name}`" in page for name in NEEDS)
