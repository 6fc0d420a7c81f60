"""The verbs of an interview around its sitting: book, give up, cancel, reopen, extend (E)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates import slots
from candidates.actors import CANDIDATE, Actor
from candidates.models import ActorKind, Interview
from candidates.problems import SlotTaken, TooLate, WrongState
from candidates.states import EventKind, InterviewState
from candidates.timeline import announce
from candidates.transitions import give_up, lock, move, need, only_from, save

S = InterviewState
NOT_HELD_AFTER = timedelta(hours=24)
TAKEN = "That time has just been taken. Choose one of the times that are still free."


def book(interview: Interview, start: datetime, by: Actor) -> Interview:
    """Give an interview a slot, or move it to another one (E8, E9).

    Raises:
        WrongState: when it can no longer be booked.
        SlotTaken: when the time is not, or no longer, offered.
        TooLate: when the candidate may not change it any more.
    """
    try:
        with transaction.atomic():
            interview = lock(interview)
            need(interview, S.SCHEDULED)
            if by.kind == ActorKind.CANDIDATE:
                check_change_limit(interview)
            return _take_slot(interview, start, by)
    except IntegrityError as problem:
        if "one_interview_at_a_time" not in str(problem):
            raise
        raise SlotTaken(TAKEN) from problem


def _take_slot(interview: Interview, start: datetime, by: Actor) -> Interview:
    interviewer = slots.pick(interview, start)
    if interviewer is None:
        raise SlotTaken(TAKEN)
    role = interview.candidacy.role
    old = interview.starts_at if interview.state == S.SCHEDULED else None
    end = start + timedelta(minutes=role.format.minutes)
    return move(
        interview,
        S.SCHEDULED,
        EventKind.RESCHEDULED if old else EventKind.SCHEDULED,
        by,
        news={"old_start": old, "new_start": start},
        starts_at=start,
        ends_at=end,
        busy_until=end + timedelta(minutes=role.buffer_minutes),
        interviewer=interviewer,
        sequence=interview.sequence + 1,
        late_presses=0,
        candidate_seen_at=None,
        interviewer_seen_at=None,
    )


@transaction.atomic
def release_slot(interview: Interview, by: Actor, detail: str = "") -> Interview:
    """Give the slot up without a new one: the booking link is live again."""
    interview = lock(interview)
    if by == CANDIDATE:
        check_change_limit(interview)
    only_from(interview, S.SCHEDULED)
    return give_up(interview, EventKind.SLOT_RELEASED, by, detail)


@transaction.atomic
def cancel(interview: Interview, reason: str, by: Actor) -> Interview:
    """Cancel for a reason, which is told to everybody concerned (E2).

    Raises:
        WrongState: when it can no longer be canceled.
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("Say why the interview is canceled.")
    interview = lock(interview)
    if by == CANDIDATE:
        check_change_limit(interview)
    return _end(interview, S.CANCELED, EventKind.CANCELED, by, reason.strip())


@transaction.atomic
def time_out(interview: Interview, by: Actor) -> Interview:
    """Cancel what was not booked inside its window (E4)."""
    interview = lock(interview)
    only_from(interview, S.SCHEDULING)
    if timezone.now() < interview.window_ends_at:
        raise WrongState("The time to book this interview is not over.")
    return _end(interview, S.CANCELED, EventKind.TIMED_OUT, by, "timed out")


@transaction.atomic
def not_held(interview: Interview, by: Actor) -> Interview:
    """Cancel what was scheduled and never started, a day after its end (E1)."""
    interview = lock(interview)
    only_from(interview, S.SCHEDULED)
    if interview.ends_at is None or timezone.now() < interview.ends_at + NOT_HELD_AFTER:
        raise WrongState("An interview is called not held a day after its end.")
    return _end(interview, S.CANCELED, EventKind.NOT_HELD, by, "not held")


def reopen(interview: Interview, by: Actor) -> Interview:
    """Give a no-show another chance: a new link and a new window (E1)."""
    try:
        with transaction.atomic():
            interview = lock(interview)
            only_from(interview, S.NO_SHOW)
            return _reopen(interview, by)
    except IntegrityError as problem:
        if "one_active_interview_per_role" not in str(problem):
            raise
        raise WrongState("The candidate was invited again since: see the newer one.") from problem


def _reopen(interview: Interview, by: Actor) -> Interview:
    return move(
        interview,
        S.SCHEDULING,
        EventKind.REOPENED,
        by,
        link_version=interview.link_version + 1,
        window_ends_at=window_end(interview),
        starts_at=None,
        ends_at=None,
        busy_until=None,
        interviewer=None,
    )


@transaction.atomic
def extend_window(interview: Interview, by: Actor) -> Interview:
    """Start the window anew; the booking link stays the same (E5)."""
    interview = lock(interview)
    only_from(interview, S.SCHEDULING)
    save(interview, window_ends_at=window_end(interview))
    announce(interview, EventKind.WINDOW_EXTENDED, by)
    return interview


@transaction.atomic
def resend_invite(interview: Interview, by: Actor) -> Interview:
    """Mail the booking link again (E5)."""
    interview = lock(interview)
    only_from(interview, S.SCHEDULING)
    announce(interview, EventKind.INVITE_RESENT, by)
    return interview


def window_end(interview: Interview) -> datetime:
    """When an invite made now times out (E4)."""
    return timezone.now() + timedelta(days=interview.candidacy.role.window_days)


def check_change_limit(interview: Interview) -> None:
    """Refuse a candidate's change shortly before the start (E9).

    Raises:
        TooLate: with whom to ask.
    """
    if interview.state != S.SCHEDULED or interview.starts_at is None:
        return
    limit = timedelta(minutes=interview.candidacy.role.change_limit_minutes)
    if timezone.now() > interview.starts_at - limit:
        raise TooLate("It is too late to change this yourself. Please contact us.")


def _end(
    interview: Interview, to: InterviewState, kind: EventKind, by: Actor, reason: str
) -> Interview:
    return move(
        interview, to, kind, by, news={"detail": reason, "old_start": interview.starts_at},
        reason=reason, sequence=interview.sequence + 1, ended_at=timezone.now(),
    )  # fmt: skip
