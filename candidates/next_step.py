"""What comes next in a candidacy, in one sentence and with its time."""

from dataclasses import dataclass
from datetime import datetime

from candidates import slots, write_ups
from candidates.models import Candidacy, Interview
from candidates.states import FINAL, InterviewState

S = InterviewState


@dataclass(frozen=True)
class NextStep:
    """A few words for a list; a sentence that ends in a moment, if any, and one after it."""

    short: str
    sentence: str
    at: datetime | None = None
    then: str = ""


def next_step(candidacy: Candidacy, interview: Interview | None, now: datetime) -> NextStep:
    """The step that the latest interview waits for; a final status leaves none."""
    if interview is None:
        return NextStep("Invite again", "No interview was made yet.", then="Invite them again.")
    if candidacy.standing in FINAL and interview.state not in (S.SCHEDULING, S.SCHEDULED):
        standing = candidacy.get_standing_display().lower()
        return NextStep("None", f"The ATS says {standing}, so nothing is left to do")
    return _STEPS[InterviewState(interview.state)](interview, now)


def _scheduling(interview: Interview, now: datetime) -> NextStep:
    book_by = slots.book_by(interview)
    name = interview.candidacy.candidate.name
    if now < book_by:
        return NextStep("Candidate books by", f"{name} can book a time until", book_by)
    return NextStep(
        "Extend, or it times out", "The time to book is over, and the invite times out on",
        interview.window_ends_at, "Extend the window, or schedule it yourself.",
    )  # fmt: skip


def _scheduled(interview: Interview, now: datetime) -> NextStep:
    starts_at, name = interview.starts_at, interview.candidacy.candidate.name
    if starts_at and now < starts_at:
        return NextStep("Interview", f"{interview.interviewer} interviews {name} on", starts_at)
    return NextStep(
        "Was to start", "The interview was to start on", starts_at,
        "The interviewer starts it, or says that the candidate did not come.",
    )  # fmt: skip


def _in_progress(interview: Interview, now: datetime) -> NextStep:
    return NextStep("Ends", "The interview is going on and ends about", interview.ends_at)


def _ended(interview: Interview, now: datetime) -> NextStep:
    if write_ups.is_due(interview):
        then = "The interviewer writes the result."
        return NextStep("Write-up due since", "The interview ended on", interview.ended_at, then)
    return NextStep(
        "Invite again", "The interview ended before any question was seen on", interview.ended_at,
        "Invite the candidate again.",
    )  # fmt: skip


def _no_show(interview: Interview, now: datetime) -> NextStep:
    name = interview.candidacy.candidate.name
    return NextStep(
        "Give another chance", f"{name} did not come on", interview.starts_at,
        "Give another chance under Interviews, or let it be.",
    )  # fmt: skip


def _results_posted(interview: Interview, now: datetime) -> NextStep:
    return NextStep("Read the result", "The result is there: read it, and decide in the ATS")


def _canceled(interview: Interview, now: datetime) -> NextStep:
    return NextStep(
        "None", "The interview was canceled on", interview.ended_at, "Invite again to start anew."
    )


_STEPS = {
    S.SCHEDULING: _scheduling,
    S.SCHEDULED: _scheduled,
    S.IN_PROGRESS: _in_progress,
    S.COMPLETED: _ended,
    S.ENDED_EARLY: _ended,
    S.NO_SHOW: _no_show,
    S.RESULTS_POSTED: _results_posted,
    S.CANCELED: _canceled,
}
