"""Connect an ATS, replace its key, delete it for good (K3, K10, P53, P59, P61)."""

from typing import Any

import pytest
from django.utils import timezone

from integrations.models import (
    AtsUpdate,
    Connection,
)
from integrations.setup import overlap
from portal.models import Group, Kind
from portal.work import WorkState
from tests import factories

PAGE = "/organizations/acme/integration/"


# Keys


def key_form(**different: str) -> dict[str, str]:
    known = {
        "client_id": "me", "user_id": "3140", "trigger_stage": "Technical interview",
        "role_field": "liaison_role", "status_field": "liaison_status", "recruiter_source": "job",
        "note_visibility": "public", "notes_filter": "application_ids", "stages": "",
    }  # fmt: skip
    expires_on = different.pop("expires_on", "")
    asked = {f"setting_{name}": value for name, value in {**known, **different}.items()}
    return {**asked, "expires_on": expires_on}


def test_k10_a_replaced_key_keeps_the_others_and_asks_for_a_test(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    Connection.objects.update(key_refused_at=timezone.now(), problem="401")

    page = client.post(f"{PAGE}{connection.pk}/key/", key_form(client_secret="new-secret-here"))

    assert "asked=" in page.url
    connection = Connection.objects.get()
    assert connection.secrets["client_secret"] == "new-secret-here"
    assert connection.secrets["webhook_secret"] == "canary-webhook-secret"
    assert connection.previous_secrets == {}  # no webhook is signed with it
    assert connection.key_refused_at is None
    assert connection.next_check_at <= timezone.now()


def test_a_key_whose_seal_is_broken_can_be_entered_again(
    connection: Connection, sign_in: Any
) -> None:
    Connection.objects.update(token="moved")  # the seal is bound to it
    client = sign_in(Kind.ORG_ADMIN)

    assert "None is saved." in client.get(f"{PAGE}{connection.pk}/key/").text
    incomplete = client.post(f"{PAGE}{connection.pk}/key/", key_form(webhook_secret="12345678"))
    client.post(f"{PAGE}{connection.pk}/key/", key_form(client_secret="again"))

    assert "This field is required." in incomplete.text
    assert Connection.objects.get().secrets == {"client_secret": "again"}


def test_a_choice_that_is_none_is_refused(connection: Connection, sign_in: Any) -> None:
    page = sign_in(Kind.ORG_ADMIN).post(
        f"{PAGE}{connection.pk}/key/", key_form(recruiter_source="moon", no_such="1")
    )

    assert page.status_code == 200
    assert "Select a valid choice" in page.text
    assert "This form has no field “setting_no_such”" in page.text


def test_values_that_would_be_passed_over_are_refused_and_named(
    connection: Connection, sign_in: Any
) -> None:
    given = key_form(stages="Onsite=onsite, Offer=Offer, Screen", webhook_secret="12345")

    page = sign_in(Kind.ORG_ADMIN).post(f"{PAGE}{connection.pk}/key/", given).text

    assert "“Offer=Offer”, “Screen”. Write a name, = and one of: in_assessment," in page
    assert "needs 8 characters or more, and no blanks around them." in page
    kept = Connection.objects.get()
    assert (kept.choices, kept.secrets) == (connection.choices, connection.secrets)


def test_p09_two_secrets_are_good_while_one_takes_the_place_of_the_other(
    connection: Connection, sign_in: Any
) -> None:
    client, address = sign_in(Kind.ORG_ADMIN), f"{PAGE}{connection.pk}/key/"

    client.post(address, key_form(webhook_secret="second-secret", expires_on="2027-03-01"))
    client.post(address, key_form(client_secret="new-secret-here", expires_on="2027-03-01"))

    page = client.get(address).text
    assert "Webhook secret before" in page
    assert "Not used since it was replaced." in page
    assert "Mon, Mar 1, 2027" in page
    connection = Connection.objects.get()
    overlap.used(connection)
    assert overlap.good_secrets(connection, "webhook_secret") == {
        "canary-webhook-secret": False, "second-secret": True
    }  # fmt: skip
    assert "Last used" in client.get(address).text


def test_k10_the_page_says_what_waits_and_what_went_out(
    connection: Connection, sign_in: Any, count_queries: Any
) -> None:
    client, address = sign_in(Kind.ORG_ADMIN), f"{PAGE}{connection.pk}/key/"
    Connection.objects.update(key_refused_at=timezone.now(), problem="Greenhouse says no.")
    _update(connection)
    assert "1 waits and goes out once a good key is saved" in client.get(address).text
    queries = count_queries(client, address)

    client.post(address, key_form(client_secret="new-secret-here"))
    _update(connection, state=WorkState.DONE, sent_at=timezone.now())
    _update(connection)

    assert "2 wait; 1 went out since the key was replaced" in client.get(address).text
    assert count_queries(client, address) <= queries + 1
    asked = f"{address}?asked={int(timezone.now().timestamp())}"
    running = client.get(asked, headers={"HX-Request": "true"})
    assert "The new key is being tested" in running.text
    assert "<h1" not in running.text


def _update(connection: Connection, **facts: Any) -> AtsUpdate:
    application, _ = connection.applications.get_or_create(
        organization=connection.organization, remote_id="700001"
    )
    return AtsUpdate.objects.create(
        organization=connection.organization, application=application, kind="result", **facts
    )


def test_k10_deleting_asks_for_the_name_and_parks_what_waits(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    _update(connection)
    address = f"{PAGE}{connection.pk}/delete-key/"

    asked = client.get(address).text
    assert "1 update that waits" in asked
    assert "0 webhooks" not in asked
    assert "Type exactly" in client.post(address, {"name": "something"}).text
    assert Connection.objects.get().secrets
    page = client.post(address, {"name": "Greenhouse of Engineering"}, follow=True)

    assert "deleted for good; 1 waiting update is parked." in page.text
    assert "Disconnected" in page.text
    assert "Delete key" not in page.text
    connection = Connection.objects.get()
    assert connection.secrets == {}
    assert connection.previous_secrets == {}
    assert AtsUpdate.objects.get().state == WorkState.PARKED
    assert "Make a new connection" in client.get(address, follow=True).text


# Connecting


def new_form(group: Group, recruiter: Any, **different: str) -> dict[str, str]:
    return {
        "group": str(group.pk), "name": "", "fallback_recruiter": str(recruiter.pk),
        "base_url": "https://harvest.greenhouse.io", "auth_url": "https://auth.greenhouse.io",
        **different,
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "http://harvest.greenhouse.io", "https://127.0.0.1/",
     "https://harvest.greenhouse.io.evil.example", "https://a@harvest.greenhouse.io"],
)  # fmt: skip
def test_p53_an_address_that_is_not_the_vendors_is_refused(
    group: Group, sign_in: Any, settings: Any, address: str
) -> None:
    settings.ALLOW_PRIVATE_ATS_HOSTS = False
    client = sign_in(Kind.ORG_ADMIN)

    page = client.post(f"{PAGE}new/greenhouse/", new_form(group, client.user, base_url=address))

    assert page.status_code == 200
    assert not Connection._base_manager.exists()


def test_a_connection_for_another_groups_members_is_refused(group: Group, sign_in: Any) -> None:
    client = sign_in(Kind.GROUP_ADMIN, all_groups=False)
    client.user.memberships.get().groups.add(group)
    theirs = factories.GroupFactory()
    sales = factories.GroupFactory(organization=group.organization)

    for other in (theirs, sales):
        page = client.post(f"{PAGE}new/greenhouse/", new_form(other, client.user))
        assert "Select a valid choice" in page.text
    assert client.get(f"{PAGE}new/nowhere/").status_code == 404
