"""Who may be recruiter or follower of a candidacy (B6)."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from portal.models import Group, Kind, User

RECRUITING = (Kind.ORG_ADMIN, Kind.GROUP_ADMIN, Kind.RECRUITER, Kind.VENDOR_RECRUITER)


def recruiters(*groups: Group) -> QuerySet[User]:
    """The active users who may invite in this group, or in one of several of an organization."""
    return _members(groups, Q(memberships__kind__in=RECRUITING))


def followers(*groups: Group) -> QuerySet[User]:
    """The active users who may follow a candidacy of this group, or of one of several."""
    return _members(groups, Q())


def _members(groups: Sequence[Group], kinds: Q) -> QuerySet[User]:
    if not groups:
        return User.objects.none()
    reached = (
        Q(memberships__all_groups=True)
        | Q(memberships__kind=Kind.ORG_ADMIN)
        | Q(memberships__groups__in=groups)
    )
    return (
        User.objects.filter(
            reached & kinds,
            is_active=True,
            memberships__organization=groups[0].organization_id,
            memberships__archived_at=None,
        )
        .distinct()
        .order_by("name")
    )
