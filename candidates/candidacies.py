"""The verbs of a candidacy: its recruiter, followers, ATS profile and standing (G, J)."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from candidates import interviews
from candidates.actors import SYSTEM, Actor
from candidates.models import ActorKind, Candidacy, Follower, Interview, InterviewEvent
from candidates.news import candidacy_tied
from candidates.problems import WrongState
from candidates.states import FINAL, EventKind, InterviewState, Standing
from candidates.timeline import remark
from portal.models import User

OPEN = (InterviewState.SCHEDULING, InterviewState.SCHEDULED)


@transaction.atomic
def change_recruiter(candidacy: Candidacy, user: User, by: Actor, detail: str = "") -> bool:
    """Give a candidacy to another recruiter; says whether that changed anything (J3)."""
    candidacy = _lock(candidacy)
    if candidacy.recruiter_id == user.pk:
        return False
    before = candidacy.recruiter
    candidacy.recruiter, candidacy.recruiter_remark = user, detail
    candidacy.save(update_fields=["recruiter", "recruiter_remark"])
    remark(
        candidacy,
        EventKind.RECRUITER_CHANGED,
        by,
        detail=f"From {before} to {user}. {detail}".strip(),
    )
    return True


def recruiter_by_hand(found: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """Those of them whose recruiter was last chosen by a person: an ATS leaves it alone (J3)."""
    changes = InterviewEvent.objects.filter(
        candidacy=OuterRef("pk"), kind=EventKind.RECRUITER_CHANGED
    )
    last = Subquery(changes.order_by("-pk").values("actor")[:1])
    return found.annotate(recruiter_by=last).filter(recruiter_by=ActorKind.USER)


@transaction.atomic
def add_follower(candidacy: Candidacy, user: User, by: Actor, *, from_ats: bool = False) -> bool:
    """Let a user hear of a candidacy; says whether they are new (J4, J7)."""
    _, new = Follower.objects.get_or_create(
        candidacy=candidacy,
        user=user,
        defaults={"organization_id": candidacy.organization_id, "from_ats": from_ats},
    )
    if new:
        remark(candidacy, EventKind.FOLLOWER_ADDED, by, detail=f"{user}")
    return new


@transaction.atomic
def remove_follower(candidacy: Candidacy, user: User, by: Actor) -> None:
    """Stop telling a user of a candidacy (J7)."""
    gone, _ = Follower.objects.filter(candidacy=candidacy, user=user).delete()
    if gone:
        remark(candidacy, EventKind.FOLLOWER_REMOVED, by, detail=f"{user}")


@transaction.atomic
def change_profile_url(candidacy: Candidacy, url: str, by: Actor) -> None:
    """Tie a candidacy to a profile in the ATS, from now on (D8)."""
    candidacy = _lock(candidacy)
    candidacy.profile_url = url
    candidacy.save(update_fields=["profile_url"])
    remark(candidacy, EventKind.PROFILE_CHANGED, by, detail=url)
    candidacy_tied.send(sender=Candidacy, candidacy=candidacy)


@transaction.atomic
def apply_standing(
    candidacy: Candidacy, standing: Standing, by: Actor, *, raw: str, at: datetime
) -> bool:
    """Take over where the ATS says the candidate stands; says whether that changed anything.

    Final is final (G4), and older never beats newer (G8): such news is kept as ignored.
    """
    if standing in FINAL:
        _lock_open(candidacy)
    candidacy = _lock(candidacy)
    if candidacy.standing == standing and candidacy.standing_raw == raw:
        return False
    if candidacy.standing_at and at < candidacy.standing_at:
        return False
    if candidacy.standing in FINAL:
        _ignore(candidacy, raw, by)
        return False
    candidacy.standing, candidacy.standing_raw, candidacy.standing_at = standing, raw, at
    candidacy.active = candidacy.active and standing not in FINAL
    candidacy.save(update_fields=["standing", "standing_raw", "standing_at", "active"])
    remark(candidacy, EventKind.STANDING_CHANGED, by, detail=_in_words(standing, raw))
    if standing in FINAL and candidacy.organization.cancel_on_final_status:
        _cancel_open(candidacy, standing)
    return True


@transaction.atomic
def reopen_standing(candidacy: Candidacy, reason: str, by: Actor) -> None:
    """Take a final status back by hand, for a reason (G4).

    Raises:
        WrongState: when the status is not final.
    """
    candidacy = _lock(candidacy)
    if candidacy.standing not in FINAL:
        raise WrongState("Only hired, rejected and withdrawn can be reopened.")
    candidacy.standing, candidacy.standing_raw = Standing.NONE, ""
    candidacy.standing_at, candidacy.active = timezone.now(), True
    candidacy.save(update_fields=["standing", "standing_raw", "standing_at", "active"])
    remark(candidacy, EventKind.STANDING_REOPENED, by, detail=reason)


def open_interviews(candidacy: Candidacy) -> QuerySet[Interview]:
    """The interviews that a final status makes pointless (G9): one, and perhaps a redo."""
    return Interview.objects.filter(candidacy=candidacy, state__in=OPEN).order_by("pk")


def _lock_open(candidacy: Candidacy) -> None:
    """Hold the interviews before their candidacy, as every verb of theirs does: no deadlock."""
    list(open_interviews(candidacy).select_for_update().values_list("pk"))


def _cancel_open(candidacy: Candidacy, standing: Standing) -> None:
    for interview in open_interviews(candidacy):
        interviews.cancel(interview, f"The ATS says {standing.label.lower()}.", SYSTEM)


def _ignore(candidacy: Candidacy, raw: str, by: Actor) -> None:
    last = candidacy.events.filter(kind=EventKind.STANDING_IGNORED).order_by("-pk").first()
    text = f"{raw}: ignored, because {candidacy.get_standing_display().lower()} is final."
    if last is None or last.detail != text:
        remark(candidacy, EventKind.STANDING_IGNORED, by, detail=text)


def _in_words(standing: Standing, raw: str) -> str:
    return f"{standing.label} (the ATS says “{raw}”)." if raw else f"{standing.label}."


def _lock(candidacy: Candidacy) -> Candidacy:
    return (
        Candidacy.objects.select_for_update(of=("self",))
        .select_related("organization", "recruiter")
        .get(pk=candidacy.pk)
    )
