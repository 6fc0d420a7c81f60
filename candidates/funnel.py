"""The Active funnel: its rows with what comes next in each, and the counts of its tabs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from candidates.models import Candidacy, Interview
from candidates.next_step import NextStep, next_step
from candidates.states import InterviewState
from portal.permissions import Act
from portal.viewers import Viewer

ORDER = ["activity_at", "pk"]  # newest first; the index named funnel serves it
S = InterviewState
TABS = (
    S.SCHEDULING, S.SCHEDULED, S.IN_PROGRESS, S.COMPLETED, S.ENDED_EARLY, S.NO_SHOW,
    S.RESULTS_POSTED,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A candidacy of the funnel, its latest interview, and whether the viewer may act on it."""

    candidacy: Candidacy
    interview: Interview | None
    step: NextStep
    may_act: bool


def with_names(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """What a row shows, in the same query."""
    return candidacies.select_related("candidate", "role__group", "recruiter")


def counts(candidacies: QuerySet[Candidacy]) -> dict[str, int]:
    """How many of these are in each state of the Active funnel."""
    by_state = (
        candidacies.filter(active=True).order_by().values_list("state").annotate(number=Count("*"))
    )
    return dict(by_state)


def rows(candidacies: Sequence[Candidacy], viewer: Viewer) -> list[Row]:
    """The rows of a page; one query for all their interviews."""
    latest = latest_interviews(candidacies)
    now = timezone.now()
    return [
        Row(
            candidacy,
            latest.get(candidacy.pk),
            next_step(candidacy, latest.get(candidacy.pk), now),
            viewer.may(Act.INVITE, candidacy.role.group_id),
        )
        for candidacy in candidacies
    ]


def latest_interviews(candidacies: Sequence[Candidacy]) -> dict[int, Interview]:
    """The latest interview of each candidacy, by the candidacy's id."""
    known = {candidacy.pk: candidacy for candidacy in candidacies}
    found = (
        Interview.objects.filter(candidacy__in=known)
        .select_related("interviewer")
        .order_by("candidacy_id", "-pk")
        .distinct("candidacy_id")
    )
    for interview in found:
        interview.candidacy = known[interview.candidacy_id]
    return {interview.candidacy_id: interview for interview in found}
