"""Who may see and run connections, and what nobody sees (B3 rows 6 and 7, B7, P39, P59)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from integrations.models import (
    Connection,
    SyncRun,
)
from portal.models import Kind, Organization
from portal.permissions import WHO_CAN, Act
from tests import factories

PAGE = "/organizations/acme/integration/"
READERS = (Kind.ORG_ADMIN, Kind.GROUP_ADMIN, Kind.RECRUITER)
OTHERS = (Kind.HIRING_MANAGER, Kind.GRADER, Kind.VENDOR_RECRUITER)
SECRETS = ("canary-client-secret", "canary-webhook-secret", "canary-assessment-key")
FORMS = ("", "key/", "delete-key/", "jobs/", "stages/")
PRESSES = ("sync/", "test/", "pause/", "resume/")


@pytest.fixture
def foreign(unscoped: None) -> Connection:
    return factories.ConnectionFactory(name="Their Greenhouse")


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, connection: Connection) -> None:
    for address in (PAGE, *(f"{PAGE}{connection.pk}/{form}" for form in FORMS), f"{PAGE}new/"):
        assert client.get(address).url.startswith("/accounts/login/"), address


@pytest.mark.parametrize("kind", READERS)
def test_b3_row_7_sees_the_status(kind: Kind, connection: Connection, sign_in: Any) -> None:
    page = sign_in(kind).get(PAGE)

    assert "Greenhouse of Engineering" in page.text
    assert ("Test connection" in page.text) is (kind is not Kind.RECRUITER)


def test_support_runs_every_organizations_connections(
    connection: Connection, client: Client
) -> None:
    client.force_login(factories.SupportFactory())

    assert "Test connection" in client.get(PAGE).text
    assert client.post(f"{PAGE}{connection.pk}/pause/").status_code == 302


@pytest.mark.parametrize("kind", OTHERS)
def test_others_are_told_who_can(kind: Kind, connection: Connection, sign_in: Any) -> None:
    client = sign_in(kind)
    for address in (PAGE, f"{PAGE}{connection.pk}/", f"{PAGE}{connection.pk}/jobs/"):
        page = client.get(address)

        assert page.status_code == 403
        assert WHO_CAN[Act.SEE_INTEGRATIONS] in page.text


@pytest.mark.parametrize("kind", READERS)
def test_another_organizations_connection_is_not_there(
    kind: Kind, foreign: Connection, sign_in: Any
) -> None:
    client = sign_in(kind)

    assert client.get(f"/organizations/{foreign.organization.slug}/integration/").status_code == 404
    for form in FORMS:
        assert client.get(f"{PAGE}{foreign.pk}/{form}").status_code in (403, 404)
    for press in PRESSES:
        assert client.post(f"{PAGE}{foreign.pk}/{press}").status_code in (403, 404)
    assert "Their Greenhouse" not in client.get(PAGE).text


def test_a_group_admin_runs_the_connections_of_own_groups_only(
    connection: Connection, sign_in: Any
) -> None:
    other = factories.ConnectionFactory(
        group__organization=connection.organization, name="Greenhouse of Sales"
    )
    client = sign_in(Kind.GROUP_ADMIN, all_groups=False)
    client.user.memberships.get().groups.add(connection.group)

    assert "Greenhouse of Sales" not in client.get(PAGE).text
    assert client.get(f"{PAGE}{other.pk}/").status_code == 403
    assert client.post(f"{PAGE}{other.pk}/pause/").status_code == 403
    assert client.post(f"{PAGE}{connection.pk}/pause/").status_code == 302


def test_a_recruiter_may_look_and_not_act(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.RECRUITER)

    refused = [client.post(f"{PAGE}{connection.pk}/{press}") for press in PRESSES]
    refused += [client.get(f"{PAGE}{connection.pk}/{form}") for form in ("key/", "delete-key/")]
    refused += [client.get(f"{PAGE}new/"), client.get(f"{PAGE}new/greenhouse/")]
    assert {page.status_code for page in refused} == {403}
    assert all(WHO_CAN[Act.RUN_INTEGRATIONS] in page.text for page in refused)
    page = client.get(PAGE).text
    assert connection.token not in page  # the addresses are for row 6 only


def test_looking_changes_nothing(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    before = Connection.objects.values().get()

    for form in FORMS:
        assert client.get(f"{PAGE}{connection.pk}/{form}").status_code == 200
    for press in PRESSES:
        assert client.get(f"{PAGE}{connection.pk}/{press}").status_code == 405

    assert Connection.objects.values().get() == before
    assert not SyncRun.objects.exists()


def test_no_page_shows_a_secret(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    factories.prove(connection)

    pages = [client.get(PAGE).text]
    pages += [client.get(f"{PAGE}{connection.pk}/{form}").text for form in FORMS]

    assert not [secret for secret in SECRETS for page in pages if secret in page]
    assert "Saved, ends in cret" in pages[2]


def test_three_connections_cost_as_many_queries_as_one(
    connection: Connection, sign_in: Any, count_queries: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    factories.prove(connection)
    one = count_queries(client, PAGE)
    for _ in range(2):
        more = factories.ConnectionFactory(group=connection.group)
        factories.prove(more)
        factories.OutageFactory(
            connection=more, began_at=timezone.now() - timedelta(hours=2), ended_at=timezone.now()
        )
        SyncRun.objects.create(organization=more.organization, connection=more)

    assert count_queries(client, PAGE) == one


def test_an_empty_page_says_the_next_step(organization: Organization, sign_in: Any) -> None:
    assert "No ATS is connected yet" in sign_in(Kind.ORG_ADMIN).get(PAGE).text
    assert "An organization admin or an admin" in sign_in(Kind.RECRUITER).get(PAGE).text


def test_names_and_reasons_are_shown_as_text(connection: Connection, sign_in: Any) -> None:
    Connection.objects.update(name="<script>alert(1)</script>", problem="<b>down</b>", refusals=1)
    page = sign_in(Kind.ORG_ADMIN).get(PAGE).text

    assert "<script>alert" not in page
    assert "<b>down" not in page
