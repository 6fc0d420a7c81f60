"""The times to offer for somebody who is not invited yet (D9)."""

from django.utils import timezone

from candidates import interviews, slots
from candidates.models import Candidacy, Candidate, Interview
from candidates.slots import Slot
from candidates.states import InterviewState
from candidates.wishes import Wish


def free_times(wish: Wish) -> list[Slot]:
    """What is free for the candidate's open invite to the role, else for one made now."""
    return slots.offered(_open_invite(wish) or _invite_made_now(wish), timezone.now())


def _open_invite(wish: Wish) -> Interview | None:
    return (
        Interview.objects.filter(
            candidate__email=wish.email.strip().lower(),
            candidacy__role=wish.role,
            state=InterviewState.SCHEDULING,
        )
        .select_related("candidacy__role__format")
        .first()
    )


def _invite_made_now(wish: Wish) -> Interview:
    """An interview that is not saved."""
    known = Candidate.objects.filter(email=wish.email.strip().lower()).first()
    candidacy = Candidacy(organization=wish.organization, role=wish.role)
    interview = Interview(organization=wish.organization, candidacy=candidacy)
    if known:
        interview.candidate = known
    interview.window_ends_at = interviews.window_end(interview)
    return interview
