"""The guided set-up: from a draft to a connection whose every step is proved (K3, P59)."""

import base64
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from integrations import connections
from integrations.connectors import CONNECTORS
from integrations.connectors.greenhouse import checks
from integrations.models import Connection, StepProof
from integrations.sandbox import deliveries
from integrations.sandbox.cast import ADA
from integrations.sandbox.greenhouse import events
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.models import Account, Hook
from integrations.setup import progress
from integrations.setup.guide import Proves, documented
from portal.models import Group, Kind
from tests import factories
from tests.integrations.conftest import Loop

PAGE = "/organizations/acme/integration/"
DOCS = Path(__file__).parents[2] / "docs" / "connectors"
CREDENTIAL = {
    "setting_client_id": GREENHOUSE.client_id,
    "setting_client_secret": GREENHOUSE.client_secret,
    "setting_user_id": str(GREENHOUSE.sub),
}


@pytest.fixture
def draft(loop: Loop) -> Connection:
    """A connection to the toy Greenhouse of which nothing is set but its addresses."""
    first = loop.connection
    return factories.ConnectionFactory(
        group=first.group, base_url=first.base_url, auth_url=first.auth_url,
        active=False, secrets={}, choices={}, name="Second",
    )  # fmt: skip


def states(connection: Connection) -> dict[str, str]:
    found = Connection.objects.get(pk=connection.pk)
    return {each.step.name: each.state.value for each in progress.steps_of(found)}


