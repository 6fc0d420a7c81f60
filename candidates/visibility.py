"""Which candidacies, interviews and attempts a viewer may see (B2, B3)."""

from django.db.models import Q, QuerySet

from candidates.models import Candidacy, Follower, Interview, InviteAttempt
from portal.models import Kind
from portal.permissions import Act, Reach
from portal.viewers import Viewer
from roles.models import Role


def candidacies(viewer: Viewer) -> QuerySet[Candidacy]:
    """The candidacies this viewer finds, in the funnel and by address."""
    return Candidacy.objects.filter(_condition(viewer, ""))


def interviews(viewer: Viewer) -> QuerySet[Interview]:
    """The interviews of the candidacies this viewer finds."""
    return Interview.objects.filter(_condition(viewer, "candidacy__"))


def attempts(viewer: Viewer) -> QuerySet[InviteAttempt]:
    """The attempts to invite that this viewer finds: those without a role are for all groups."""
    if viewer.kind == Kind.VENDOR_RECRUITER:
        return InviteAttempt.objects.filter(Q(by=viewer.user) | Q(recruiter=viewer.user))
    if viewer.kind in (Kind.HIRING_MANAGER, Kind.GRADER, Kind.INTERVIEWER):
        return InviteAttempt.objects.none()
    theirs = viewer.in_groups("role__group")
    return InviteAttempt.objects.filter(theirs | Q(role=None) if theirs else Q())


def sees_result(viewer: Viewer, candidacy: Candidacy) -> bool:
    """Whether the result of a candidacy that this viewer finds is theirs to see (B3)."""
    match viewer.reach(Act.SEE_RESULTS):
        case Reach.ALL | Reach.YES | Reach.INVITED_BY_THEM:
            return True
        case Reach.OWN_GROUPS:
            return viewer.sees_all or viewer.has_group(candidacy.role.group_id)
        case Reach.THEIR_ROLES:
            return _roles_of(viewer).filter(pk=candidacy.role_id).exists()
    return False


def _condition(viewer: Viewer, path: str) -> Q:
    if viewer.kind == Kind.INTERVIEWER:
        return Q(pk__in=[])
    if viewer.kind == Kind.VENDOR_RECRUITER:
        return Q(**{f"{path}invited_by": viewer.user}) | Q(**{f"{path}recruiter": viewer.user})
    groups = viewer.in_groups(f"{path}role__group")
    if viewer.kind in (Kind.HIRING_MANAGER, Kind.GRADER):
        followed = Follower.objects.filter(user=viewer.user).values("candidacy")
        return groups & (
            Q(**{f"{path}role__in": _roles_of(viewer)}) | Q(**{f"{path}pk__in": followed})
        )
    return groups


def _roles_of(viewer: Viewer) -> QuerySet[Role]:
    by_kind = "hiring_managers" if viewer.kind == Kind.HIRING_MANAGER else "graders"
    return Role.objects.filter(**{by_kind: viewer.user})
