"""People of an organization: invited, changed, archived; an admin always stays (B1, B2, B4, B6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal import memberships
from portal.mail import send_due
from portal.memberships import Access, LastAdmin, NotPossible
from portal.models import Group, Kind, Mail, Membership, Organization, User
from tests import factories

ADDRESS = "/organizations/acme/people/"
PASSWORD = "a perfectly good sentence"


@pytest.fixture
def group(organization: Organization) -> Group:
    return factories.GroupFactory(organization=organization, name="Engineering")


@pytest.fixture
def admin(sign_in: Any) -> Client:
    client: Client = sign_in(Kind.ORG_ADMIN)
    return client


@pytest.fixture
def grace(organization: Organization) -> Membership:
    return factories.MembershipFactory(
        organization=organization, user__name="Grace Hopper", user__email="grace@acme.example"
    )


def send_all() -> None:
    Mail.objects.update(next_attempt_at=timezone.now() - timedelta(hours=1))
    send_due()


def invitation_link() -> str:
    send_all()
    [message] = mail.outbox
    [link] = [word for word in message.body.split() if "/invitation/" in word]
    return link.removeprefix("http://127.0.0.1:8000")


def invite(client: Client, **asked: Any) -> Any:
    sent = {
        "email": "Linus@Acme.example", "name": "Linus", "kind": "recruiter", "all_groups": "on",
    }  # fmt: skip
    return client.post(f"{ADDRESS}invite/", {**sent, **asked})


# Inviting


def test_somebody_invited_sets_a_password_and_signs_in(
    admin: Client, group: Group, organization: Organization
) -> None:
    assert invite(admin, all_groups="", groups=[group.pk]).url == ADDRESS
    link = invitation_link()
    visitor = Client()

    shown = visitor.get(link)
    assert "Set a password for linus@acme.example" in shown.text
    answer = visitor.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert answer.url == "/accounts/login/"
    visitor.post(answer.url, {"login": "linus@acme.example", "password": PASSWORD})

    member = Membership.objects.get(user__email="linus@acme.example")
    assert (member.kind, list(member.groups.all())) == (Kind.RECRUITER, [group])
    assert visitor.get("/settings/").status_code == 200


def test_the_mail_names_the_organization_and_holds_no_token_at_rest(admin: Client) -> None:
    invite(admin)
    kept = Mail.objects.get()
    link = invitation_link()

    assert kept.ids == {"membership": Membership.objects.get(user__name="Linus").pk}
    [message] = mail.outbox
    assert message.subject == "You are invited to Acme on Liaison"
    assert message.to == ["linus@acme.example"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert link.split("/")[-2] not in str(kept.__dict__)
    assert link in message.alternatives[0][0]


def test_a_link_serves_once(admin: Client) -> None:
    invite(admin)
    link = invitation_link()
    Client().post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    before = User.objects.get(name="Linus").password

    again = Client().post(link, {"new_password1": "stolen " * 3, "new_password2": "stolen " * 3})

    assert again.status_code == 404
    assert User.objects.get(name="Linus").password == before


def test_a_link_ends_after_seven_days(admin: Client) -> None:
    invite(admin)
    link = invitation_link()

    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert Client().get(link).status_code == 404


def test_a_link_ends_when_its_member_is_archived(admin: Client) -> None:
    invite(admin)
    link = invitation_link()
    memberships.archive(Membership.objects.get(user__name="Linus"))

    assert Client().get(link).status_code == 404


def test_wrong_used_and_foreign_links_look_alike(admin: Client, client: Client) -> None:
    invite(admin)
    linus = Membership.objects.get(user__name="Linus")
    link = invitation_link()
    token = link.split("/")[-2]
    wrong = [
        "x", token[:-1], token[1:], token.swapcase(), signing.dumps([1, "x"]),
        signing.dumps([999_999_999, "x"], salt="portal.invitations"),
        signing.dumps([linus.pk, "x"], salt="portal.invitations"),
    ]  # fmt: skip

    answers = [Client().get(f"/invitation/{token}/") for token in wrong]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "ask the person who invited you" in answers[0].text


def test_looking_at_the_link_changes_nothing(admin: Client) -> None:
    invite(admin)
    link = invitation_link()
    before = User.objects.get(name="Linus").password

    assert Client().get(link).status_code == 200
    assert Client().get(link).status_code == 200

    assert User.objects.get(name="Linus").password == before


@pytest.mark.parametrize("password", ["short", "12345678901", "password1"])
def test_a_weak_password_is_refused(admin: Client, password: str) -> None:
    invite(admin)
    link = invitation_link()

    page = Client().post(link, {"new_password1": password, "new_password2": password})

    assert page.context["form"].errors
    assert not User.objects.get(name="Linus").has_usable_password()


def test_somebody_with_an_account_keeps_password_and_name(admin: Client) -> None:
    known = factories.MembershipFactory(
        user__email="linus@acme.example", user__name="L. Torvalds"
    ).user

    invite(admin)
    send_all()

    [message] = mail.outbox
    assert "/accounts/login/" in message.body
    assert "/invitation/" not in message.body
    known.refresh_from_db()
    assert known.name == "L. Torvalds"
    assert known.has_usable_password()
    assert known.memberships.count() == 2


def test_the_page_answers_alike_for_known_and_new_addresses(admin: Client) -> None:
    factories.MembershipFactory(user__email="linus@acme.example")

    known = admin.get(invite(admin).url).text
    new = admin.get(invite(admin, email="new@acme.example").url).text

    assert "The invitation to linus@acme.example is on its way." in known
    assert "The invitation to new@acme.example is on its way." in new


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"), ("email", "a@b.example\nBcc: c@d.example"), ("name", ""),
        ("kind", "support"), ("kind", "interviewer"), ("kind", ""), ("name", "x" * 121),
    ],
)  # fmt: skip
def test_an_invitation_needs_right_entries(admin: Client, field: str, value: str) -> None:
    page = invite(admin, **{field: value})

    assert page.context["form"].has_error(field)
    assert not Mail.objects.exists()
    assert not User.objects.filter(name="Linus").exists()


def test_groups_of_another_organization_are_refused(admin: Client, db: None) -> None:
    foreign = factories.GroupFactory()

    page = invite(admin, all_groups="", groups=[foreign.pk])

    assert page.context["form"].has_error("groups")
    assert not Mail.objects.exists()


def test_a_member_without_any_group_is_refused(admin: Client) -> None:
    page = invite(admin, all_groups="")

    assert "Choose at least one group, or all groups." in page.text


def test_somebody_is_a_member_once(admin: Client, grace: Membership) -> None:
    page = invite(admin, email="GRACE@acme.example")

    assert "This person is a member already" in page.text
    assert not Mail.objects.exists()


def test_staff_of_the_service_cannot_be_members(organization: Organization) -> None:
    interviewer = factories.InterviewerFactory()

    with pytest.raises(NotPossible, match="Ask support"):
        memberships.add(organization, interviewer, Access(Kind.RECRUITER, all_groups=True))


@pytest.mark.parametrize(
    "field", ["organization", "user", "service_role", "archived_at", "is_active"]
)
def test_fields_nobody_may_set_are_refused(admin: Client, grace: Membership, field: str) -> None:
    page = invite(admin, **{field: "1"})
    other = admin.post(
        f"{ADDRESS}{grace.pk}/", {"kind": "org_admin", "all_groups": "on", field: "1"}
    )

    assert "This form has no field" in page.text
    assert "This form has no field" in other.text
    grace.refresh_from_db()
    assert grace.kind == Kind.RECRUITER


def test_an_invitation_is_sent_again_at_most_once_a_minute(admin: Client) -> None:
    invite(admin)
    member = Membership.objects.get(user__name="Linus")

    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        admin.post(f"{ADDRESS}{member.pk}/invitation/")
        admin.post(f"{ADDRESS}{member.pk}/invitation/")

    assert Mail.objects.count() == 2


def test_who_has_a_password_needs_no_invitation(admin: Client, grace: Membership) -> None:
    assert admin.post(f"{ADDRESS}{grace.pk}/invitation/").status_code == 404


# Changing and archiving


def test_an_admin_changes_kind_and_groups(admin: Client, grace: Membership, group: Group) -> None:
    admin.post(f"{ADDRESS}{grace.pk}/", {"kind": "group_admin", "groups": [group.pk]})

    grace.refresh_from_db()
    assert (grace.kind, grace.all_groups) == (Kind.GROUP_ADMIN, False)
    assert list(grace.groups.all()) == [group]


def test_an_archived_member_is_out_at_once(admin: Client, grace: Membership) -> None:
    theirs = Client()
    theirs.force_login(grace.user)
    assert theirs.get("/settings/").status_code == 200

    admin.post(f"{ADDRESS}{grace.pk}/archive/")

    assert theirs.get("/settings/").url.startswith("/accounts/login/")
    grace.user.refresh_from_db()
    assert grace.user.archived_at is not None
    assert not theirs.login(email=grace.user.email, password="correct horse battery staple")


def test_archiving_says_what_it_does_and_a_look_does_nothing(
    admin: Client, grace: Membership
) -> None:
    page = admin.get(f"{ADDRESS}{grace.pk}/archive/")

    assert "choose another recruiter there" in page.text
    grace.refresh_from_db()
    assert grace.archived_at is None


def test_who_has_another_organization_still_signs_in(admin: Client, grace: Membership) -> None:
    factories.MembershipFactory(user=grace.user)

    admin.post(f"{ADDRESS}{grace.pk}/archive/")

    grace.user.refresh_from_db()
    assert grace.user.is_active
    assert grace.user.archived_at is None


def test_an_archived_member_can_come_back(admin: Client, grace: Membership) -> None:
    memberships.archive(grace)

    admin.post(f"{ADDRESS}{grace.pk}/unarchive/")

    grace.refresh_from_db()
    grace.user.refresh_from_db()
    assert (grace.archived_at, grace.user.archived_at, grace.user.is_active) == (None, None, True)


def test_archived_people_show_when_asked_for(admin: Client, grace: Membership) -> None:
    memberships.archive(grace)

    assert "Grace Hopper" not in admin.get(ADDRESS).text
    assert "Grace Hopper" in admin.get(f"{ADDRESS}?archived=on").text


def test_people_are_found_by_name_and_address(admin: Client, grace: Membership) -> None:
    for search in ("hopper", "GRACE@"):
        page = admin.get(ADDRESS, {"q": search}).context["page"]
        assert [member.pk for member in page.rows] == [grace.pk]
    assert "Nobody fits" in admin.get(ADDRESS, {"q": "nobody"}).text


def test_only_people_who_reach_a_group_may_be_named_in_it(
    organization: Organization, group: Group, grace: Membership
) -> None:
    admin = factories.MembershipFactory(
        organization=organization, kind=Kind.ORG_ADMIN, all_groups=False, user__name="Ada"
    )
    inside = factories.MembershipFactory(
        organization=organization, all_groups=False, user__name="Bob"
    )
    inside.groups.add(group)
    factories.MembershipFactory(organization=organization, all_groups=False)
    factories.MembershipFactory(organization=organization, archived_at=timezone.now())
    factories.MembershipFactory()

    assert list(memberships.reaching(group)) == [admin.user, inside.user, grace.user]


# The last admin (B1)


def test_the_last_admin_is_neither_archived_nor_demoted(admin: Client) -> None:
    own = admin.user.memberships.get()  # type: ignore[attr-defined]

    archived = admin.post(f"{ADDRESS}{own.pk}/archive/")
    demoted = admin.post(f"{ADDRESS}{own.pk}/", {"kind": "recruiter", "all_groups": "on"})

    for page in (archived, demoted):
        assert "is the only organization admin. Make somebody else" in page.text
    own.refresh_from_db()
    assert (own.kind, own.archived_at) == (Kind.ORG_ADMIN, None)


def test_one_of_two_admins_may_go(organization: Organization, admin: Client) -> None:
    second = factories.MembershipFactory(organization=organization, kind=Kind.ORG_ADMIN)

    memberships.archive(second)

    second.refresh_from_db()
    assert second.archived_at is not None


def test_an_admin_who_cannot_sign_in_does_not_count(
    organization: Organization, admin: Client
) -> None:
    factories.MembershipFactory(
        organization=organization, kind=Kind.ORG_ADMIN, user__is_active=False
    )

    with pytest.raises(LastAdmin):
        memberships.archive(admin.user.memberships.get())  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_admins_who_leave_at_once_leave_one_behind() -> None:
    organization = factories.OrganizationFactory()
    admins = [
        factories.MembershipFactory(organization=organization, kind=Kind.ORG_ADMIN)
        for _ in range(6)
    ]
    start = Barrier(6)

    def leave(place: int) -> bool:
        start.wait()
        try:
            if place % 2:
                memberships.archive(admins[place])
            else:
                memberships.change(admins[place], Access(Kind.GRADER, all_groups=True))
        except LastAdmin:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        left = list(pool.map(leave, range(6)))

    assert left.count(False) == 1
    assert Membership.objects.filter(kind=Kind.ORG_ADMIN, archived_at=None).count() == 1
