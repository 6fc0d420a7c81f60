"""Counting calls against a fixed window, as vendors do."""

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
