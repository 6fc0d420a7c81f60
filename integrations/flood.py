"""Asks a connection that sends more events than anybody needs to slow down (P13)."""

import threading
import time
from dataclasses import dataclass

from django.conf import settings

from integrations.models import Connection

_buckets: dict[int, "_Bucket"] = {}
_lock = threading.Lock()


@dataclass
class _Bucket:
    """How many events may still come at once, as of a moment."""

    left: float
    at: float


def wait(connection: Connection) -> float:
    """Seconds until this connection may send its next event; 0.0 takes the event.

    Each web process counts for itself, so that an event costs no query: all together they let
    through as many times the limit as there are processes.
    """
    rate, burst = settings.EVENTS_PER_SECOND, settings.EVENTS_BURST
    with _lock:
        now = time.monotonic()
        bucket = _buckets.setdefault(connection.pk, _Bucket(burst, now))
        bucket.left = min(burst, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.left < 1:
            return float((1 - bucket.left) / rate)
        bucket.left -= 1
    return 0.0
