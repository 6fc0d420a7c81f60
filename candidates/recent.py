"""The recent interview warning: identical interviews a candidate completed lately (D13, C3)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from candidates.models import Candidate, Interview
from candidates.states import InterviewState
from roles.models import Role

MONTHS = 6
COMPLETED = Q(state__in=[InterviewState.COMPLETED, InterviewState.RESULTS_POSTED]) | Q(
    state=InterviewState.ENDED_EARLY, write_up__submitted_at__isnull=False
)


@dataclass(frozen=True)
class Recent:
    """What the warning tells: the latest interview, and how many there were."""

    interview: Interview
    completed_at: datetime
    in_role: int
    in_all: int


def recent_interviews(candidate: Candidate, role: Role) -> Recent | None:
    """The identical interviews of the last six months, counted from completion to now."""
    done = list(
        Interview.objects.filter(
            COMPLETED,
            Q(candidacy__role=role) | Q(candidacy__role__format=role.format_id),
            candidate=candidate,
            ended_at__gte=months_ago(timezone.now(), MONTHS),
        )
        .select_related("candidacy")
        .order_by("-ended_at")
    )
    if not done:
        return None
    in_role = sum(1 for interview in done if interview.candidacy.role_id == role.pk)
    completed_at = done[0].ended_at
    assert completed_at is not None
    return Recent(done[0], completed_at, in_role, len(done))


def months_ago(moment: datetime, months: int) -> datetime:
    """The same day that many months earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in range(moment.day, moment.day - 4, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("Every month has a 28th.")
