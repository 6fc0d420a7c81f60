"""Which roles a viewer may see, change and invite to (B2, B3, C2)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.models import Group
from portal.permissions import Act, Reach
from portal.viewers import Viewer
from roles.models import Role, RoleStatus

NO_ROLE_PAGES = "Recruiters, hiring managers, graders and admins can see role settings."
OTHER_GROUP = (
    "This role belongs to a group you cannot reach. An organization admin can give you access."
)


def roles(viewer: Viewer) -> QuerySet[Role]:
    """The roles this viewer finds: those of their groups, or all where roles are open (B2)."""
    if viewer.organization is None:
        return Role.objects.none()
    return Role.objects.filter(viewer.in_groups("group"))


def open_to_invites(viewer: Viewer) -> QuerySet[Role]:
    """The active roles this viewer may invite candidates to (B3 row 1, C7)."""
    if viewer.organization is None or not viewer.may(Act.INVITE):
        return Role.objects.none()
    return Role.objects.filter(_acting(viewer, "group"), status=RoleStatus.ACTIVE)


def groups_to_edit(viewer: Viewer) -> QuerySet[Group]:
    """The groups in which this viewer may make and change roles."""
    groups = Group.objects.filter(organization=viewer.organization)
    return groups.filter(_acting(viewer, "pk")) if viewer.may(Act.EDIT_ROLES) else groups.none()


def need_role_pages(viewer: Viewer) -> None:
    """Refuse those who have no use for role settings, as B3 says.

    Raises:
        PermissionDenied: for vendor recruiters, interviewers, and people without organization.
    """
    if viewer.organization is None or viewer.reach(Act.EDIT_ROLES) is Reach.NO:
        raise PermissionDenied(NO_ROLE_PAGES)


def role_for(viewer: Viewer, pk: int) -> Role:
    """The role of this number, for its pages.

    Raises:
        Http404: when this organization has none of this number.
        PermissionDenied: when this viewer may not see it (B7).
    """
    need_role_pages(viewer)
    role = get_object_or_404(Role.objects.select_related("group", "format"), pk=pk)
    if not (viewer.sees_all or viewer.has_group(role.group_id)):
        raise PermissionDenied(OTHER_GROUP)
    return role


def _acting(viewer: Viewer, path: str) -> Q:
    """The condition that they may act in the group at this path; opened roles do not count."""
    return Q() if viewer.groups is None else Q(**{f"{path}__in": viewer.groups})
