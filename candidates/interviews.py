"""The verbs of an interview: each moves it under a lock and leaves an event (E1, E11)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates import slots
from candidates.actors import CANDIDATE, Actor
from candidates.models import ActorKind, Interview
from candidates.problems import SlotTaken, TooLate, WrongState
from candidates.states import NEXT, EventKind, InterviewState
from candidates.timeline import announce

S = InterviewState
NO_SHOW_AFTER = timedelta(minutes=10)
NOT_HELD_AFTER = timedelta(hours=24)
LATE_AFTER = timedelta(minutes=2)
MOST_LATE_PRESSES = 2
PRESENCE = timedelta(seconds=90)
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
            interview = _lock(interview)
            _need(interview, S.SCHEDULED)
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
    return _move(
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
    interview = _lock(interview)
    if by == CANDIDATE:
        check_change_limit(interview)
    _only_from(interview, S.SCHEDULED)
    return _give_up(interview, EventKind.SLOT_RELEASED, by, detail)


@transaction.atomic
def interviewer_absent(interview: Interview, by: Actor) -> Interview:
    """Say that the interviewer did not come, from ten minutes after the start."""
    interview = _lock(interview)
    _only_from(interview, S.SCHEDULED)
    _need_after(interview, NO_SHOW_AFTER, "Wait until ten minutes after the start.")
    if is_present(interview.interviewer_seen_at):
        raise WrongState("Your interviewer is in the room. Please open the meeting link.")
    return _give_up(interview, EventKind.INTERVIEWER_ABSENT, by, "")


@transaction.atomic
def cancel(interview: Interview, reason: str, by: Actor) -> Interview:
    """Cancel for a reason, which is told to everybody concerned (E2).

    Raises:
        WrongState: when it can no longer be canceled.
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("Say why the interview is canceled.")
    interview = _lock(interview)
    if by == CANDIDATE:
        check_change_limit(interview)
    return _end(interview, S.CANCELED, EventKind.CANCELED, by, reason.strip())


@transaction.atomic
def time_out(interview: Interview, by: Actor) -> Interview:
    """Cancel what was not booked inside its window (E4)."""
    interview = _lock(interview)
    _only_from(interview, S.SCHEDULING)
    if timezone.now() < interview.window_ends_at:
        raise WrongState("The time to book this interview is not over.")
    return _end(interview, S.CANCELED, EventKind.TIMED_OUT, by, "timed out")


@transaction.atomic
def not_held(interview: Interview, by: Actor) -> Interview:
    """Cancel what was scheduled and never started, a day after its end (E1)."""
    interview = _lock(interview)
    _only_from(interview, S.SCHEDULED)
    if interview.ends_at is None or timezone.now() < interview.ends_at + NOT_HELD_AFTER:
        raise WrongState("An interview is called not held a day after its end.")
    return _end(interview, S.CANCELED, EventKind.NOT_HELD, by, "not held")


@transaction.atomic
def start(interview: Interview, by: Actor, *, both_here: bool = False) -> Interview:
    """Begin, once both are in the room (E1).

    Args:
        both_here: the interviewer says that the candidate is in the meeting, though not in the
            room page.
    """
    interview = _lock(interview)
    _need(interview, S.IN_PROGRESS)
    if not (both_here or is_present(interview.candidate_seen_at)):
        raise WrongState("The candidate is not in the room yet.")
    return _move(interview, S.IN_PROGRESS, EventKind.STARTED, by, started_at=timezone.now())


@transaction.atomic
def finish(interview: Interview, by: Actor) -> Interview:
    """End as planned: the write-up is due, and a redo may be offered (F2)."""
    from candidates import redo

    interview = _move(
        _lock(interview), S.COMPLETED, EventKind.COMPLETED, by, ended_at=timezone.now(),
        questions_seen=True,
    )  # fmt: skip
    redo.offer(interview)
    return interview


