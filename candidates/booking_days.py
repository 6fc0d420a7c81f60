"""The slots on offer as a person reads them: a week of days, and a day in its parts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from candidates.slots import Slot

PARTS = ((7, "Night"), (12, "Morning"), (17, "Afternoon"), (22, "Evening"), (24, "Late evening"))
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """A day of the week shown, and how many times it offers."""

    date: date
    count: int
    chosen: bool


@dataclass(frozen=True)
class Part:
    """A part of the chosen day with its starts, on the candidate's clock."""

    name: str
    starts: list[datetime]


@dataclass(frozen=True)
class Offer:
    """What the booking page shows; `earlier` and `later` are days of the next weeks with times."""

    day: date
    week: list[Day]
    parts: list[Part]
    earlier: date | None
    later: date | None


def offer(slots: Iterable[Slot], zone: ZoneInfo, asked: date | None) -> Offer | None:
    """The day asked for, or the first one with times, in its week; None when nothing is free."""
    days: dict[date, list[datetime]] = defaultdict(list)
    for slot in slots:
        local = slot.start.astimezone(zone)
        days[local.date()].append(local)
    if not days:
        return None
    day = asked if asked in days else min(days)
    monday = day - timedelta(days=day.weekday())
    dates = [monday + timedelta(days=number) for number in range(7)]
    return Offer(
        day=day,
        week=[Day(date, len(days.get(date, ())), date == day) for date in dates],
        parts=_parts(days[day]),
        earlier=max((date for date in days if date < monday), default=None),
        later=min((date for date in days if date >= monday + WEEK), default=None),
    )


def _parts(starts: list[datetime]) -> list[Part]:
    parts: dict[str, list[datetime]] = defaultdict(list)
    for start in starts:
        parts[next(name for until, name in PARTS if start.hour < until)].append(start)
    return [Part(name, parts[name]) for _, name in PARTS if name in parts]
