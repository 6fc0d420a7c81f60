"""What views hand to the components of templates/ui: tabs, steps, the days of an uptime bar."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Tab:
    """One of several pages beside each other; the count, if any, stands behind its label."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One thing to do, in order; the link leads to where it is done."""

    label: str
    done: bool
    url: str = ""
    help: str = ""


@dataclass(frozen=True)
class UptimeDay:
    """A day of a connection (K6): its worst state, and the share of it, in percent, that was up.

    Before the set-up a day has no share (None). `text` says the same and why; empty: as usual.
    """

    day: date
    percent: float | None
    state: str = "connected"
    text: str = ""