def test_k3_choosing_a_vendor_and_a_group_begins_a_draft(group: Group, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    form = {
        "group": group.pk, "name": "", "fallback_recruiter": client.user.pk,
        "base_url": "https://harvest.greenhouse.io", "auth_url": "https://auth.greenhouse.io",
    }  # fmt: skip
    assert "Connect Greenhouse" in client.get(f"{PAGE}new/").text

    pages = [client.post(f"{PAGE}new/greenhouse/", form) for _ in range(2)]

    made = list(Connection._base_manager.order_by("pk"))
    assert [page.url for page in pages] == [f"{PAGE}{one.pk}/setup/credential/" for one in made]
    assert [one.name for one in made] == [
        "Greenhouse of Engineering", "Greenhouse of Engineering 2"
    ]  # fmt: skip
    assert made[0].fallback_recruiter == client.user
    assert "Step 1 of 9: Make a credential" in client.get(pages[0].url).text
    assert "Go on with step 1" in client.get(f"{PAGE}{made[0].pk}/setup/").text
    assert "Draft" in client.get(PAGE).text


@pytest.mark.django_db(transaction=True)
def test_k3_every_step_is_proved_by_the_ats_itself(
    loop: Loop, draft: Connection, sign_in: Any
) -> None:
    client, here = sign_in(Kind.ORG_ADMIN), f"{PAGE}{draft.pk}/setup/"
    wrong = CREDENTIAL | {"setting_client_secret": "no-such-secret"}

    client.post(f"{here}credential/", wrong)
    page = client.get(f"{here}credential/").text
    assert "Greenhouse does not take the client ID and secret" in page
    assert "Saved, ends in cret" in page
    assert "no-such-secret" not in page
    client.post(f"{here}credential/", CREDENTIAL)
    assert states(draft)["credential"] == "done"

    lacking = Account.objects.get()
    Account.objects.update(scopes=[s for s in lacking.scopes if s != "harvest:notes:create"])
    client.post(f"{here}permissions/")
    [missing] = [f for f in StepProof.objects.get(step="permissions").findings if not f[1]]
    assert missing[0] == "harvest:notes:create"
    assert "Manage permissions" in missing[2]
    Account.objects.update(scopes=lacking.scopes)
    client.post(f"{here}permissions/")

    client.post(f"{here}roles/", {"setting_role_field": "no_such_field"})
    assert states(draft)["roles"] == "failed"
    client.post(f"{here}roles/", {"setting_role_field": GREENHOUSE.role_field})
    assert "In step: 3 of 3 roles." in client.get(f"{here}roles/").text

    client.post(
        f"{here}invites/",
        {"setting_trigger_stage": "Technical Interview", "setting_recruiter_source": "job",
         "setting_stages": ""},
    )  # fmt: skip
    client.post(
        f"{here}updates/",
        {"setting_status_field": GREENHOUSE.status_field, "setting_note_visibility": "public",
         "setting_notes_filter": "application_ids"},
    )  # fmt: skip
    client.post(f"{here}note/", {"url": "https://example.com/"})
    assert "no address of a candidate in Greenhouse" in client.get(f"{here}note/").text
    profile = f"https://app.greenhouse.io/people/{ADA.candidate}?application_id={ADA.application}"
    client.post(f"{here}note/", {"url": profile})
    assert "A test note of Liaison" in loop.notes(ADA)[0]

    client.post(f"{here}webhooks/", {"setting_webhook_secret": "second-webhook-secret"})
    waiting = client.get(f"{here}webhooks/")
    assert "This turns green by itself" in waiting.text
    assert 'hx-trigger="every 2s"' in waiting.text
    address = connections.addresses(draft)["webhook"]
    assert address in waiting.text
    hook = Hook.objects.create(
        vendor="greenhouse", event="job_created", url=address, secret="second-webhook-secret"
    )
    events.ping(hook)
    deliveries.deliver_due()
    proof = client.get(f"{here}webhooks/", headers={"HX-Request": "true"}).text
    assert "It came with the right signature." in proof
    assert "Go on with step 8" in proof
    assert "<h1" not in proof

    client.post(f"{here}assessments/leave-out/", {"reason": "We send no tests."})
    assert states(draft)["assessments"] == "left_out"
    assert "We send no tests." in client.get(here).text

    assert not Connection.objects.get(pk=draft.pk).active
    client.post(f"{here}test/")
    loop.work()
    assert set(states(draft).values()) == {"done", "left_out"}
    assert "Open the connection" in client.get(here).text
    assert Connection.objects.get(pk=draft.pk).active


@pytest.mark.django_db(transaction=True)
def test_an_assessment_key_is_shown_once_and_proved_by_the_first_call(
    loop: Loop, draft: Connection, sign_in: Any
) -> None:
    client, here = sign_in(Kind.ORG_ADMIN), f"{PAGE}{draft.pk}/setup/assessments/"
    shown = client.get(here)
    assert "Make the key" in shown.text
    press = {"version": shown.context["version"]}

    page = client.post(f"{here}new-key/", press)

    key = Connection.objects.get(pk=draft.pk).secrets["assessment_key"]
    assert key in page.text
    assert "no-store" in page.headers["Cache-Control"]
    again = client.get(here).text
    assert "Make a new key" in again
    assert key not in again
    assert states(draft)["assessments"] == "waiting"
    basic = base64.b64encode(f"{key}:".encode()).decode()
    address = connections.addresses(draft)["list_tests"]
    answer = client.get(address, headers={"Authorization": f"Basic {basic}"})
    assert answer.status_code == 200
    assert states(draft)["assessments"] == "done"


@pytest.mark.django_db(transaction=True)
def test_p9_a_key_that_was_given_out_outlives_a_second_press(
    draft: Connection, sign_in: Any
) -> None:
    client, here = sign_in(Kind.ORG_ADMIN), f"{PAGE}{draft.pk}/setup/assessments/"
    press = {"version": client.get(here).context["version"]}
    client.post(f"{here}new-key/", press)
    given = Connection.objects.get(pk=draft.pk).secrets["assessment_key"]

    again = client.post(f"{here}new-key/", press, follow=True)

    assert "No key was made" in again.text
    assert Connection.objects.get(pk=draft.pk).secrets["assessment_key"] == given
    newer = client.post(f"{here}new-key/", {"version": again.context["version"]})
    assert Connection.objects.get(pk=draft.pk).secrets["assessment_key"] in newer.text


def test_another_key_takes_every_proof_back(connection: Connection, sign_in: Any) -> None:
    Connection.objects.update(active=False)
    for step in ("credential", "permissions", "roles"):
        StepProof.objects.create(
            organization=connection.organization, connection=connection, step=step, ok=True
        )
    client, here = sign_in(Kind.ORG_ADMIN), f"{PAGE}{connection.pk}/setup/"
    Connection.objects.update(paused_at="2026-01-01T00:00Z")  # so that nothing is called

    said = client.post(f"{here}roles/", {"setting_role_field": "another"}, follow=True).text
    assert "is paused, so nothing is tried" in said
    assert states(connection)["permissions"] == "done"
    assert states(connection)["roles"] == "todo"
    client.post(f"{here}credential/", CREDENTIAL)
    assert states(connection)["permissions"] == "todo"


def test_a_recruiter_sees_how_far_it_is_and_changes_nothing(
    connection: Connection, sign_in: Any
) -> None:
    client, here = sign_in(Kind.RECRUITER), f"{PAGE}{connection.pk}/setup/"

    page = client.get(here)
    assert "Make a credential" in page.text
    assert f"{here}credential/" not in page.text
    assert client.get(f"{here}credential/").status_code == 403
    assert client.post(f"{here}assessments/new-key/").status_code == 403


def test_a_connection_that_works_needs_no_step_that_was_never_tried(
    connection: Connection, sign_in: Any
) -> None:
    """One that the command made."""
    Connection.objects.filter(pk=connection.pk).update(active=True)
    factories.prove(connection)

    client, here = sign_in(Kind.ORG_ADMIN), f"{PAGE}{connection.pk}/setup/"

    page = client.get(here)
    assert "Not tried here" in page.text
    assert page.context["next"].step.name == "webhooks"
    Connection.objects.filter(pk=connection.pk).update(last_hook_at=timezone.now())
    page = client.get(here)
    assert page.context["next"] is None
    assert "Nothing is left to do." in page.text


def test_what_is_not_there_is_not_found(connection: Connection, sign_in: Any) -> None:
    client, here = sign_in(Kind.ORG_ADMIN), f"{PAGE}{connection.pk}/setup/"

    assert client.get(f"{here}no-such-step/").status_code == 404
    assert client.post(f"{here}credential/leave-out/", {"reason": "No."}).status_code == 404
    assert client.post(f"{here}credential/new-key/").status_code == 404
    assert "Give a reason" in client.post(f"{here}note/leave-out/", follow=True).text
    Connection.objects.update(disconnected_at="2026-01-01T00:00Z")
    assert "Make a new connection" in client.get(f"{here}credential/", follow=True).text
    assert client.post(f"{here}assessments/new-key/").status_code == 404


@pytest.mark.parametrize("vendor", CONNECTORS)
def test_every_guide_asks_for_every_setting_once_and_shows_every_address(vendor: str) -> None:
    connector = CONNECTORS[vendor]
    guide = connector.guide

    asked = sorted(name for step in guide for name in (*step.settings, step.makes) if name)
    assert asked == sorted(setting.name for setting in connector.settings)
    shown = sorted(name for step in guide for name in step.shows)
    assert shown == sorted(endpoint.name for endpoint in connector.endpoints)
    assert len({step.name for step in guide}) == len(guide)
    assert guide[-1].proves == Proves.TEST


@pytest.mark.parametrize("vendor", CONNECTORS)
def test_the_docs_say_what_the_pages_say(vendor: str) -> None:
    connector = CONNECTORS[vendor]

    assert documented(connector.guide, connector.titles()) in (DOCS / f"{vendor}.md").read_text()


def test_every_permission_that_a_check_tries_is_in_the_guide() -> None:
    listed = {each.name for step in CONNECTORS["greenhouse"].guide for each in step.permissions}
    tried = {scope for scopes in checks.SCOPES.values() for scope in scopes}

    assert {f"harvest:{scope}" for scope in (*tried, *checks.STATUS_SCOPES)} <= listed
