"""Which times an interview can be booked at: a pure core, and the rows it reads (E4, E9, E12).

The grid is that of the interviewer's wall clock: with 30 minutes, slots start at :00 and :30
there. An hour that the clock skips in spring holds no slot; one that it repeats in fall holds its
slots twice. The interview fits the interviewer's hours and keeps clear of time off; the buffer
after it may overhang both, but no other booking.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from candidates.models import Interview
from candidates.states import HELD, InterviewState
from portal.models import User
from portal.scope import everywhere

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From one UTC instant up to another."""

    start: datetime
    end: datetime

    def overlaps(self, others: Iterable["Span"]) -> bool:
        return any(self.start < other.end and other.start < self.end for other in others)

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Hours:
    """Weekly hours on the interviewer's wall clock; weekday 0 is Monday."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Diary:
    """One interviewer's zone and hours, time off, and bookings with their buffer."""

    interviewer: int
    zone: ZoneInfo
    hours: tuple[Hours, ...]
    off: tuple[Span, ...] = ()
    booked: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What a slot keeps to: its length, grid and buffer in minutes, and the span it lies in."""

    minutes: int
    grid_minutes: int
    buffer_minutes: int
    window: Span


@dataclass(frozen=True)
class Slot:
    """A time that can be booked, in UTC, and the ids of the interviewers who are free then."""

    start: datetime
    end: datetime
    interviewers: tuple[int, ...]


def free_slots(diaries: Iterable[Diary], rules: Rules, taken: Iterable[Span] = ()) -> list[Slot]:
    """The slots in order.

    Args:
        taken: the candidate's own interviews (E8).
    """
    own = tuple(taken)
    free: dict[Span, set[int]] = defaultdict(set)
    for diary in diaries:
        for span in _at_work(diary, rules):
            if _fits(span, diary, rules) and not span.overlaps(own):
                free[span].add(diary.interviewer)
    by_start = sorted(free, key=lambda span: span.start)
    return [Slot(span.start, span.end, tuple(sorted(free[span]))) for span in by_start]


def offered(interview: Interview, now: datetime) -> list[Slot]:
    """The slots its candidate can book now; as many queries for one interviewer as for many."""
    window = booking_window(interview, now)
    return _free(interview, window) if window.start < window.end else []


def pick(interview: Interview, start: datetime) -> User | None:
    """Who of those free at this time has the fewest interviews in its ISO week (UTC), if any.

    They are held until the transaction ends: two who book them at once would wait for each other.
    """
    wanted = Span(start, start + timedelta(minutes=interview.candidacy.role.format.minutes))
    if not booking_window(interview, timezone.now()).holds(wanted):
        return None
    free = [slot.interviewers for slot in _free(interview, wanted) if slot.start == start]
    if not free:
        return None
    load = _load(free[0], start, interview)
    chosen = min(free[0], key=lambda interviewer: (load[interviewer], interviewer))
    return User.objects.select_for_update(no_key=True).get(pk=chosen)


def booking_window(interview: Interview, now: datetime) -> Span:
    """From the end of the notice to the end of the window; empty once the time to book is over."""
    notice = timedelta(hours=interview.candidacy.role.notice_hours)
    return Span(now + notice, interview.window_ends_at if now < book_by(interview) else now)


def book_by(interview: Interview) -> datetime:
    """Until when the candidate must have booked; a shorter limit is for the first booking (E4)."""
    role = interview.candidacy.role
    first = interview.state == InterviewState.SCHEDULING and interview.sequence == 0
    if not first or role.booking_days is None:
        return interview.window_ends_at
    return interview.window_ends_at - timedelta(days=max(role.window_days - role.booking_days, 0))


def _fits(span: Span, diary: Diary, rules: Rules) -> bool:
    busy = Span(span.start, span.end + timedelta(minutes=rules.buffer_minutes))
    return (
        rules.window.holds(span)
        and not span.overlaps(diary.off)
        and not busy.overlaps(diary.booked)
    )


def _at_work(diary: Diary, rules: Rules) -> Iterator[Span]:
    """Every span of the right length on the grid inside the interviewer's hours."""
    length = timedelta(minutes=rules.minutes)
    for day in _days(rules.window, diary.zone):
        for hours in diary.hours:
            if hours.weekday != day.weekday():
                continue
            open_hours = Span(  # where the clock is turned at an edge, the narrower reading
                max(_readings(day, hours.starts, diary.zone)),
                min(_readings(day, hours.ends, diary.zone)),
            )
            for start in _grid(day, hours, diary.zone, rules.grid_minutes):
                span = Span(start, start + length)
                if open_hours.holds(span):
                    yield span


