"""Access tokens: client credentials in, a JWT-shaped bearer out."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest

from integrations.sandbox import limiter
from integrations.sandbox.greenhouse.store import VENDOR, account, store
from integrations.sandbox.models import Account
from integrations.sandbox.wire import Answer

TOKEN_LIMIT, TOKEN_SECONDS = 60, 60


class Unauthorized(Exception):
    """No token, a wrong one, a revoked one, or one past its time."""


def grant(request: HttpRequest) -> Answer:
    """Answer `POST /token`: OAuth 2 client credentials over HTTP Basic and a form body."""
    standing = limiter.count(f"{VENDOR} token", TOKEN_LIMIT, TOKEN_SECONDS)
    if not standing.allowed:
        waits = {"Retry-After": str(standing.retry_after)}
        return Answer(429, {"message": "Too Many Requests"}, standing.headers() | waits)
    status, body = _grant(request, account())
    return Answer(status, body, standing.headers())


def _grant(request: HttpRequest, customer: Account) -> tuple[int, dict[str, Any]]:
    if not _knows_secret(request, customer):
        return 401, {"error": "invalid_client"}
    if request.POST.get("grant_type") != "client_credentials":
        return 400, {"error": "unsupported_grant_type"}
    sub = request.POST.get("sub", "")
    if sub and not (sub.isdecimal() and store.find("users", int(sub))):
        return 400, {"error": "invalid_grant"}
    ends = datetime.now(UTC) + timedelta(seconds=customer.token_seconds)
    return 200, {
        "token_type": "Bearer",
        "access_token": _issue(customer, sub, ends),
        "expires_at": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _knows_secret(request: HttpRequest, customer: Account) -> bool:
    pair = f"{customer.client_id}:{customer.client_secret}".encode()
    ours = b"Basic " + base64.b64encode(pair)
    return hmac.compare_digest(request.headers.get("Authorization", "").encode(), ours)


def _issue(customer: Account, sub: str, ends: datetime) -> str:
    claims = {"sub": sub, "exp": ends.timestamp(), "gen": customer.token_generation}
    unsigned = f"{_b64({'alg': 'HS256', 'typ': 'JWT'})}.{_b64(claims)}"
    return f"{unsigned}.{_mark(customer, unsigned)}"


def _b64(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _mark(customer: Account, unsigned: str) -> str:
    key = f"{customer.client_id}:{customer.client_secret}".encode()
    digest = hmac.new(key, unsigned.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def acting_user(request: HttpRequest, customer: Account) -> int | None:
    """The user the bearer acts for; None is the credential's own service user.

    Raises Unauthorized.
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    unsigned, _, mark = token.rpartition(".")
    genuine = hmac.compare_digest(mark.encode(), _mark(customer, unsigned).encode())
    if kind != "Bearer" or not genuine:
        raise Unauthorized
    middle = unsigned.partition(".")[2]
    claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    stale = claims["exp"] < datetime.now(UTC).timestamp()
    if stale or claims["gen"] != customer.token_generation:
        raise Unauthorized
    return int(claims["sub"]) if claims["sub"] else None
