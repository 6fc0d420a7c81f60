"""Who may do what: the table of BEHAVIOUR B3, cell by cell."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Group, Kind, Organization
from portal.permissions import TABLE, WHO_CAN, Act, reach
from portal.viewers import Viewer, viewer_for
from tests import factories

B3 = """
| may | org admin | group admin | recruiter | hiring manager | grader | vendor recruiter | interviewer | support staff |
|---|---|---|---|---|---|---|---|---|
| invite, schedule on behalf, cancel, reschedule | yes | own groups | own groups | no | no | own groups | no | all |
| see results | yes | own groups | own groups | their roles | their roles | candidates they invited | own interviews | all |
| see prior interviews of the same person | yes | own groups | own groups | their roles | no | dates and counts only | no | all |
| edit role settings | yes | own groups | read only | read only | read only | no | no | all |
| users, SSO, two-factor policy, warning setting | yes | no | no | no | no | no | no | all |
| integrations: create, key, delete | yes | own groups | no | no | no | no | no | all |
| integrations: status, logs | yes | own groups | own groups | no | no | no | no | all |
"""  # noqa: E501
KINDS = {
    "org admin": Kind.ORG_ADMIN,
    "group admin": Kind.GROUP_ADMIN,
    "recruiter": Kind.RECRUITER,
    "hiring manager": Kind.HIRING_MANAGER,
    "grader": Kind.GRADER,
    "vendor recruiter": Kind.VENDOR_RECRUITER,
    "interviewer": Kind.INTERVIEWER,
    "support staff": Kind.SUPPORT,
}
EVERYWHERE, OWN_GROUPS = ("yes", "all"), "own groups"


def cells() -> list[tuple[str, str, str]]:
    head, _, *lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in B3.strip().splitlines()
    ]
    return [
        (line[0], kind, cell)
        for line in lines
        for kind, cell in zip(head[1:], line[1:], strict=True)
    ]


def viewer(kind: Kind, groups: set[int] | None, *, sees_all: bool = False) -> Viewer:
    limited = None if groups is None else frozenset(groups)
    return Viewer(factories.UserFactory.build(), kind, Organization(), limited, sees_all)


@pytest.mark.parametrize(("act", "kind", "cell"), cells())
def test_the_table_says_what_the_rules_say(act: str, kind: str, cell: str) -> None:
    assert reach(KINDS[kind], Act(act)) == cell


def test_the_table_has_no_other_cell() -> None:
    assert {(act, kind) for act, row in TABLE.items() for kind in row} == {
        (act, KINDS[kind]) for act, kind, _ in cells()
    }


@pytest.mark.parametrize(("act", "kind", "cell"), cells())
def test_a_viewer_may_what_the_table_says(act: str, kind: str, cell: str) -> None:
    allowed = cell in (*EVERYWHERE, OWN_GROUPS)
    in_all, in_one = viewer(KINDS[kind], None), viewer(KINDS[kind], {1})

    assert in_all.may(Act(act), group_id=2) is allowed
    assert in_one.may(Act(act), group_id=1) is allowed
    assert in_one.may(Act(act), group_id=2) is False


@pytest.mark.parametrize("act", Act)
def test_a_refusal_says_who_can(act: Act) -> None:
    with pytest.raises(PermissionDenied, match=WHO_CAN[act]):
        viewer(Kind.INTERVIEWER, None).need(act)


def test_opened_roles_are_seen_but_not_run() -> None:
    member = viewer(Kind.RECRUITER, {1}, sees_all=True)

    assert not member.may(Act.INVITE, group_id=2)
    assert not member.in_groups("group")


@pytest.fixture
def other_group(organization: Organization) -> Group:
    return factories.GroupFactory(organization=organization)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind not in ("interviewer", "support")]
)
def test_a_member_acts_in_the_groups_they_were_given(
    organization: Organization, other_group: Group, kind: Kind
) -> None:
    own = factories.GroupFactory(organization=organization)
    member = factories.MembershipFactory(organization=organization, kind=kind, all_groups=False)
    member.groups.add(own)

    found = viewer_for(member.user, None)

    assert found.kind == kind
    assert found.has_group(own.pk)
    assert found.has_group(other_group.pk) is (kind == Kind.ORG_ADMIN)


def test_an_archived_member_is_nobody(organization: Organization) -> None:
    member = factories.MembershipFactory(organization=organization, archived_at="2026-01-01T00:00Z")

    with pytest.raises(PermissionDenied, match="belongs to no organization"):
        viewer_for(member.user, organization.pk)


def test_nobody_acts_in_an_organization_that_is_not_theirs(organization: Organization) -> None:
    foreign = factories.OrganizationFactory()
    member = factories.MembershipFactory(organization=organization)

    assert viewer_for(member.user, foreign.pk).organization == organization


def test_support_acts_in_every_organization(organization: Organization) -> None:
    foreign = factories.OrganizationFactory()
    found = viewer_for(factories.SupportFactory(), foreign.pk)

    assert (found.kind, found.organization) == (Kind.SUPPORT, foreign)
    assert found.may(Act.RUN_INTEGRATIONS, group_id=1)
