"""The vendor's planned maintenance of a connection: once a week, so long, in its zone (K6)."""

from calendar import day_name
from datetime import datetime, timedelta

from integrations.models import Connection
from integrations.watch import uptime


def window(connection: Connection) -> uptime.Window | None:
    """When its vendor works on it every week, if that is known."""
    if connection.maintenance_weekday is None or connection.maintenance_start is None:
        return None
    return uptime.Window(
        connection.maintenance_weekday,
        connection.maintenance_start,
        timedelta(minutes=connection.maintenance_minutes),
        connection.maintenance_zone,
    )


def is_on(connection: Connection, now: datetime) -> bool:
    """Whether the vendor works on it just now."""
    weekly = window(connection)
    return weekly is not None and bool(uptime.planned(weekly, now, now + timedelta(seconds=1)))


def in_words(connection: Connection) -> str:
    """When it is, in a sentence."""
    weekly = window(connection)
    if weekly is None:
        return "No planned maintenance is known."
    minutes = round(weekly.length.total_seconds() / 60)
    day = day_name[weekly.weekday]
    return f"Every {day} from {weekly.start:%H:%M} for {minutes} minutes ({weekly.zone})."
