"""Who may be recruiter or follower of a candidacy (B6)."""

from django.db.models import QuerySet

from portal.memberships import reaching
from portal.models import Group, Kind, User

RECRUITING = (Kind.ORG_ADMIN, Kind.GROUP_ADMIN, Kind.RECRUITER, Kind.VENDOR_RECRUITER)


def recruiters(*groups: Group) -> QuerySet[User]:
    """The active users who may invite in this group, or in one of several of an organization."""
    return reaching(*groups, kinds=RECRUITING)


def followers(*groups: Group) -> QuerySet[User]:
    """The active users who may follow a candidacy of this group, or of one of several."""
    return reaching(*groups)
