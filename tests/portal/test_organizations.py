"""The pages and verbs of organizations, and who finds them (A8, B3, B7)."""

from typing import Any

import pytest
from django.test import Client

from portal import organizations
from portal.models import Group, Kind, Organization
from tests import factories

ADMIN_PAGES = ("settings/", "groups/new/", "people/", "people/invite/")
PAGES = ("", "groups/", *ADMIN_PAGES)
OTHERS = [Kind.GROUP_ADMIN, Kind.RECRUITER, Kind.HIRING_MANAGER, Kind.GRADER, Kind.VENDOR_RECRUITER]


@pytest.fixture
def group(organization: Organization) -> Group:
    return factories.GroupFactory(organization=organization, name="Engineering", slug="engineering")


@pytest.fixture
def rows(organization: Organization) -> dict[str, int]:
    """Rows whose number stands in an address."""
    return {
        "group": factories.GroupFactory(organization=organization).pk,
        "member": factories.MembershipFactory(organization=organization).pk,
    }


ROW_PAGES = ("groups/{group}/", "people/{member}/", "people/{member}/archive/")
ACTS = ("people/{member}/unarchive/", "people/{member}/invitation/")


@pytest.mark.parametrize("below", [*PAGES, *ROW_PAGES, *ACTS])
def test_nobody_signed_in_is_sent_to_sign_in(
    client: Client, rows: dict[str, int], below: str
) -> None:
    address = f"/organizations/acme/{below.format(**rows)}"
    answer = client.post(address) if below in ACTS else client.get(address)

    assert answer.url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("below", [*PAGES, *ROW_PAGES, *ACTS])
def test_people_of_another_organization_find_nothing(
    client: Client, rows: dict[str, int], below: str
) -> None:
    client.force_login(factories.MembershipFactory(kind=Kind.ORG_ADMIN).user)
    address = f"/organizations/acme/{below.format(**rows)}"

    assert client.post(address).status_code in (404, 405)
    assert client.get(address).status_code == (405 if below in ACTS else 404)
    assert client.get(address.replace("acme", "nowhere")).status_code in (404, 405)


