"""Attempts to invite as people meet them: which wait, what each says, what heals it (D16)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from candidates import visibility
from candidates.invite_checks import without_reference
from candidates.models import Candidate, InviteAttempt, Outcome, Source
from candidates.recent import recent_interviews
from portal.permissions import Act, Reach
from portal.viewers import Viewer

AGAIN_FROM_ATS = "Then move the candidate out of the stage and back in."
AGAIN_HERE = "Then invite again."
REMEDIES = {
    Outcome.L1: "Give the job an active role, or map the job to one.",
    Outcome.L2: "Correct or remove the phone number.",
    Outcome.L3: "Open the current interview to change, cancel or reschedule it.",
    Outcome.L4: "Choose another recruiter, or correct the candidate's e-mail.",
    Outcome.L5: "Fill in the candidate's full name and a valid e-mail.",
    Outcome.L6: "Look at the earlier interview, then confirm the invite or dismiss it.",
}
FROM_ATS = (Source.WEBHOOK, Source.ASSESSMENT)
NOTHING_TO_REPEAT = (Outcome.L3, Outcome.L6)


@dataclass(frozen=True)
class Earlier:
    """What a viewer may know of the earlier interview that holds an invite (D14)."""

    completed_at: datetime
    interview: int | None  # None: this viewer gets date and counts only
    in_role: int
    in_all: int
    url: str


def waiting(attempts: QuerySet[InviteAttempt]) -> QuerySet[InviteAttempt]:
    """Those that failed or are held, and that nobody has dealt with."""
    return attempts.exclude(outcome=Outcome.SENT).filter(confirmed_at=None, dismissed_at=None)


def is_waiting(attempt: InviteAttempt) -> bool:
    """Whether this one failed or is held, and nobody has dealt with it."""
    return attempt.outcome != Outcome.SENT and not (attempt.confirmed_at or attempt.dismissed_at)


def dismiss(attempt: InviteAttempt) -> None:
    """Take a failed or held attempt off the list; nothing is invited."""
    waiting(InviteAttempt.objects.filter(pk=attempt.pk)).update(dismissed_at=timezone.now())


def settle_others(attempt: InviteAttempt) -> None:
    """An invite that went through settles those that waited for the same person and role.

    Held ones count as confirmed where this one was (D18), all others as dismissed.
    """
    same = InviteAttempt.objects.filter(email=attempt.email, role=attempt.role_id)
    others = waiting(same.exclude(pk=attempt.pk))
    if attempt.confirmed_at:
        others.filter(outcome=Outcome.L6).update(
            confirmed_by=attempt.confirmed_by,
            confirmed_at=attempt.confirmed_at,
            candidacy=attempt.candidacy,
        )
    others.update(dismissed_at=timezone.now())


def text_for(attempt: InviteAttempt, viewer: Viewer) -> str:
    """The exact text, less the link to an earlier interview that is not theirs to see (D14)."""
    if attempt.outcome == Outcome.L6 and counts_only(viewer):
        return without_reference(attempt.text)
    return attempt.text


def remedy(attempt: InviteAttempt) -> str:
    """What to do, in a sentence or two."""
    if attempt.outcome == Outcome.SENT:
        return ""
    cure = REMEDIES[Outcome(attempt.outcome)]
    if attempt.outcome in NOTHING_TO_REPEAT:
        return cure
    return f"{cure} {AGAIN_FROM_ATS if attempt.source in FROM_ATS else AGAIN_HERE}"


def warning_for(attempt: InviteAttempt, viewer: Viewer) -> Earlier | None:
    """The warning as it stands now; None when no recent interview is left to warn of."""
    candidate = Candidate.objects.filter(email=attempt.email).first()
    if candidate is None or attempt.role is None:
        return None
    recent = recent_interviews(candidate, attempt.role)
    if recent is None:
        return None
    if counts_only(viewer):
        return Earlier(recent.completed_at, None, recent.in_role, recent.in_all, "")
    candidacy = recent.interview.candidacy_id
    seen = visibility.candidacies(viewer).filter(pk=candidacy).exists()
    url = reverse("candidacy_result", args=[candidacy]) if seen else ""
    return Earlier(recent.completed_at, recent.interview.pk, recent.in_role, recent.in_all, url)


def counts_only(viewer: Viewer) -> bool:
    """Whether of earlier interviews this viewer learns dates and counts alone (B3)."""
    return viewer.reach(Act.SEE_PRIOR) is Reach.COUNTS_ONLY
