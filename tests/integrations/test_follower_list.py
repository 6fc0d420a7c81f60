"""The list of people who may follow, kept up to date in an ATS, and who was chosen there (J5)."""

from collections.abc import Collection
from typing import ClassVar

import pytest

from candidates.models import Candidacy
from integrations import handlers, options
from integrations.capabilities import AT_ONCE, Capability
from integrations.connectors import CONNECTORS
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.models import Connection
from integrations.vocabulary import Applicant, InviteRequested, RoleOption
from portal import memberships
from portal.models import Group, Kind, Membership, Organization
from roles import changes
from tests import factories

LIST = Capability.FOLLOWER_LIST


class Listing(Greenhouse):
    """An ATS that keeps the lists it is given: of people, and of roles by their names."""

    slug = "listing"
    capabilities: ClassVar = {**Greenhouse.capabilities, LIST: AT_ONCE}
    people: ClassVar[list[tuple[str, ...]]] = []
    roles: ClassVar[list[tuple[tuple[RoleOption, ...], Collection[RoleOption]]]] = []

    def publish_followers(self, emails: tuple[str, ...]) -> None:
        self.people.append(emails)

    def publish_roles(
        self, options: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()
    ) -> None:
        self.roles.append((options, retired))


@pytest.fixture
def listing(scoped: Organization, group: Group, monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setitem(CONNECTORS, Listing.slug, Listing)
    Listing.people.clear()
    Listing.roles.clear()
    return factories.ConnectionFactory(vendor=Listing.slug, group=group, active=True)


def _join(group: Group, name: str, kind: Kind = Kind.GRADER) -> Membership:
    user = factories.UserFactory(email=f"{name}@example.com", name=name.title())
    return memberships.add(group.organization, user, memberships.Access(kind, groups=[group]))


def test_j5_the_list_follows_who_comes_goes_and_changes(listing: Connection, group: Group) -> None:
    other = factories.GroupFactory(organization=group.organization)
    gil, rita = _join(group, "gil"), _join(group, "rita", Kind.RECRUITER)
    _join(other, "olga")
    options.push_due()
    memberships.archive(gil)
    options.push_due()
    memberships.unarchive(gil)
    memberships.change(rita, memberships.Access(Kind.RECRUITER, groups=[other]))
    options.push_due()
    options.push_due()

    both = ("gil@example.com", "rita@example.com")
    assert Listing.people == [both, both[1:], both[:1]]


def test_j5_groups_that_share_an_account_share_its_list(listing: Connection, group: Group) -> None:
    other = factories.GroupFactory(organization=group.organization)
    factories.ConnectionFactory(vendor=Listing.slug, group=other, active=True)
    _join(group, "gil")
    _join(other, "olga")
    options.push_due()

    assert set(Listing.people) == {("gil@example.com", "olga@example.com")}


def test_j5_who_was_chosen_in_the_ats_follows(listing: Connection, group: Group) -> None:
    _join(group, "gil")
    _join(group, "ines", Kind.ORG_ADMIN)
    role = factories.RoleFactory(group=group)
    chosen = ("gil@example.com", "stranger@example.org")

    for off, expected in (([], ["Gil"]), ([LIST], [])):
        listing.switched_off = off
        number, email = str(len(off)), f"ada{len(off)}@example.org"
        asked = Applicant(number, name="Ada", email=email, role_value=role.name, followers=chosen)
        handlers.handle(InviteRequested(asked), listing, f"delivery-{number}")
        candidacy = Candidacy.objects.get(candidate__email=email)
        assert [follower.user.name for follower in candidacy.followers.all()] == expected


def test_c5_a_role_tells_what_it_was_called_before(listing: Connection, group: Group) -> None:
    ines = _join(group, "ines", Kind.ORG_ADMIN).user
    role = factories.RoleFactory(group=group, name="Backend")
    gone = factories.RoleFactory(group=group, name="Frontend")
    changes.change(role, {"name": "Platform"}, by=ines)
    changes.change(role, {"name": "Systems"}, by=ines)
    changes.change(gone, {"name": "Platform"}, by=ines)
    changes.archive(gone, by=ines)
    options.push_due()

    [(active, retired)] = Listing.roles
    assert active == (RoleOption(f"role-{role.pk}", "Systems", ("Backend",)),)
    assert retired == (RoleOption(f"role-{gone.pk}", "Platform", ("Frontend",)),)
