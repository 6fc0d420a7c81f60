"""API keys: made and shown once, kept as digests, revoked for good (P59)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal import api_keys
from portal.models import ApiKey, ApiScope, Kind, Organization
from tests import factories

PAGE = "/organizations/acme/api-keys/"


def test_p59_a_key_is_shown_once_and_kept_as_a_digest(
    organization: Organization, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    assert "There is no API key yet" in client.get(PAGE).text

    press = client.get(f"{PAGE}new/").context["form"]["press"].value()

    made = client.post(f"{PAGE}new/", {"name": "Monitoring", "press": press})
    again = client.post(f"{PAGE}new/", {"name": "Monitoring", "press": press}, follow=True)

    key = ApiKey.objects.get()
    given = made.context["given"]
    assert made.text.count(given) >= 1
    assert "was made already and is shown once only" in again.text
    assert given not in again.text
    assert "no-store" in made.headers["Cache-Control"]
    assert given not in str(ApiKey.objects.values())
    assert (key.last_four, key.created_by) == (given[-4:], client.user)
    page = client.get(PAGE).text
    assert f"<code>{given[-4:]}</code>" in page
    assert "Never" in page
    found = api_keys.key_for(f"Bearer {given}", ApiScope.STATUS)
    assert found == key
    assert client.post(f"{PAGE}new/", {"name": ""}).context["form"].errors
    assert ApiKey.objects.count() == 1


def test_p59_a_revoked_key_and_a_wrong_one_open_nothing(
    organization: Organization, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    key, given = api_keys.make(organization, "Monitoring", client.user)

    wrong = ["", given, "Bearer", "Bearer ", f"Basic {given}", f"Bearer {given}x", "Bearer \udcff"]
    assert not any(api_keys.key_for(each, ApiScope.STATUS) for each in wrong)
    assert api_keys.key_for(f"bearer {given}", ApiScope.STATUS)

    address = f"{PAGE}{key.pk}/revoke/"
    assert "cannot be undone" in client.get(address).text
    assert "is revoked" in client.post(address, follow=True).text
    assert api_keys.key_for(f"Bearer {given}", ApiScope.STATUS) is None
    assert "revoked already" in client.get(address).text
    assert "Revoked" in client.get(PAGE).text


def test_p47_the_last_use_is_noted_once_a_minute(organization: Organization) -> None:
    user = factories.UserFactory()
    key, given = api_keys.make(organization, "Monitoring", user)

    def used_at() -> Any:
        assert api_keys.key_for(f"Bearer {given}", ApiScope.STATUS)
        key.refresh_from_db()
        return key.last_used_at

    first = used_at()
    assert used_at() == first
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    assert used_at() > first


def test_only_an_organization_admin_runs_keys_and_sees_those_of_one_organization(
    organization: Organization, sign_in: Any, count_queries: Any
) -> None:
    theirs, _ = api_keys.make(factories.OrganizationFactory(), "Theirs", factories.UserFactory())
    client = sign_in(Kind.ORG_ADMIN)
    api_keys.make(organization, "One", client.user)
    one = count_queries(client, PAGE)
    for name in ("Two", "Three"):
        api_keys.make(organization, name, factories.UserFactory())

    assert count_queries(client, PAGE) == one
    assert "Theirs" not in client.get(PAGE).text
    assert client.post(f"{PAGE}{theirs.pk}/revoke/").status_code == 404
    recruiter = sign_in(Kind.RECRUITER)
    assert {recruiter.get(address).status_code for address in (PAGE, f"{PAGE}new/")} == {403}
    assert "API keys" not in recruiter.get("/organizations/acme/").text
