"""An interviewer's day: what needs them first, and what is to come (E12)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from candidates.models import Interview
from candidates.states import HELD, InterviewState
from portal.models import User
from portal.scope import everywhere

SOON = timedelta(minutes=15)  # before the start, an interview moves to the top
DAY = timedelta(days=1)
MOST = 200
TO_WRITE_UP = Q(state=InterviewState.COMPLETED) | Q(
    state=InterviewState.ENDED_EARLY, questions_seen=True
)


@dataclass
class Agenda:
    """One interviewer's interviews by when they need them; days are those of their zone."""

    now: list[Interview] = field(default_factory=list)  # under way, or about to start
    write_ups: list[Interview] = field(default_factory=list)  # oldest first
    today: list[Interview] = field(default_factory=list)
    tomorrow: list[Interview] = field(default_factory=list)
    later: list[Interview] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.now, self.write_ups, self.today, self.tomorrow, self.later))


def agenda(interviewer: User, at: datetime) -> Agenda:
    """What an interviewer has before them at this time, over all organizations."""
    with everywhere():
        own = Interview.objects.filter(interviewer=interviewer).select_related(
            "organization", "candidate", "candidacy__role__format"
        )
    found = Agenda(write_ups=list(own.filter(TO_WRITE_UP).order_by("ended_at")[:MOST]))
    for interview in own.filter(state__in=HELD).order_by("starts_at")[:MOST]:
        _group(found, interview, at, ZoneInfo(interviewer.zone)).append(interview)
    return found


def _group(found: Agenda, interview: Interview, at: datetime, zone: ZoneInfo) -> list[Interview]:
    assert interview.starts_at
    if interview.state == InterviewState.IN_PROGRESS or interview.starts_at <= at + SOON:
        return found.now
    today = at.astimezone(zone).date()
    day = interview.starts_at.astimezone(zone).date()
    if day == today:
        return found.today
    return found.tomorrow if day == today + DAY else found.later
