"""Who may be recruiter or follower of a candidacy (B6)."""

from django.db.models import Q, QuerySet

from portal.models import Group, Kind, User

RECRUITING = (Kind.ORG_ADMIN, Kind.GROUP_ADMIN, Kind.RECRUITER, Kind.VENDOR_RECRUITER)


def recruiters(group: Group) -> QuerySet[User]:
    """The active users who may invite in this group."""
    return _members(group, Q(memberships__kind__in=RECRUITING))


def followers(group: Group) -> QuerySet[User]:
    """The active users who may follow a candidacy of this group."""
    return _members(group, Q())


def _members(group: Group, kinds: Q) -> QuerySet[User]:
    reached = (
        Q(memberships__all_groups=True)
        | Q(memberships__kind=Kind.ORG_ADMIN)
        | Q(memberships__groups=group)
    )
    return (
        User.objects.filter(
            reached & kinds,
            is_active=True,
            memberships__organization=group.organization_id,
            memberships__archived_at=None,
        )
        .distinct()
        .order_by("name")
    )
