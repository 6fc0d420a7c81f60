"""How an interview moves: under a lock, as the table allows, leaving an event (E1, E11)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from candidates.actors import Actor
from candidates.models import Interview
from candidates.problems import WrongState
from candidates.states import NEXT, EventKind, InterviewState
from candidates.timeline import announce


def lock(interview: Interview) -> Interview:
    """The interview as it is now, held until the transaction ends."""
    return (
        Interview.objects.select_for_update(of=("self",))
        .select_related("candidacy__role__format", "candidacy__candidate", "interviewer")
        .get(pk=interview.pk)
    )


def need(interview: Interview, to: InterviewState) -> None:
    """Refuse with WrongState what the table does not allow."""
    if to not in NEXT[interview.state]:
        was, wanted = interview.get_state_display().lower(), InterviewState(to).label.lower()
        raise WrongState(
            f"This interview is {was} already."
            if was == wanted
            else f"An interview that is {was} cannot become {wanted}."
        )


def only_from(interview: Interview, state: InterviewState) -> None:
    """Refuse with WrongState unless the interview is in this state."""
    if interview.state != state:
        raise WrongState(f"This interview is {interview.get_state_display().lower()} now.")


def need_after(interview: Interview, pause: timedelta, refusal: str) -> None:
    """Refuse with WrongState, in these words, before so much time has passed since the start."""
    if interview.starts_at is None or timezone.now() < interview.starts_at + pause:
        raise WrongState(refusal)


def move(
    interview: Interview,
    to: InterviewState,
    kind: EventKind,
    by: Actor,
    news: dict[str, Any] | None = None,
    **fields: Any,
) -> Interview:
    """Move a locked interview, and say so.

    Args:
        news: further facts of the event.
        fields: what else changes on the interview.

    Raises:
        WrongState: when the table does not allow it.
    """
    need(interview, to)
    save(interview, state=to, **fields)
    announce(interview, kind, by, **(news or {}))
    return interview


def save(interview: Interview, **fields: Any) -> None:
    """Save these fields of a locked interview and no others."""
    for name, value in fields.items():
        setattr(interview, name, value)
    interview.save(update_fields=list(fields))


def give_up(interview: Interview, kind: EventKind, by: Actor, detail: str) -> Interview:
    """Move a locked interview back to scheduling, without its slot."""
    return move(
        interview,
        InterviewState.SCHEDULING,
        kind,
        by,
        news={"detail": detail, "old_start": interview.starts_at},
        sequence=interview.sequence + 1,
        starts_at=None,
        ends_at=None,
        busy_until=None,
        interviewer=None,
    )
