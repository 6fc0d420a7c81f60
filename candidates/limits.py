"""How often an address may be wrong about a link, and a good link may change something (P46)."""

import time
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from candidates.models import Interview

MOST_GUESSES_A_MINUTE = 30
MOST_CHANGES_AN_HOUR = 20
HOUR = timedelta(hours=1)
SECONDS = int(HOUR.total_seconds())


def guessed_too_often(request: HttpRequest) -> bool:
    """Whether this address has guessed too often; then right links are refused as well."""
    return int(cache.get(_guesses(request), 0)) >= MOST_GUESSES_A_MINUTE


def count_guess(request: HttpRequest) -> None:
    """Remember a wrong guess."""
    _count(_guesses(request), seconds=120)


def changes_again_at(interview: Interview) -> datetime | None:
    """When the links of this interview take changes again; None while they do, counting one.

    The hour begins with the first change.
    """
    key, now = f"changes:{interview.pk}", timezone.now()
    again_at: datetime | None = cache.get(f"{key}:until")
    if again_at is None or again_at <= now:
        cache.set(f"{key}:until", now + HOUR, timeout=SECONDS)
        cache.delete(key)
    elif int(cache.get(key, 0)) >= MOST_CHANGES_AN_HOUR:
        return again_at
    _count(key, seconds=2 * SECONDS)
    return None


def _count(key: str, *, seconds: int) -> None:
    cache.add(key, 0, timeout=seconds)
    cache.incr(key)


def _guesses(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    return f"guesses:{address}:{int(time.time() // 60)}"