@pytest.mark.parametrize("below", [*ROW_PAGES, *ACTS])
def test_rows_of_another_organization_are_not_found(
    sign_in: Any, rows: dict[str, int], below: str
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    foreign = {
        "group": factories.GroupFactory().pk, "member": factories.MembershipFactory().pk,
    }  # fmt: skip

    assert client.post(f"/organizations/acme/{below.format(**foreign)}").status_code == 404


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("below", [*ADMIN_PAGES, *ROW_PAGES])
def test_others_than_organization_admins_are_told_who_can(
    sign_in: Any, rows: dict[str, int], kind: Kind, below: str
) -> None:
    address = f"/organizations/acme/{below.format(**rows)}"
    client = sign_in(kind)

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in (403, 405)
    assert "An organization admin can do this." in client.get(address).text


@pytest.mark.parametrize("kind", OTHERS)
def test_every_member_sees_overview_and_groups(sign_in: Any, group: Group, kind: Kind) -> None:
    client = sign_in(kind)

    assert "Engineering" in client.get("/organizations/acme/").text
    groups = client.get("/organizations/acme/groups/").text
    assert "Engineering" in groups
    assert "New group" not in groups


def test_members_see_their_own_groups_only(sign_in: Any, group: Group) -> None:
    page = sign_in(all_groups=False).get("/organizations/acme/groups/")

    assert "Engineering" not in page.text
    assert "No group within your reach" in page.text


def test_the_list_holds_ones_own_organizations(sign_in: Any, organization: Organization) -> None:
    factories.OrganizationFactory(name="Globex")

    page = sign_in().get("/organizations/").text

    assert "Acme" in page
    assert "Globex" not in page


def test_an_interviewer_sees_no_organization(client: Client, organization: Organization) -> None:
    client.force_login(factories.InterviewerFactory())

    assert "Your account belongs to none." in client.get("/organizations/").text
    assert client.get("/organizations/acme/").status_code == 404


# Acting in another organization


@pytest.fixture
def twofold(client: Client, organization: Organization) -> Client:
    """Somebody who acts in Acme and belongs to Globex too."""
    other = factories.OrganizationFactory(name="Globex", slug="globex")
    user = factories.MembershipFactory(organization=organization).user
    factories.MembershipFactory(organization=other, user=user, kind=Kind.ORG_ADMIN)
    client.force_login(user)
    return client


def test_a_page_of_the_other_organization_asks_to_switch_first(twofold: Client) -> None:
    page = twofold.get("/organizations/globex/people/")

    assert page.status_code == 409
    assert "You are acting in Acme." in page.text
    globex = Organization.objects.get(slug="globex")
    answer = twofold.post(
        "/organizations/switch/",
        {"organization": globex.pk, "next": "/organizations/globex/people/"},
    )
    assert answer.url == "/organizations/globex/people/"
    assert twofold.get(answer.url).status_code == 200
    assert twofold.get("/organizations/acme/").status_code == 409


@pytest.mark.parametrize("wanted", ["", "x", "999999999", "-1", "1 OR 1=1"])
def test_one_switches_to_an_organization_of_ones_own_only(sign_in: Any, wanted: str) -> None:
    client = sign_in()
    foreign = factories.OrganizationFactory()

    for organization in (wanted, foreign.pk):
        answer = client.post("/organizations/switch/", {"organization": organization})
        assert answer.status_code == 404
    assert client.get("/organizations/acme/").status_code == 200


def test_switching_leads_nowhere_else(twofold: Client) -> None:
    globex = Organization.objects.get(slug="globex").pk

    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        sent = {"organization": globex, "next": elsewhere}
        assert twofold.post("/organizations/switch/", sent).url == "/organizations/globex/"


def test_switching_needs_a_press(twofold: Client) -> None:
    assert twofold.get("/organizations/switch/").status_code == 405


# Groups and settings


def test_an_admin_adds_and_renames_groups(sign_in: Any, group: Group) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    client.post("/organizations/acme/groups/new/", {"name": "Sales & Service"})
    client.post(f"/organizations/acme/groups/{group.pk}/", {"name": "Research"})

    named = dict(group.organization.groups.values_list("slug", "name"))
    assert named == {"sales-service": "Sales & Service", "research": "Research"}


@pytest.mark.parametrize("name", ["Engineering", "ENGINEERING!", "", "x" * 121])
def test_a_group_needs_a_name_of_its_own(sign_in: Any, group: Group, name: str) -> None:
    other = factories.GroupFactory(organization=group.organization, name="Sales")
    client = sign_in(Kind.ORG_ADMIN)

    for address in ("new/", f"{other.pk}/"):
        page = client.post(f"/organizations/acme/groups/{address}", {"name": name})
        assert page.context["form"].has_error("name")
    assert group.organization.groups.count() == 2


def test_a_group_may_have_a_name_without_latin_letters(organization: Organization) -> None:
    assert organizations.create_group(organization, "東京").slug


def test_an_admin_changes_the_settings(sign_in: Any, organization: Organization) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    client.post(
        "/organizations/acme/settings/",
        {"name": "Acme Corp", "zone": "Europe/Berlin", "open_roles": "on"},
    )

    organization.refresh_from_db()
    assert (organization.name, organization.zone) == ("Acme Corp", "Europe/Berlin")
    assert organization.open_roles
    assert not organization.cancel_on_final_status


@pytest.mark.parametrize(
    "wrong", [{"zone": "Mars/Base"}, {"name": ""}, {"slug": "globex"}, {"id": "1"}, {"zone": ""}]
)
def test_wrong_settings_change_nothing(
    sign_in: Any, organization: Organization, wrong: dict[str, str]
) -> None:
    sent = {"name": "Changed", "zone": "UTC", **wrong}

    page = sign_in(Kind.ORG_ADMIN).post("/organizations/acme/settings/", sent)

    assert page.context["form"].errors
    organization.refresh_from_db()
    assert (organization.name, organization.slug) == ("Acme", "acme")


@pytest.mark.parametrize("below", ["", "groups/", "people/", "../"])
def test_three_rows_cost_as_many_queries_as_one(
    sign_in: Any, organization: Organization, below: str, count_queries: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    def grow() -> None:
        member = factories.MembershipFactory(organization=organization, all_groups=False)
        member.groups.add(factories.GroupFactory(organization=organization))
        other = factories.OrganizationFactory()
        factories.MembershipFactory(organization=other, user=client.user)
        factories.MembershipFactory(organization=organization, kind=Kind.ORG_ADMIN)

    grow()
    client.post("/organizations/switch/", {"organization": organization.pk})
    address = "/organizations/" if below == "../" else f"/organizations/acme/{below}"
    one = count_queries(client, address)
    grow()
    grow()

    assert count_queries(client, address) == one
