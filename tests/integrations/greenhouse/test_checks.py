"""A capability's check is green exactly when all it needs is there (K3, K4)."""

from typing import Any

import pytest
from django.conf import settings

from integrations.capabilities import Capability
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.problems import KeyRefused, VendorProblem
from integrations.sandbox import faults
from integrations.sandbox.greenhouse.store import SCOPES, VENDOR, store
from integrations.sandbox.models import Account, FaultKind, Record

INVITE, POST, STATES, ROLES, URL, TEAM, RECRUITER, _ = Capability

NEEDS = {
    "applications:list": {POST, STATES, URL},
    "applications:update": {POST},
    "candidates:list": {URL},
    "custom_field_options:create": {ROLES},
    "custom_field_options:destroy": {ROLES},
    "custom_field_options:list": {ROLES},
    "custom_field_options:update": {ROLES},
    "custom_fields:list": {ROLES, POST},
    "job_hiring_managers:list": {TEAM},
    "job_interview_stages:list": {INVITE},
    "job_owners:list": {TEAM, RECRUITER},
    "jobs:list": {ROLES},
    "notes:create": {POST},
    "notes:list": {POST},
    "rejection_details:list": {STATES},
    "rejection_reasons:list": {STATES},
    "users:list": {TEAM, RECRUITER},
}


def red(toy: Greenhouse) -> dict[Capability, str]:
    """The remedies of the checks that fail."""
    offered = [name for name, grade in toy.capabilities.items() if grade.offered]
    proofs = [toy.check(name) for name in offered]
    return {proof.capability: proof.remedy for proof in proofs if not proof.ok}


def test_everything_is_green_and_nothing_is_changed(toy: Greenhouse) -> None:
    before = list(Record.objects.order_by("pk").values_list("pk", "data"))
    assert red(toy) == {}
    assert list(Record.objects.order_by("pk").values_list("pk", "data")) == before
    assert toy.check(POST).tried.startswith("Tried notes:list, notes:create")


def test_a_missing_scope_turns_exactly_those_red_that_need_it(toy: Greenhouse) -> None:
    Account.objects.update(rate_limit=10_000)
    offered = (INVITE, POST, STATES, ROLES, URL, TEAM, RECRUITER)
    tried = {name: toy.check(name).tried for name in offered}
    for scope, needed_by in NEEDS.items():
        assert {name for name, words in tried.items() if f" {scope}" in words} == needed_by
        Account.objects.update(scopes=[one for one in SCOPES if one != f"harvest:{scope}"])
        for proof in map(toy.check, needed_by):
            assert not proof.ok
            assert f"harvest:{scope}" in proof.remedy
            assert "Configure > Dev Center > API Credential Management" in proof.remedy


@pytest.mark.parametrize(("field", "capability"), [(123, ROLES), (124, POST)])
def test_a_missing_custom_field_turns_its_check_red(
    toy: Greenhouse, field: int, capability: Capability
) -> None:
    store.change(store.get("custom_fields", field), active=False)
    remedies = red(toy)
    assert set(remedies) == {capability}
    assert "Configure > Custom Options" in remedies[capability]


@pytest.mark.parametrize("secret", ["", "short", " blanks around it "])
def test_an_unusable_webhook_secret_turns_what_webhooks_do_red(
    toy: Greenhouse, secret: str
) -> None:
    toy.connection.secrets = {**toy.connection.secrets, "webhook_secret": secret}
    remedies = red(toy)
    assert set(remedies) == {INVITE, RECRUITER}
    assert "Secret key" in remedies[INVITE]


def test_a_trigger_stage_that_no_job_has_turns_invites_red(toy: Greenhouse) -> None:
    toy.connection.choices["trigger_stage"] = "Tea with the founder"
    remedies = red(toy)
    assert set(remedies) == {INVITE}
    assert "Tea with the founder" in remedies[INVITE]


def test_without_a_status_field_only_notes_are_needed(toy: Greenhouse) -> None:
    toy.connection.choices["status_field"] = ""
    store.change(store.get("custom_fields", 124), active=False)
    assert toy.check(POST).ok


def test_a_user_who_is_no_site_admin_is_named_in_the_remedy(toy: Greenhouse) -> None:
    toy.connection.choices["user_id"] = "3128"
    assert "Site Admin" in toy.check(TEAM).remedy


def test_a_refused_key_and_an_outage_are_no_proof(toy: Greenhouse) -> None:
    faults.switch_on(VENDOR, FaultKind.SERVER_ERROR, left=1)
    with pytest.raises(VendorProblem):
        toy.check(TEAM)
    toy.connection.secrets = {**toy.connection.secrets, "client_secret": "wrong"}
    with pytest.raises(KeyRefused):
        toy.check(TEAM)


def test_what_is_not_offered_says_why(greenhouse: Any) -> None:
    proof = greenhouse.check(Capability.FOLLOWER_LIST)
    assert not proof.ok
    assert proof.remedy == "Greenhouse's API has no list of followers."


def test_the_set_up_page_names_every_permission() -> None:
    page = (settings.BASE_DIR / "docs/connectors/greenhouse.md").read_text()
    for resource, _, verb in (scope.partition(":") for scope in NEEDS):
        assert f"harvest:{resource}:" in page
        assert f":{verb}`" in page
