"""When an ATS may be called again: what its answers say, remembered for every process (P28)."""

import math
import time
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime

from django.core.cache import cache
from django.db import connection as database

from integrations.connector import Pace

LONGEST = 3600.0  # seconds: no ATS makes us wait longer
SLACK = 0.9  # of a vendor's pace that we use: networks bunch calls up
TURN = """
    INSERT INTO integrations_callclock AS clock (connection_id, even_at)
    VALUES (%(connection)s, clock_timestamp() + %(step)s * interval '1 second')
    ON CONFLICT (connection_id) DO UPDATE
    SET even_at = greatest(clock.even_at, clock_timestamp()) + %(step)s * interval '1 second'
    WHERE clock.even_at <= clock_timestamp() + %(farthest)s * interval '1 second'
    RETURNING extract(epoch FROM even_at - clock_timestamp())
"""
RESERVE = 5  # calls left for other processes when a window counts as used up


def asked_wait(headers: Mapping[str, str]) -> float:
    """The seconds that `Retry-After` asks for, as seconds or as a date; 0 when it says nothing."""
    text = headers.get("Retry-After", "").strip()
    with suppress(ValueError):
        return _sane(float(text))
    with suppress(ValueError, TypeError, OverflowError):
        return _sane(parsedate_to_datetime(text).timestamp() - _their_now(headers))
    return 0.0


def window_wait(headers: Mapping[str, str]) -> float:
    """The seconds until the limiter's window opens again, when it is used up but for a reserve."""
    try:
        left = float(headers["X-RateLimit-Remaining"])
        limit = float(headers.get("X-RateLimit-Limit", "nan"))
        opens = float(headers["X-RateLimit-Reset"])
    except (KeyError, ValueError):
        return 0.0
    reserve = 0 if math.isnan(limit) else min(RESERVE, limit // 10)
    return _sane(opens - _their_now(headers)) if left <= reserve else 0.0


def hold(connection: int, bucket: str, seconds: float) -> None:
    """Let no process call this bucket of the connection before so many seconds have passed."""
    if seconds and seconds > seconds_left(connection, bucket):
        cache.set(_name(connection, bucket), time.time() + seconds, timeout=math.ceil(seconds) + 1)


def seconds_left(connection: int, bucket: str) -> float:
    """How long this bucket of the connection must still be left alone, in seconds."""
    until = float(cache.get(_name(connection, bucket), 0.0))
    return min(max(0.0, until - time.time()), LONGEST)


def turn(connection: int, pace: Pace, longest: float) -> float:
    """The seconds until a call may go out so that all processes together keep a vendor's pace.

    The turn is taken, unless they are more than `longest`.
    """
    step = 1 / (pace.per_second * SLACK)
    at_once = pace.burst * SLACK * step
    facts = {"connection": connection, "step": step, "farthest": at_once + longest - step}
    with database.cursor() as cursor:
        cursor.execute(TURN, facts)
        row = cursor.fetchone()
    return max(0.0, float(row[0]) - at_once) if row else longest + step


def _name(connection: int, bucket: str) -> str:
    return f"ats-wait-{connection}-{bucket}"


def _their_now(headers: Mapping[str, str]) -> float:
    """Their clock, in epoch seconds: ours may differ."""
    with suppress(KeyError, ValueError, TypeError, OverflowError):
        return parsedate_to_datetime(headers["Date"]).timestamp()
    return time.time()


def _sane(seconds: float) -> float:
    return min(max(0.0, seconds), LONGEST) if math.isfinite(seconds) else 0.0
