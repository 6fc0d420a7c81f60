"""A role's pages: admins change its settings, others read them, and all is logged (C1, C2, C7)."""

from typing import Any

import pytest
from django.test import Client

from portal.models import Group, Kind, Organization
from roles import changes
from roles.models import Role, RoleChange, ScoringBar
from tests import factories

PAGES = ("", "settings/", "changes/", "archive/")
FORBIDDEN = (
    "id", "pk", "organization", "organization_id", "status", "created_at", "version", "created_by",
    "bars", "changes",
)  # fmt: skip


@pytest.mark.parametrize("below", [*PAGES, "new/"])
def test_nobody_signed_in_is_sent_to_sign_in(client: Client, role: Role, below: str) -> None:
    address = f"/roles/{'' if below == 'new/' else f'{role.pk}/'}{below}"

    assert client.get(address).url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("below", ["settings/", "archive/", "unarchive/"])
def test_nobody_signed_in_changes_nothing(client: Client, role: Role, below: str) -> None:
    address = f"/roles/{role.pk}/{below}"

    assert client.post(address).url == f"/accounts/login/?next={address}"
    role.refresh_from_db()
    assert role.takes_invites


@pytest.mark.parametrize("below", PAGES)
def test_a_role_of_another_organization_is_not_found(
    sign_in: Any, foreign_role: Role, below: str
) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    assert client.get(f"/roles/{foreign_role.pk}/{below}").status_code == 404
    assert client.get(f"/roles/999999999/{below}").status_code == 404


def test_a_role_of_another_organization_is_not_changed(sign_in: Any, foreign_role: Role) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    for below in ("settings", "archive", "unarchive"):
        assert client.post(f"/roles/{foreign_role.pk}/{below}/").status_code == 404


def test_a_role_of_another_group_is_refused_with_a_sentence(sign_in: Any, role: Role) -> None:
    page = sign_in(all_groups=False).get(f"/roles/{role.pk}/")

    assert page.status_code == 403
    assert "An organization admin can give you access." in page.text


@pytest.mark.parametrize("kind", [Kind.RECRUITER, Kind.HIRING_MANAGER, Kind.GRADER])
def test_others_than_admins_read_the_same_page(
    sign_in: Any, role: Role, kind: Kind, post_settings: Any
) -> None:
    page = sign_in(kind).get(f"/roles/{role.pk}/settings/")

    assert "Admins of this group can change role settings." in page.text
    assert "Save the settings" not in page.text
    refused = post_settings(role, name="Mine now")
    assert refused.status_code == 403
    assert "Admins of this group can change role settings." in refused.text
    role.refresh_from_db()
    assert role.name == "Backend engineer"


@pytest.mark.parametrize("address", ["archive/", "unarchive/"])
def test_only_admins_archive(sign_in: Any, role: Role, address: str) -> None:
    assert sign_in().post(f"/roles/{role.pk}/{address}").status_code == 403


def test_a_group_admin_without_the_group_reads_an_opened_role_only(
    sign_in: Any, role: Role, organization: Organization, post_settings: Any
) -> None:
    organization.open_roles = True
    organization.save()
    client = sign_in(Kind.GROUP_ADMIN, all_groups=False)

    assert client.get(f"/roles/{role.pk}/settings/").status_code == 200
    assert post_settings(role, name="Mine now").status_code == 403


def test_an_admin_changes_settings_and_each_change_is_logged(
    sign_in: Any, role: Role, post_settings: Any
) -> None:
    client = sign_in(Kind.GROUP_ADMIN)

    post_settings(role, name="Platform engineer", redo="on", window_days="14", pass_score="2.75")

    role.refresh_from_db()
    assert (role.name, role.redo, role.window_days) == ("Platform engineer", True, 14)
    log = {line.field: (line.old, line.new, line.by) for line in role.changes.all()}
    assert log == {
        "name": ("Backend engineer", "Platform engineer", client.user),
        "offer a redo": ("No", "Yes", client.user),
        "days until an invite times out": ("28", "14", client.user),
        "scoring bar": ("", "2.75", client.user),
    }
    shown = client.get(f"/roles/{role.pk}/changes/").text
    assert "Platform engineer" in shown
    assert str(client.user) in shown


