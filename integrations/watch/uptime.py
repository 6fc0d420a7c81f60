"""Uptime: the share of time a connection could be used, by day; plain arithmetic (K6)."""

import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

DAYS = 90
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Day:
    """One bar: its date, how much of it counts and how much of that was up."""

    date: date
    counted: timedelta  # since set-up and until now
    down: timedelta
    reasons: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of the day that was up, 0 to 1; None before set-up."""
        return None if not self.counted else 1 - self.down / self.counted

    @property
    def percent(self) -> str:
        return "" if self.share is None else format_share(self.share)

    @property
    def tone(self) -> str:
        if self.share is None:
            return "none"
        if self.share == 1:
            return "ok"
        return "warn" if self.share >= 0.5 else "bad"

    @property
    def text(self) -> str:
        """What the bar says in words."""
        day = f"{self.date:%a}, {self.date:%b} {self.date.day}"
        if self.share is None:
            return f"{day}: not set up yet"
        if not self.down:
            return f"{day}: no downtime"
        return f"{day}: {self.percent} up, {in_words(self.down)} down. {' '.join(self.reasons)}"


@dataclass(frozen=True)
class Downtime:
    """A span in which the connection could not be used."""

    began: datetime
    ended: datetime | None
    reason: str = ""


@dataclass(frozen=True)
class Window:
    """A vendor's planned maintenance: the same weekday (Monday is 0) and time every week."""

    weekday: int
    start: time
    length: timedelta
    zone: str


def planned(window: Window, since: datetime, until: datetime) -> list[Span]:
    """The spans of planned maintenance that reach into this time, oldest first."""
    there = zoneinfo.ZoneInfo(window.zone)
    first = since.astimezone(there).date() - timedelta(days=window.length.days + 7)
    day = first + timedelta(days=(window.weekday - first.weekday()) % 7)
    spans = []
    while (start := _at(day, window.start, there)) < until:
        if start + window.length > since:
            spans.append((start, start + window.length))
        day += timedelta(days=7)
    return spans


def outside(downtimes: Iterable[Downtime], spans: Iterable[Span], now: datetime) -> list[Downtime]:
    """The downtimes without what lies in these spans; one that goes on is cut at `now`."""
    left = [Downtime(each.began, each.ended or now, each.reason) for each in downtimes]
    for start, end in spans:
        left = [part for each in left for part in _cut(each, start, end)]
    return left


def bars(
    downtimes: Iterable[Downtime], since: datetime, now: datetime, zone: str = "UTC"
) -> list[Day]:
    """The last 90 days in this zone, oldest first; today is counted until now."""
    spans = [(each.began, each.ended or now, each.reason) for each in downtimes]
    return [_day(day, start, end, spans, since, now) for day, start, end in _days(now, zone)]


def overall(days: Iterable[Day]) -> float | None:
    """The share of all counted time that was up; None when nothing counts yet."""
    days = list(days)
    counted = sum((day.counted for day in days), timedelta())
    down = sum((day.down for day in days), timedelta())
    return None if not counted else 1 - down / counted


def format_share(share: float) -> str:
    """A share as a percentage that says 100 % only when nothing was down."""
    percent = share * 100
    if share < 1 and percent > 99.99:
        return "99.99 %"
    return f"{percent:.2f}".rstrip("0").rstrip(".") + " %"


def in_words(span: timedelta) -> str:
    """A span in hours and minutes."""
    minutes = max(1, round(span.total_seconds() / 60))
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)


def _at(day: date, start: time, zone: zoneinfo.ZoneInfo) -> datetime:
    return datetime.combine(day, start, zone).astimezone(UTC)


def _cut(downtime: Downtime, start: datetime, end: datetime) -> Iterator[Downtime]:
    """What is left of a downtime before and after a span."""
    began, ended = downtime.began, downtime.ended or end
    if ended <= start or began >= end:
        yield downtime
        return
    if began < start:
        yield Downtime(began, start, downtime.reason)
    if ended > end:
        yield Downtime(end, ended, downtime.reason)


def _days(now: datetime, zone: str) -> Iterator[tuple[date, datetime, datetime]]:
    there = zoneinfo.ZoneInfo(zone)
    today = now.astimezone(there).date()
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        midnight = datetime(day.year, day.month, day.day, tzinfo=there)
        tomorrow = day + timedelta(days=1)
        end = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=there)
        yield day, midnight.astimezone(now.tzinfo), end.astimezone(now.tzinfo)


def _day(
    day: date,
    start: datetime,
    end: datetime,
    spans: list[tuple[datetime, datetime, str]],
    since: datetime,
    now: datetime,
) -> Day:
    start, end = max(start, since), min(end, now)
    if end <= start:
        return Day(day, timedelta(), timedelta())
    inside = [
        (max(began, start), min(ended, end), reason)
        for began, ended, reason in spans
        if began < end and ended > start
    ]
    reasons = tuple(dict.fromkeys(reason for _, _, reason in inside if reason))
    return Day(day, end - start, _length([(began, ended) for began, ended, _ in inside]), reasons)


def _length(spans: list[Span]) -> timedelta:
    """The length of these spans together, overlaps counted once."""
    total, reached = timedelta(), None
    for began, ended in sorted(spans):
        began = began if reached is None else max(began, reached)
        if ended > began:
            total += ended - began
        reached = ended if reached is None else max(reached, ended)
    return total
