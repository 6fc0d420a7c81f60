"""Counting calls against a fixed window or a bucket that drains, as vendors do."""

import math
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

COUNT = """
INSERT INTO sandbox_window AS w (name, opened_at, used) VALUES (%(name)s, %(now)s, 1)
ON CONFLICT (name) DO UPDATE SET
  used = CASE WHEN w.opened_at <= %(old)s THEN 1 ELSE w.used + 1 END,
  opened_at = CASE WHEN w.opened_at <= %(old)s THEN %(now)s ELSE w.opened_at END
RETURNING opened_at, used
"""

POUR = """
INSERT INTO sandbox_window AS w (name, opened_at, used)
VALUES (%(name)s, %(now)s + make_interval(secs => %(drop)s), 1)
ON CONFLICT (name) DO UPDATE SET
  opened_at = GREATEST(w.opened_at, %(now)s) + make_interval(secs => %(drop)s), used = w.used + 1
  WHERE GREATEST(w.opened_at, %(now)s) <= %(now)s + make_interval(secs => %(room)s)
RETURNING used
"""


@dataclass(frozen=True)
class Standing:
    """Where a caller stands in the current window; times in seconds."""

    limit: int
    remaining: int
    reset: int
    retry_after: int
    allowed: bool

    def headers(self) -> dict[str, str]:
        """The three headers every answer carries; `Reset` is epoch seconds."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
        }


def count(name: str, limit: int, seconds: int) -> Standing:
    """Count one call. The window opens with its first call and lasts `seconds`."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"name": name, "now": now, "old": now - timedelta(seconds=seconds)})
        opened_at, used = cursor.fetchone()
    ends_in = (opened_at + timedelta(seconds=seconds) - now).total_seconds()
    return Standing(
        limit=limit,
        remaining=max(0, limit - used),
        reset=math.floor(now.timestamp()) + seconds,
        retry_after=max(1, math.ceil(ends_in)),
        allowed=used <= limit,
    )


def pour(name: str, per_second: int, burst: int) -> bool:
    """Whether one more call goes into a bucket that drains `per_second` and holds `burst`.

    The row keeps the moment at which the bucket will be empty.
    """
    drop, room, now = 1 / per_second, (burst - 1) / per_second, timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(POUR, {"name": name, "now": now, "drop": drop, "room": room})
        return cursor.fetchone() is not None
