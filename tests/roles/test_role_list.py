"""The list of roles: who finds which, search, filters, sort, and pages (B2, B3, C4)."""

from typing import Any

import pytest
from django.test import Client

from portal import paging
from portal.models import Group, Kind, Organization
from roles.models import Role, RoleStatus
from tests import factories

READERS = (Kind.ORG_ADMIN, Kind.GROUP_ADMIN, Kind.RECRUITER, Kind.HIRING_MANAGER, Kind.GRADER)


def names(page: Any) -> list[str]:
    return [role.name for role in page.context["page"].rows]


def test_nobody_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/roles/").url == "/accounts/login/?next=/roles/"


@pytest.mark.parametrize("kind", READERS)
def test_those_with_role_settings_in_the_table_see_the_list(
    kind: Kind, role: Role, sign_in: Any
) -> None:
    assert names(sign_in(kind).get("/roles/")) == ["Backend engineer"]


def test_a_vendor_recruiter_is_told_who_can(sign_in: Any, role: Role) -> None:
    page = sign_in(Kind.VENDOR_RECRUITER).get("/roles/")

    assert page.status_code == 403
    assert "Recruiters, hiring managers, graders and admins" in page.text


def test_an_interviewer_has_no_role_pages(client: Client, db: None) -> None:
    client.force_login(factories.InterviewerFactory())

    assert client.get("/roles/").status_code == 403


def test_support_without_any_organization_has_no_role_pages(client: Client, db: None) -> None:
    client.force_login(factories.SupportFactory())

    assert client.get("/roles/").status_code == 403


def test_roles_of_other_organizations_are_not_there(
    sign_in: Any, role: Role, foreign_role: Role
) -> None:
    page = sign_in().get("/roles/?status=all")

    assert names(page) == ["Backend engineer"]
    assert "Their role" not in page.text


def test_people_find_the_roles_of_their_own_groups(
    sign_in: Any, role: Role, organization: Organization
) -> None:
    other = factories.RoleFactory(group__organization=organization, name="Seller")
    client = sign_in(all_groups=False)
    client.user.memberships.get().groups.add(other.group)

    assert names(client.get("/roles/")) == ["Seller"]


def test_open_roles_are_found_by_everybody(
    sign_in: Any, role: Role, organization: Organization
) -> None:
    organization.open_roles = True
    organization.save()

    assert names(sign_in(all_groups=False).get("/roles/")) == ["Backend engineer"]


def test_archived_roles_show_when_asked_for(sign_in: Any, role: Role) -> None:
    factories.RoleFactory(group=role.group, name="Old", status=RoleStatus.ARCHIVED)
    client = sign_in()

    assert names(client.get("/roles/")) == ["Backend engineer"]
    assert names(client.get("/roles/?status=archived")) == ["Old"]
    assert names(client.get("/roles/?status=all")) == ["Backend engineer", "Old"]


@pytest.mark.parametrize(
    "query", ["q=BACK", "q=berlin", "group={0.group_id}", "format={0.format_id}"]
)
def test_the_list_is_searched_and_filtered(sign_in: Any, role: Role, query: str) -> None:
    role.location = "Berlin"
    role.save()
    factories.RoleFactory(group__organization=role.organization, name="Seller")

    assert names(sign_in().get(f"/roles/?{query.format(role)}")) == ["Backend engineer"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("", "ABC"), ("name", "ABC"), ("-name", "CBA"), ("-id", "BCA"), ("id", "ACB")],
)
def test_the_list_is_sorted(
    sign_in: Any, group: Group, scoped: None, sort: str, expected: str
) -> None:
    for name in "ACB":
        factories.RoleFactory(group=group, name=name)

    assert names(sign_in().get("/roles/", {"sort": sort})) == list(expected)


@pytest.mark.parametrize(
    "query",
    [
        "group=999999",
        "format=999999",
        "group=abc",
        "sort=drop",
        "status=x",
        "q=%00",
        "group=9" + 40 * "9",
    ],
)
def test_a_filter_that_names_nothing_finds_nothing(sign_in: Any, role: Role, query: str) -> None:
    page = sign_in().get(f"/roles/?{query}")

    assert page.status_code == 200
    assert names(page) == []


def test_a_group_of_another_organization_is_no_filter(
    sign_in: Any, role: Role, foreign_role: Role
) -> None:
    page = sign_in().get(f"/roles/?group={foreign_role.group_id}")

    assert names(page) == []
    assert "Select a valid choice" in page.text


@pytest.mark.parametrize("sort", ["name", "-name", "id", "-id"])
def test_every_role_is_on_exactly_one_page(
    sign_in: Any, group: Group, scoped: None, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(
        paging.page_of, "__kwdefaults__", {**paging.page_of.__kwdefaults__, "size": 2}
    )
    made = [factories.RoleFactory(group=group, name=name).name for name in "DAECB"]
    client = sign_in()

    forward, cursor = [], ""
    for _ in range(3):
        page = client.get("/roles/", {"sort": sort, "older": cursor} if cursor else {"sort": sort})
        forward.append(names(page))
        cursor = page.context["page"].older
    back = client.get("/roles/", {"sort": sort, "newer": page.context["page"].newer})

    assert cursor == ""
    assert [len(rows) for rows in forward] == [2, 2, 1]
    assert sorted(name for rows in forward for name in rows) == sorted(made)
    assert names(back) == forward[1]
    assert (
        names(client.get("/roles/", {"sort": sort, "newer": back.context["page"].newer}))
        == forward[0]
    )


def test_the_links_to_other_pages_keep_the_filters(
    sign_in: Any, group: Group, scoped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kwdefaults = {**paging.page_of.__kwdefaults__, "size": 1}
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", kwdefaults)
    for name in ("Tester A", "Tester B"):
        factories.RoleFactory(group=group, name=name)

    page = sign_in().get("/roles/?q=tester&sort=-name").text

    assert "?q=tester&amp;sort=-name&amp;older=" in page
    assert "Next" in page


@pytest.mark.parametrize("cursor", ["older=x", "newer=WyJh", "older=%00", "older=" + 300 * "9"])
def test_a_cursor_that_is_not_ours_shows_the_first_page(
    sign_in: Any, role: Role, cursor: str
) -> None:
    assert names(sign_in().get(f"/roles/?{cursor}")) == ["Backend engineer"]


def test_three_roles_cost_as_many_queries_as_one(
    sign_in: Any, role: Role, count_queries: Any
) -> None:
    client = sign_in()
    one = count_queries(client, "/roles/")
    for name in ("Second", "Third"):
        factories.RoleFactory(group__organization=role.organization, name=name)

    assert count_queries(client, "/roles/") == one


def test_an_empty_list_says_the_next_step(sign_in: Any) -> None:
    assert "Make the first one" in sign_in(Kind.ORG_ADMIN).get("/roles/").text


def test_names_are_shown_as_text(sign_in: Any, group: Group, scoped: None) -> None:
    factories.RoleFactory(group=group, name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in sign_in().get("/roles/").text
