"""The person looking at a page: who they are in the organization they act in."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from portal.models import Group, Kind, Membership, Organization, ServiceRole, User
from portal.permissions import WHO_CAN, Act, Reach, reach

SESSION_KEY = "organization"


class ViewerRequest(HttpRequest):
    """A request of somebody signed in: the middleware has said who and where."""

    viewer: "Viewer"


@dataclass(frozen=True)
class Viewer:
    """A user acting as one kind of person in one organization (B2, B3)."""

    user: User
    kind: Kind
    organization: Organization | None
    groups: frozenset[int] | None = None  # where they act; None: every group
    sees_all: bool = False  # the organization opened all roles to all its users
    organizations: tuple[Organization, ...] = ()  # which they can switch to, by name

    def reach(self, act: Act) -> Reach:
        return reach(self.kind, act)

    def may(self, act: Act, group_id: int | None = None) -> bool:
        """Whether this act is allowed, in this group if one is named."""
        reached = self.reach(act)
        if reached in (Reach.YES, Reach.ALL):
            return group_id is None or self.has_group(group_id)
        if reached is Reach.OWN_GROUPS:
            return group_id is None or self.has_group(group_id)
        return False

    def need(self, act: Act, group_id: int | None = None) -> None:
        """Refuse with a sentence that says who can do it (B7).

        Raises:
            PermissionDenied: when this person may not.
        """
        if not self.may(act, group_id):
            raise PermissionDenied(WHO_CAN[act])

    def has_group(self, group_id: int) -> bool:
        return self.groups is None or group_id in self.groups

    def in_groups(self, path: str) -> Q:
        """The condition that they may see the group at this lookup path."""
        everything = self.groups is None or self.sees_all
        return Q() if everything else Q(**{f"{path}__in": self.groups})

    def visible_groups(self) -> "list[Group]":
        if self.organization is None:
            return []
        return list(self.organization.groups.filter(self.in_groups("pk")))


def viewer_for(user: User, wanted: int | None) -> Viewer:
    """Say who this user is in the wanted organization, or in the first that is theirs."""
    if user.service_role == ServiceRole.INTERVIEWER:
        return Viewer(user, Kind.INTERVIEWER, None)
    if user.service_role == ServiceRole.SUPPORT:
        return _support(user, wanted)
    memberships = list(
        Membership.objects.filter(user=user, archived_at=None)
        .select_related("organization")
        .order_by("organization__name")
    )
    if not memberships:
        raise PermissionDenied(
            "Your account belongs to no organization. Ask an organization admin to add you."
        )
    chosen = [each for each in memberships if each.organization_id == wanted] or memberships
    return Viewer(
        user,
        Kind(chosen[0].kind),
        chosen[0].organization,
        _groups(chosen[0]),
        chosen[0].organization.open_roles,
        tuple(each.organization for each in memberships),
    )


def _support(user: User, wanted: int | None) -> Viewer:
    every = tuple(Organization.objects.order_by("name"))
    chosen = [each for each in every if each.pk == wanted] or every
    return Viewer(user, Kind.SUPPORT, chosen[0] if chosen else None, organizations=every)


def _groups(membership: Membership) -> frozenset[int] | None:
    if membership.all_groups or membership.kind == Kind.ORG_ADMIN:
        return None
    return frozenset(membership.groups.values_list("pk", flat=True))
