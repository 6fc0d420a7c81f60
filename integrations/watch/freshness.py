"""The promise that states are compared with the ATS every day, and whether it is kept (G3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from candidates.writing import short_when
from integrations import switches
from integrations.capabilities import Capability
from integrations.models import Connection
from integrations.watch import uptime

LIMIT = timedelta(hours=24)


@dataclass(frozen=True)
class Freshness:
    """When states were compared last, when they are next, and what that is worth."""

    compared_at: datetime | None
    next_at: datetime | None  # None: not before something is done
    tone: str  # ok: the promise is kept; bad: broken; neutral: it does not hold now
    text: str

    @property
    def word(self) -> str:
        return {"ok": "Kept", "bad": "Broken"}.get(self.tone, "Not promised")


def of(connection: Connection, compared_at: datetime | None, now: datetime) -> Freshness:
    """The promise of a connection.

    Args:
        compared_at: when its last complete sync ended.
    """
    return promise(
        compared_at,
        connection.next_sync_at,
        connection.created_at,
        now,
        connection.organization.zone,
        stopped=_stopped(connection),
        held_up="once there is a new key" if connection.key_refused_at else "",
    )


def promise(
    compared_at: datetime | None,
    next_at: datetime | None,
    since: datetime,
    now: datetime,
    zone: str,
    *,
    stopped: str = "",
    held_up: str = "",
) -> Freshness:
    """What to say: compared how long ago, next when, and red once the limit is passed.

    Args:
        since: from when on the promise counts where nothing was compared yet.
        zone: of the organization, in which the next time is told.
        stopped: why nothing is compared now, in a sentence; then nothing is promised.
        held_up: what the next comparison waits for instead of a time.
    """
    last = f"States compared {_ago(now - compared_at)} ago" if compared_at else "Never compared"
    if stopped:
        return Freshness(compared_at, None, "neutral", f"{stopped} {last}.")
    next_at = max(next_at or now, now)
    when = held_up or (short_when(next_at, ZoneInfo(zone)) if next_at > now else "now")
    broken = now - (compared_at or since) > LIMIT
    hours = round(LIMIT.total_seconds() / 3600)
    text = f"{last}, next {when}, limit {hours} h."
    return Freshness(compared_at, None if held_up else next_at, "bad" if broken else "ok", text)


def _stopped(connection: Connection) -> str:
    if connection.disconnected_at:
        return "The key was deleted, so states are not compared any more."
    if connection.paused_at:
        return "Paused: states are not compared until you resume it."
    if not connection.active:
        return "States are compared once the first test has succeeded."
    if not switches.is_on(connection, Capability.STATE_UPDATES):
        return "Auto state updating is switched off, so states are not compared."
    return ""


def _ago(span: timedelta) -> str:
    """A span in its largest unit that is not too coarse."""
    if span >= 2 * LIMIT:
        return f"{span.days} days"
    hours = span // timedelta(hours=1)
    return f"{hours} h" if hours else uptime.in_words(span)
