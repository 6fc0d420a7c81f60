"""The verbs of the sitting itself, from entering the room to its end (E1, E6)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from candidates import redo
from candidates.actors import Actor
from candidates.models import Interview
from candidates.problems import WrongState
from candidates.states import EventKind, InterviewState
from candidates.timeline import announce
from candidates.transitions import give_up, lock, move, need, need_after, only_from, save

S = InterviewState
NO_SHOW_AFTER = timedelta(minutes=10)
LATE_AFTER = timedelta(minutes=2)
MOST_LATE_PRESSES = 2
PRESENCE = timedelta(seconds=90)


def seen(interview: Interview, side: str) -> None:
    """Remember that the candidate or the interviewer is in the room now."""
    Interview.objects.filter(pk=interview.pk).update(**{f"{side}_seen_at": timezone.now()})


def is_present(seen_at: datetime | None) -> bool:
    """Whether somebody last seen then counts as in the room."""
    return seen_at is not None and timezone.now() - seen_at < PRESENCE


@transaction.atomic
def start(interview: Interview, by: Actor, *, both_here: bool = False) -> Interview:
    """Begin, once both are in the room (E1).

    Args:
        both_here: the interviewer says that the candidate is in the meeting, though not in the
            room page.
    """
    interview = lock(interview)
    need(interview, S.IN_PROGRESS)
    if not (both_here or is_present(interview.candidate_seen_at)):
        raise WrongState("The candidate is not in the room yet.")
    return move(interview, S.IN_PROGRESS, EventKind.STARTED, by, started_at=timezone.now())


@transaction.atomic
def finish(interview: Interview, by: Actor) -> Interview:
    """End as planned: the write-up is due, and a redo may be offered (F2)."""
    interview = move(
        lock(interview), S.COMPLETED, EventKind.COMPLETED, by, ended_at=timezone.now(),
        questions_seen=True,
    )  # fmt: skip
    redo.offer(interview)
    return interview


@transaction.atomic
def end_early(interview: Interview, reason: str, questions_seen: bool, by: Actor) -> Interview:
    """End before the plan; without questions seen no write-up is due and it may be rebooked."""
    if not reason.strip():
        raise ValueError("Say why the interview ended early.")
    return move(
        lock(interview),
        S.ENDED_EARLY,
        EventKind.ENDED_EARLY,
        by,
        news={"detail": reason.strip()},
        reason=reason.strip(),
        questions_seen=questions_seen,
        ended_at=timezone.now(),
    )


@transaction.atomic
def press_late(interview: Interview, by: Actor) -> Interview:
    """Mail the room link to a late candidate, at most twice, from two minutes on (E6)."""
    interview = lock(interview)
    only_from(interview, S.SCHEDULED)
    need_after(interview, LATE_AFTER, "Wait until two minutes after the start.")
    if interview.late_presses >= MOST_LATE_PRESSES:
        raise WrongState("The candidate was reminded twice already.")
    save(interview, late_presses=interview.late_presses + 1)
    announce(interview, EventKind.CANDIDATE_LATE, by)
    return interview


@transaction.atomic
def no_show(interview: Interview, by: Actor) -> Interview:
    """Say that the candidate did not come, from ten minutes after the start (E1).

    Raises:
        WrongState: before that, or while the candidate is in the room.
    """
    interview = lock(interview)
    need(interview, S.NO_SHOW)
    need_after(interview, NO_SHOW_AFTER, "Wait until ten minutes after the start.")
    if is_present(interview.candidate_seen_at):
        raise WrongState("The candidate is in the room now. Look in the call and start.")
    return move(interview, S.NO_SHOW, EventKind.NO_SHOW, by)


@transaction.atomic
def interviewer_absent(interview: Interview, by: Actor) -> Interview:
    """Say that the interviewer did not come, from ten minutes after the start."""
    interview = lock(interview)
    only_from(interview, S.SCHEDULED)
    need_after(interview, NO_SHOW_AFTER, "Wait until ten minutes after the start.")
    if is_present(interview.interviewer_seen_at):
        raise WrongState("Your interviewer is in the room. Please open the meeting link.")
    return give_up(interview, EventKind.INTERVIEWER_ABSENT, by, "")