def test_saving_the_same_again_changes_nothing(
    sign_in: Any, role: Role, post_settings: Any
) -> None:
    sign_in(Kind.ORG_ADMIN)
    post_settings(role)
    before = role.changes.count()

    post_settings(role)

    assert role.changes.count() == before
    assert ScoringBar.objects.count() == 1


def test_line_ends_of_a_browser_are_no_change(sign_in: Any, role: Role, post_settings: Any) -> None:
    sign_in(Kind.ORG_ADMIN)
    changes.change(role, {"description": "One\nTwo"}, by=factories.UserFactory())
    role.refresh_from_db()

    post_settings(role, description="One\r\nTwo", pass_score="3")

    assert list(role.changes.order_by("pk").values_list("field", flat=True)) == [
        "description",
        "scoring bar",
    ]


def test_a_change_applies_to_that_role_alone(sign_in: Any, role: Role, post_settings: Any) -> None:
    other = factories.RoleFactory(group=role.group, format=role.format)
    sign_in(Kind.ORG_ADMIN)

    post_settings(role, window_days="7")

    other.refresh_from_db()
    assert other.window_days == 28


def test_a_changed_bar_is_a_new_version(sign_in: Any, role: Role, post_settings: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    post_settings(role, pass_score="3")
    post_settings(role, pass_score="2.5")

    bars = list(role.bars.values_list("version", "pass_score", "created_by"))
    assert [(version, str(score), by) for version, score, by in bars] == [
        (2, "2.50", client.user.pk),
        (1, "3.00", client.user.pk),
    ]


def test_hiring_managers_and_graders_are_people_who_reach_the_group(
    sign_in: Any, role: Role, post_settings: Any
) -> None:
    sign_in(Kind.ORG_ADMIN)
    manager = factories.MembershipFactory(
        organization=role.organization, kind=Kind.HIRING_MANAGER, user__name="Grace"
    ).user

    post_settings(role, hiring_managers=[manager.pk])

    assert list(role.hiring_managers.all()) == [manager]
    assert role.changes.get(field="hiring managers").new == "Grace"


def test_foreign_and_archived_people_and_formats_are_refused(
    sign_in: Any, role: Role, post_settings: Any
) -> None:
    sign_in(Kind.ORG_ADMIN)
    stranger = factories.MembershipFactory().user
    gone = factories.MembershipFactory(organization=role.organization, user__is_active=False).user
    outside = factories.MembershipFactory(organization=role.organization, all_groups=False).user

    for field, value in [
        ("hiring_managers", [stranger.pk]), ("graders", [stranger.pk]), ("graders", [gone.pk]),
        ("graders", [outside.pk]), ("format", 999_999), ("format", "x"),
    ]:  # fmt: skip
        page = post_settings(role, **{field: value})
        assert page.context["form"].has_error(field)

    assert not RoleChange.objects.exists()
    assert not role.graders.exists()


@pytest.mark.parametrize("field", FORBIDDEN)
def test_fields_nobody_may_set_are_refused(
    sign_in: Any, role: Role, post_settings: Any, field: str
) -> None:
    sign_in(Kind.ORG_ADMIN)

    page = post_settings(role, name="Changed", **{field: "1"})

    assert "This form has no field" in page.text
    role.refresh_from_db()
    assert role.name == "Backend engineer"
    assert not RoleChange.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("window_days", "0"), ("window_days", "91"), ("window_days", "1e9"), ("booking_days", "29"),
        ("notice_hours", "-1"), ("grid_minutes", "0"), ("pass_score", "4.01"),
        ("pass_score", "NaN"), ("pass_score", "0.5"), ("pass_score", ""), ("name", ""),
        ("name", "x" * 121), ("name", "nul\x00byte"), ("change_limit_minutes", "2881"),
    ],
)  # fmt: skip
def test_values_out_of_range_are_refused(
    sign_in: Any, role: Role, post_settings: Any, field: str, value: str
) -> None:
    sign_in(Kind.ORG_ADMIN)

    page = post_settings(role, **{field: value})

    assert page.context["form"].has_error(field)
    assert not RoleChange.objects.exists()


def test_a_name_is_used_once_whatever_its_case(
    sign_in: Any, role: Role, post_settings: Any
) -> None:
    factories.RoleFactory(group=role.group, name="Designer")
    sign_in(Kind.ORG_ADMIN)

    page = post_settings(role, name="DESIGNER")

    assert page.context["form"].has_error("name")


