"""How often an address may be wrong about a link, and a good link may change something (P46)."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from candidates.models import Interview

MOST_GUESSES, MINUTE = 30, timedelta(minutes=1)
MOST_CHANGES, HOUR = 20, timedelta(hours=1)


def guessed_too_often(request: HttpRequest) -> bool:
    """Whether this address has guessed too often; then right links are refused as well."""
    count, _ = _counted(_guesses(request), MINUTE)
    return count >= MOST_GUESSES


def count_guess(request: HttpRequest) -> None:
    """Remember a wrong guess."""
    _count(_guesses(request), MINUTE)


def changes_again_at(interview: Interview) -> datetime | None:
    """When the links of this interview take changes again; None while they do, counting one."""
    key = f"changes:{interview.pk}"
    count, until = _counted(key, HOUR)
    if count >= MOST_CHANGES:
        return until
    _count(key, HOUR)
    return None


def _count(key: str, window: timedelta) -> None:
    count, until = _counted(key, window)
    seconds = (until - timezone.now()).total_seconds()
    cache.set(key, (count + 1, until), timeout=seconds)


def _counted(key: str, window: timedelta) -> tuple[int, datetime]:
    """How many there were in a window that begins with the first, and when it ends."""
    now = timezone.now()
    count, until = cache.get(key) or (0, now + window)
    return (count, until) if until > now else (0, now + window)


def _guesses(request: HttpRequest) -> str:
    return f"guesses:{get_adapter().get_client_ip(request)}"
