"""The slots on offer as a person reads them: a week of days, and a day in its parts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from candidates.slots import Slot

PARTS = {"Morning": range(7, 12), "Afternoon": range(12, 17), "Evening": range(17, 22)}
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
    night: list[datetime]  # times a person would find odd (E7)
    earlier: date | None
    later: date | None


def offer(slots: Iterable[Slot], zone: ZoneInfo, asked: date | None) -> Offer | None:
    """The day asked for in its week, or the nearest with times, best of the same week; the first
    where none is asked for. None when nothing is free."""
    days: dict[date, list[datetime]] = defaultdict(list)
    for slot in slots:
        local = slot.start.astimezone(zone)
        days[local.date()].append(local)
    if not days:
        return None
    wanted = asked or min(days)
    day = min(days, key=lambda each: (_monday(each) != _monday(wanted), abs(each - wanted)))
    monday = _monday(day)
    dates = [monday + timedelta(days=number) for number in range(7)]
    return Offer(
        day=day,
        week=[Day(date, len(days.get(date, ())), date == day) for date in dates],
        parts=_parts(days[day]),
        night=[start for start in days[day] if is_odd(start)],
        earlier=max((date for date in days if date < monday), default=None),
        later=min((date for date in days if date >= monday + WEEK), default=None),
    )


def is_odd(start: datetime) -> bool:
    """Whether this is from 22:00 to 06:59 on the clock it is given in (E7)."""
    return not any(start.hour in hours for hours in PARTS.values())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _parts(starts: list[datetime]) -> list[Part]:
    parts = [
        Part(name, [start for start in starts if start.hour in hours])
        for name, hours in PARTS.items()
    ]
    return [part for part in parts if part.starts]