def test_a_name_of_another_organization_is_free(
    sign_in: Any, role: Role, foreign_role: Role, post_settings: Any
) -> None:
    sign_in(Kind.ORG_ADMIN)

    assert post_settings(role, name="Their role").status_code == 302


def test_archiving_says_what_it_does_and_can_be_taken_back(sign_in: Any, role: Role) -> None:
    client = sign_in(Kind.GROUP_ADMIN)

    assert "Open interviews in it go on" in client.get(f"/roles/{role.pk}/archive/").text
    role.refresh_from_db()
    assert role.takes_invites
    client.post(f"/roles/{role.pk}/archive/")
    role.refresh_from_db()
    assert not role.takes_invites
    assert "it takes no new invites" in client.get(f"/roles/{role.pk}/").text
    client.post(f"/roles/{role.pk}/unarchive/")
    role.refresh_from_db()
    assert role.takes_invites
    assert list(role.changes.order_by("pk").values_list("field", "old", "new")) == [
        ("status", "Active", "Archived"),
        ("status", "Archived", "Active"),
    ]


def test_an_admin_makes_a_role(sign_in: Any, group: Group, scoped: None) -> None:
    wanted = factories.FormatFactory()
    sent = {"name": "Designer", "group": group.pk, "format": wanted.pk, "pass_score": "3"}

    answer = sign_in(Kind.GROUP_ADMIN).post("/roles/new/", sent)

    role = Role.objects.get()
    assert answer.url == f"/roles/{role.pk}/settings/"
    assert (role.name, role.group, role.format) == ("Designer", group, wanted)
    assert changes.current_bar(role).pass_score == 3
    assert role.changes.get().new == "Created"


@pytest.mark.parametrize("kind", [Kind.RECRUITER, Kind.HIRING_MANAGER, Kind.VENDOR_RECRUITER])
def test_only_admins_make_roles(sign_in: Any, kind: Kind) -> None:
    client = sign_in(kind)

    assert client.get("/roles/new/").status_code == 403
    assert client.post("/roles/new/").status_code == 403


def test_a_role_is_made_in_a_group_of_ones_own_only(
    sign_in: Any, group: Group, foreign_role: Role
) -> None:
    client = sign_in(Kind.GROUP_ADMIN, all_groups=False)
    own = factories.GroupFactory(organization=group.organization)
    client.user.memberships.get().groups.add(own)
    sent = {"name": "Designer", "format": foreign_role.format.pk, "pass_score": "3"}

    for other in (group, foreign_role.group):
        page = client.post("/roles/new/", {**sent, "group": other.pk})
        assert page.context["form"].has_error("group")
    assert client.post("/roles/new/", {**sent, "group": own.pk}).status_code == 302


def test_who_has_no_group_is_told_so(sign_in: Any) -> None:
    page = sign_in(Kind.GROUP_ADMIN, all_groups=False).get("/roles/new/")

    assert "No group to put it in" in page.text


@pytest.mark.parametrize("below", ["", "settings/", "changes/"])
def test_three_people_and_changes_cost_as_many_queries_as_one(
    sign_in: Any, role: Role, below: str, count_queries: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    def grow() -> None:
        user = factories.MembershipFactory(organization=role.organization).user
        changes.change(role, {"graders": [*role.graders.all(), user]}, by=user)

    grow()
    one = count_queries(client, f"/roles/{role.pk}/{below}")
    grow()
    grow()

    assert count_queries(client, f"/roles/{role.pk}/{below}") == one


@pytest.mark.parametrize("below", PAGES)
def test_looking_changes_nothing(sign_in: Any, role: Role, below: str) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    for method in (client.get, client.head, client.options):
        method(f"/roles/{role.pk}/{below}", {"name": "x"})

    role.refresh_from_db()
    assert role.takes_invites
    assert not RoleChange.objects.exists()
    assert client.get(f"/roles/{role.pk}/unarchive/").status_code == 405


def test_forms_need_their_token(role: Role) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        factories.MembershipFactory(organization=role.organization, kind=Kind.ORG_ADMIN).user
    )

    for below in ("settings", "archive", "unarchive"):
        assert client.post(f"/roles/{role.pk}/{below}/").status_code == 403
    role.refresh_from_db()
    assert role.takes_invites
