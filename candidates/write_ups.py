"""The write-up: saved as a draft, submitted once, and with it the result is out (E1)."""

from django.db import transaction
from django.utils import timezone

from candidates import interviews
from candidates.actors import Actor
from candidates.models import Interview, Recommendation, WriteUp
from candidates.problems import WrongState
from candidates.states import EventKind, InterviewState

SCORES = (1, 2, 3, 4)
DUE = (InterviewState.COMPLETED, InterviewState.ENDED_EARLY, InterviewState.IN_PROGRESS)


class Incomplete(Exception):
    """The write-up lacks something; `missing` says what, a sentence each."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


def save_draft(
    interview: Interview, scores: dict[str, int], recommendation: str, summary: str, by: Actor
) -> WriteUp:
    """Keep what the interviewer has so far.

    Raises:
        WrongState: when it was submitted, or none is due.
    """
    _need_due(interview)
    write_up, _ = WriteUp.objects.get_or_create(
        interview=interview, defaults={"organization_id": interview.organization_id}
    )
    if write_up.submitted_at:
        raise WrongState("This write-up was submitted and cannot be changed.")
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
    write_up = WriteUp.objects.select_for_update().filter(interview=interview).first()
    missing = _missing(interview, write_up)
    if write_up is None or missing:
        raise Incomplete(missing)
    if write_up.submitted_at:
        raise WrongState("This write-up was submitted and cannot be changed.")
    write_up.submitted_at = timezone.now()
    write_up.submitted_by = by.user
    write_up.bar = interview.candidacy.role.bars.first()
    write_up.save()
    interviews.move(interview, InterviewState.RESULTS_POSTED, EventKind.RESULT, by)
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


def _need_due(interview: Interview) -> None:
    if interview.state not in DUE:
        raise WrongState(
            f"An interview that is {interview.get_state_display().lower()} is not written up."
        )


def _competencies(interview: Interview) -> list[str]:
    return list(interview.candidacy.role.format.competencies)


def _missing(interview: Interview, write_up: WriteUp | None) -> list[str]:
    if write_up is None:
        return ["Score each competency, choose a recommendation and write a summary."]
    missing = [
        f"Score “{name}”." for name in _competencies(interview) if name not in write_up.scores
    ]
    if not write_up.recommendation:
        missing.append("Choose a recommendation.")
    if not write_up.summary.strip():
        missing.append("Write a summary.")
    return missing