def _days(window: Span, zone: ZoneInfo) -> Iterator[date]:
    day, last = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    while day <= last:
        yield day
        day += DAY


def _grid(day: date, hours: Hours, zone: ZoneInfo, grid_minutes: int) -> Iterator[datetime]:
    """The instants at which the wall clock shows a multiple of the grid, counted from midnight."""
    first, last = (clock.hour * 60 + clock.minute for clock in (hours.starts, hours.ends))
    for minute in range(-(-first // grid_minutes) * grid_minutes, last, grid_minutes):
        wall = time(minute // 60, minute % 60)
        for instant in _readings(day, wall, zone):
            if instant.astimezone(zone).time() == wall:  # else the clock skips it
                yield instant


def _readings(day: date, wall: time, zone: ZoneInfo) -> set[datetime]:
    """The UTC instants a wall time can mean: two where the clock is turned, else one."""
    return {datetime.combine(day, wall.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1)}


def _free(interview: Interview, window: Span) -> list[Slot]:
    role = interview.candidacy.role
    rules = Rules(role.format.minutes, role.grid_minutes, role.buffer_minutes, window)
    slots = free_slots(_diaries(interview, window), rules, _own(interview, window))
    held = interview.starts_at if interview.state == InterviewState.SCHEDULED else None
    return [slot for slot in slots if slot.start != held]


def _diaries(interview: Interview, window: Span) -> list[Diary]:
    qualified = interview.candidacy.role.format.interviewers.filter(
        is_active=True, archived_at=None
    ).prefetch_related("availability", "time_off")
    interviewers = list(qualified)
    booked = _booked(interviewers, interview, window)
    return [
        Diary(
            interviewer.pk,
            ZoneInfo(interviewer.zone),
            tuple(Hours(h.weekday, h.starts, h.ends) for h in interviewer.availability.all()),
            tuple(Span(off.starts_at, off.ends_at) for off in interviewer.time_off.all()),
            tuple(booked[interviewer.pk]),
        )
        for interviewer in interviewers
    ]


def _booked(
    interviewers: list[User], interview: Interview, window: Span
) -> dict[int | None, list[Span]]:
    """What the interviewers hold for any client, by interviewer."""
    buffer = timedelta(minutes=interview.candidacy.role.buffer_minutes)
    booked: dict[int | None, list[Span]] = defaultdict(list)
    with everywhere():
        held = Interview.objects.filter(
            interviewer__in=interviewers,
            state__in=HELD,
            starts_at__lt=window.end + buffer,
            busy_until__gt=window.start,
        ).exclude(pk=interview.pk)
        for interviewer, start, end in held.values_list("interviewer", "starts_at", "busy_until"):
            if start and end:
                booked[interviewer].append(Span(start, end))
    return booked


def _own(interview: Interview, window: Span) -> list[Span]:
    """What the candidate holds beside this interview."""
    held = Interview.objects.filter(
        candidate=interview.candidate_id,
        state__in=HELD,
        starts_at__lt=window.end,
        ends_at__gt=window.start,
    ).exclude(pk=interview.pk)
    times = held.values_list("starts_at", "ends_at")
    return [Span(start, end) for start, end in times if start and end]


def _load(interviewers: Iterable[int], start: datetime, interview: Interview) -> Counter[int]:
    """How many interviews each has in that week, held or to be held, this one aside."""
    day = start.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = day - day.weekday() * DAY
    with everywhere():
        busy = (
            Interview.objects.filter(
                interviewer__in=interviewers, starts_at__gte=monday, starts_at__lt=monday + 7 * DAY
            )
            .exclude(state=InterviewState.CANCELED)
            .exclude(pk=interview.pk)
        )
        return Counter(busy.values_list("interviewer", flat=True))
