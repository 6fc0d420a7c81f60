"""Why a candidate's link is dead, in sentences for the candidate (L8)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat

from candidates.models import Interview
from candidates.states import InterviewState

TIMED_OUT, NOT_HELD = "timed out", "not held"  # reasons the clock gives (E1, E4)
THANKS = "You took this interview on {day}. Thank you: you no longer need this link."
WHY = {
    InterviewState.COMPLETED: THANKS,
    InterviewState.RESULTS_POSTED: THANKS,
    InterviewState.ENDED_EARLY: "This interview ended early on {day}.",
    InterviewState.NO_SHOW: "Your interview on {day} could not start because you were not there.",
    InterviewState.CANCELED: "This interview was canceled on {day}.",
}


def why_dead(interview: Interview, zone: ZoneInfo) -> str:
    """The sentence for an interview that is over; days are those of the zone."""
    return _sentence(interview).format(day=_day(_ended(interview), zone))


def _sentence(interview: Interview) -> str:
    if interview.state != InterviewState.CANCELED:
        return WHY[InterviewState(interview.state)]
    if interview.reason == TIMED_OUT:
        return "The time to book this interview ended on {day}."
    if interview.reason == NOT_HELD:
        return "This interview was planned for {day} and did not take place."
    return WHY[InterviewState.CANCELED]


def _ended(interview: Interview) -> datetime:
    unheld = interview.state == InterviewState.NO_SHOW or interview.reason == NOT_HELD
    if unheld and interview.starts_at:
        return interview.starts_at
    if interview.reason == TIMED_OUT:
        return interview.window_ends_at
    return interview.ended_at or interview.created_at


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return dateformat.format(moment.astimezone(zone), "F j, Y")
