"""Results as staff read them: of a candidacy, and earlier ones of the same person."""

from dataclasses import dataclass
from datetime import datetime

from candidates import visibility
from candidates.attempts import counts_only
from candidates.models import Candidacy, Interview, WriteUp
from candidates.recent import COMPLETED
from candidates.write_ups import SCORES, mean_score
from portal.permissions import Act, Reach
from portal.viewers import Viewer


@dataclass(frozen=True)
class Result:
    """What one interview found, each competency with its score."""

    interview: Interview
    write_up: WriteUp
    scores: list[tuple[str, int | None]]
    mean: float | None
    best: int = max(SCORES)


@dataclass(frozen=True)
class Earlier:
    """An earlier interview of the same person; nothing but its date for some viewers (B3)."""

    ended_at: datetime | None
    interview: Interview | None


def of(candidacy: Candidacy) -> list[Result]:
    """The submitted write-ups in the order of their interviews: the original, then its redo."""
    found = (
        WriteUp.objects.filter(interview__candidacy=candidacy, submitted_at__isnull=False)
        .select_related("interview__interviewer", "bar", "submitted_by")
        .order_by("interview_id")
    )
    names = candidacy.role.format.competencies
    return [
        Result(
            write_up.interview,
            write_up,
            [(name, write_up.scores.get(name)) for name in names],
            mean_score(write_up),
        )
        for write_up in found
    ]


def earlier(viewer: Viewer, candidacy: Candidacy) -> list[Earlier]:
    """What the same person completed in other roles, latest first, as far as this viewer sees."""
    if viewer.reach(Act.SEE_PRIOR) is Reach.NO:
        return []
    found = Interview.objects.filter(COMPLETED, candidate=candidacy.candidate_id)
    others = found.exclude(candidacy=candidacy).order_by("-ended_at")
    if counts_only(viewer):
        return [Earlier(interview.ended_at, None) for interview in others]
    seen = others.filter(candidacy__in=visibility.candidacies(viewer))
    return [
        Earlier(interview.ended_at, interview)
        for interview in seen.select_related("candidacy__role")
    ]
