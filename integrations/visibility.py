"""Which connections a viewer may see, and whom they may be run by (B3, rows 6 and 7)."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from integrations.models import Connection
from portal.models import Group
from portal.permissions import Act
from portal.viewers import Viewer


def connections(viewer: Viewer) -> QuerySet[Connection]:
    """The connections whose status and logs this viewer sees: those of the groups they act in."""
    if viewer.organization is None or not viewer.may(Act.SEE_INTEGRATIONS):
        return Connection.objects.none()
    return Connection.objects.filter(_acting(viewer, "group"))


def connection_for(viewer: Viewer, pk: int, act: Act = Act.SEE_INTEGRATIONS) -> Connection:
    """The connection of an address, for somebody who may do this with it.

    Raises:
        Http404: when the organization has none of this number.
        PermissionDenied: when they may not, with a sentence that says who can (B7).
    """
    viewer.need(act)
    found = Connection.objects.select_related("organization", "group", "fallback_recruiter")
    connection = get_object_or_404(found, pk=pk)
    viewer.need(act, connection.group_id)
    return connection


def groups_to_connect(viewer: Viewer) -> QuerySet[Group]:
    """The groups for which this viewer may create connections (A3)."""
    groups = Group.objects.filter(organization=viewer.organization)
    return (
        groups.filter(_acting(viewer, "pk")) if viewer.may(Act.RUN_INTEGRATIONS) else groups.none()
    )


def _acting(viewer: Viewer, path: str) -> Q:
    """The condition that they act in the group at this path; opened roles do not count."""
    return Q() if viewer.groups is None else Q(**{f"{path}__in": viewer.groups})
