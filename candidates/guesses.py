"""How often an address may be wrong about a link: 30 times a minute (P46)."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST_A_MINUTE = 30


def too_many(request: HttpRequest) -> bool:
    """Whether this address has guessed too often; then right links are refused as well."""
    return int(cache.get(_key(request), 0)) >= MOST_A_MINUTE


def count(request: HttpRequest) -> None:
    """Remember a wrong guess."""
    key = _key(request)
    cache.add(key, 0, timeout=120)
    cache.incr(key)


def _key(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    return f"guesses:{address}:{int(time.time() // 60)}"
