"""The write-up: saved as a draft, submitted once, and with it the result is out (E1)."""

from django.db import transaction
from django.utils import timezone

from candidates.actors import Actor
from candidates.models import Interview, Recommendation, WriteUp
from candidates.problems import WrongState
from candidates.states import EventKind, InterviewState
from candidates.transitions import lock, move

SCORES = (1, 2, 3, 4)
SUBMITTED = "This write-up was submitted and cannot be changed."


class Incomplete(Exception):
    """The write-up lacks something; `missing` says what, a sentence each."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


@transaction.atomic
def save_draft(
    interview: Interview, scores: dict[str, int], recommendation: str, summary: str, by: Actor
) -> WriteUp:
    """Keep what the interviewer has so far.

    Raises:
        WrongState: when it was submitted, or none is due.
    """
    interview, write_up = _lock(interview)
    if not takes_drafts(interview):
        raise _not_written_up(interview)
    write_up.scores = {
        name: scores[name] for name in _competencies(interview) if scores.get(name) in SCORES
    }
    write_up.recommendation = recommendation if recommendation in Recommendation.values else ""
    write_up.summary = summary
    write_up.save()
    return write_up


@transaction.atomic
def submit(interview: Interview, by: Actor) -> WriteUp:
    """Hand the write-up in: the interview's result is out (E1, H1).

    Raises:
        Incomplete: when something is missing.
        WrongState: when it was submitted already, or the interview is not over.
    """
    interview, write_up = _lock(interview)
    if interview.state == InterviewState.IN_PROGRESS:
        raise WrongState("Finish the interview before you submit its write-up.")
    if not is_due(interview):
        raise _not_written_up(interview)
    if missing := _missing(interview, write_up):
        raise Incomplete(missing)
    write_up.submitted_at = timezone.now()
    write_up.submitted_by = by.user
    write_up.bar = interview.candidacy.role.bars.first()
    write_up.save()
    move(lock(interview), InterviewState.RESULTS_POSTED, EventKind.RESULT, by)
    return write_up


def mean_score(write_up: WriteUp) -> float | None:
    """The mean of the scores, 1 to 4; None without scores."""
    scores = list(write_up.scores.values())
    return round(sum(scores) / len(scores), 2) if scores else None


def is_due(interview: Interview) -> bool:
    """Whether somebody must still write this interview up."""
    return interview.state == InterviewState.COMPLETED or (
        interview.state == InterviewState.ENDED_EARLY and interview.questions_seen
    )


def takes_drafts(interview: Interview) -> bool:
    """Whether notes can be kept: from the start of the interview until they are submitted."""
    return interview.state == InterviewState.IN_PROGRESS or is_due(interview)


def _lock(interview: Interview) -> tuple[Interview, WriteUp]:
    """The interview and its write-up as they are now, held until the transaction ends (E11)."""
    interview = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("candidacy__role__format")
        .get(pk=interview.pk)
    )
    write_up, _ = WriteUp.objects.get_or_create(
        interview=interview, defaults={"organization_id": interview.organization_id}
    )
    if write_up.submitted_at:
        raise WrongState(SUBMITTED)
    return interview, write_up


def _not_written_up(interview: Interview) -> WrongState:
    state = interview.get_state_display().lower()
    return WrongState(f"An interview that is {state} is not written up.")


def _competencies(interview: Interview) -> list[str]:
    return list(interview.candidacy.role.format.competencies)


def _missing(interview: Interview, write_up: WriteUp) -> list[str]:
    missing = [
        f"Score “{name}”." for name in _competencies(interview) if name not in write_up.scores
    ]
    if not write_up.recommendation:
        missing.append("Choose a recommendation.")
    if not write_up.summary.strip():
        missing.append("Write a summary.")
    return missing