@transaction.atomic
def end_early(interview: Interview, reason: str, questions_seen: bool, by: Actor) -> Interview:
    """End before the plan; without questions seen no write-up is due and it may be rebooked."""
    if not reason.strip():
        raise ValueError("Say why the interview ended early.")
    return _move(
        _lock(interview),
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
    interview = _lock(interview)
    _only_from(interview, S.SCHEDULED)
    _need_after(interview, LATE_AFTER, "Wait until two minutes after the start.")
    if interview.late_presses >= MOST_LATE_PRESSES:
        raise WrongState("The candidate was reminded twice already.")
    _save(interview, late_presses=interview.late_presses + 1)
    announce(interview, EventKind.CANDIDATE_LATE, by)
    return interview


@transaction.atomic
def no_show(interview: Interview, by: Actor) -> Interview:
    """Say that the candidate did not come, from ten minutes after the start (E1)."""
    interview = _lock(interview)
    _need(interview, S.NO_SHOW)
    _need_after(interview, NO_SHOW_AFTER, "Wait until ten minutes after the start.")
    return _move(interview, S.NO_SHOW, EventKind.NO_SHOW, by)


def reopen(interview: Interview, by: Actor) -> Interview:
    """Give a no-show another chance: a new link and a new window (E1)."""
    try:
        with transaction.atomic():
            interview = _lock(interview)
            _only_from(interview, S.NO_SHOW)
            return _reopen(interview, by)
    except IntegrityError as problem:
        if "one_active_interview_per_role" not in str(problem):
            raise
        raise WrongState("The candidate was invited again since: see the newer one.") from problem


def _reopen(interview: Interview, by: Actor) -> Interview:
    return _move(
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
    interview = _lock(interview)
    _only_from(interview, S.SCHEDULING)
    _save(interview, window_ends_at=window_end(interview))
    announce(interview, EventKind.WINDOW_EXTENDED, by)
    return interview


@transaction.atomic
def resend_invite(interview: Interview, by: Actor) -> Interview:
    """Mail the booking link again (E5)."""
    interview = _lock(interview)
    _only_from(interview, S.SCHEDULING)
    announce(interview, EventKind.INVITE_RESENT, by)
    return interview


def seen(interview: Interview, side: str) -> None:
    """Remember that the candidate or the interviewer is in the room now."""
    Interview.objects.filter(pk=interview.pk).update(**{f"{side}_seen_at": timezone.now()})


def is_present(seen_at: datetime | None) -> bool:
    """Whether somebody last seen then counts as in the room."""
    return seen_at is not None and timezone.now() - seen_at < PRESENCE


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


def _give_up(interview: Interview, kind: EventKind, by: Actor, detail: str) -> Interview:
    return _move(
        interview,
        S.SCHEDULING,
        kind,
        by,
        news={"detail": detail, "old_start": interview.starts_at},
        sequence=interview.sequence + 1,
        starts_at=None,
        ends_at=None,
        busy_until=None,
        interviewer=None,
    )


def _end(
    interview: Interview, to: InterviewState, kind: EventKind, by: Actor, reason: str
) -> Interview:
    return _move(
        interview, to, kind, by, news={"detail": reason, "old_start": interview.starts_at},
        reason=reason, sequence=interview.sequence + 1, ended_at=timezone.now(),
    )  # fmt: skip


def move(interview: Interview, to: InterviewState, kind: EventKind, by: Actor) -> Interview:
    """Move an interview that the caller has not locked; for other verbs of this package."""
    with transaction.atomic():
        return _move(_lock(interview), to, kind, by)


def _lock(interview: Interview) -> Interview:
    """The interview as it is now, held until the transaction ends."""
    return (
        Interview.objects.select_for_update(of=("self",))
        .select_related("candidacy__role__format", "candidacy__candidate", "interviewer")
        .get(pk=interview.pk)
    )


def _need(interview: Interview, to: InterviewState) -> None:
    if to not in NEXT[interview.state]:
        was = interview.get_state_display().lower()
        raise WrongState(
            f"An interview that is {was} cannot become {InterviewState(to).label.lower()}."
        )


def _only_from(interview: Interview, state: InterviewState) -> None:
    if interview.state != state:
        raise WrongState(f"This interview is {interview.get_state_display().lower()} now.")


def _need_after(interview: Interview, pause: timedelta, refusal: str) -> None:
    if interview.starts_at is None or timezone.now() < interview.starts_at + pause:
        raise WrongState(refusal)


def _move(
    interview: Interview,
    to: InterviewState,
    kind: EventKind,
    by: Actor,
    news: dict[str, Any] | None = None,
    **fields: Any,
) -> Interview:
    _need(interview, to)
    _save(interview, state=to, **fields)
    announce(interview, kind, by, **(news or {}))
    return interview


def _save(interview: Interview, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(interview, name, value)
    interview.save(update_fields=list(fields))
