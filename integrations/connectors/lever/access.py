"""How calls to Lever are signed: by an API key, or by OAuth whose refresh token changes each time.

A refresh token is good once, so that only who holds the lease of the token's row uses it.
"""

import hashlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from integrations import reading
from integrations.http import TOKENS, Client, is_tryout
from integrations.models import AccessToken, Connection
from integrations.problems import (
    AskedToWait,
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from integrations.sealed import SealBroken

MARGIN = timedelta(minutes=15)  # longer than between two checks, which so keep the token fresh
SHORT_LIFE = timedelta(minutes=30)  # taken where the reply does not say how long it is good
LEASE = timedelta(seconds=45)  # longer than a call takes
NAP, NAPS = 0.1, 20  # seconds, and how often: another process fetches the token meanwhile
REFUSALS = (KeyRefused, PermissionMissing, Rejected, NotThere)


def by_key(connection: Connection) -> bool:
    """Whether this connection calls with an API key."""
    return connection.choice("sign_in") == "with_a_key"


def signed(client: Client, *, refused: str = "") -> dict[str, Any]:
    """What a call must carry, as requests takes it.

    Args:
        refused: an access token that Lever does not take any more.

    Raises:
        KeyRefused: when there is no key, or the sign-in is over.
    """
    connection = client.connection
    if by_key(connection):
        key = connection.secrets.get("api_key", "")
        if not key:
            raise KeyRefused("No API key is saved. Make one in Lever, and save it here.")
        return {"auth": (key.encode(), b"")}
    return bearer(access_token(client, refused=refused))


def bearer(token: str) -> dict[str, Any]:
    """The header of a call made with this access token."""
    return {"headers": {"Authorization": f"Bearer {token}"}}


def access_token(client: Client, *, refused: str = "") -> str:
    """A token that is good now.

    Raises:
        KeyRefused: when Lever does not take the sign-in.
        AskedToWait: when another process fetches one and is not done.
    """
    for _ in range(NAPS):
        known = _kept(client.connection, timedelta() if is_tryout() else MARGIN)
        if known and known != refused:
            return known
        if is_tryout():
            raise VendorProblem("The access token has run out; the next check renews it.")
        if _lease(client.connection):
            return _renewed(client, refused)
        time.sleep(NAP)
    raise AskedToWait("Another process renews the access token.", retry_after=NAP * NAPS)


def _kept(connection: Connection, margin: timedelta) -> str:
    row = AccessToken.objects.filter(
        connection_id=connection.pk, expires_at__gt=Now() + margin
    ).first()
    return str(_opened(row).get("token", "")) if row else ""


def _opened(row: AccessToken) -> dict[str, str]:
    """What the row keeps, nothing where it belongs to another sign-in."""
    try:
        sealed: Any = row.sealed
    except SealBroken:
        return {}
    return sealed if sealed.get("key") == _fingerprint(row.connection) else {}


def _lease(connection: Connection) -> bool:
    """Take the token's row, unless another process has it; the lease ends by itself."""
    AccessToken.objects.get_or_create(connection=connection, defaults={"expires_at": Now()})
    free = Q(renewed_until=None) | Q(renewed_until__lte=Now())
    held = AccessToken.objects.filter(free, connection=connection)
    return bool(held.update(renewed_until=Now() + LEASE))


def _renewed(client: Client, refused: str) -> str:
    """Fetch a token, holding the lease, unless somebody did just before."""
    connection = client.connection
    try:
        known = _kept(connection, MARGIN)
        return known if known and known != refused else _fetch(client)
    finally:
        AccessToken.objects.filter(connection=connection).update(renewed_until=None)


def _fetch(client: Client) -> str:
    connection = client.connection
    row = AccessToken.objects.get(connection=connection)
    refresh = _opened(row).get("refresh", "")
    reply = _ask(client, _grant(connection, refresh))
    token = reading.text(reply.get("access_token"), 10_000)
    if not token:
        raise VendorProblem("Lever answered something else than it promises.")
    following = reading.text(reply.get("refresh_token"), 10_000) or refresh
    sealed: Any = {"token": token, "refresh": following, "key": _fingerprint(connection)}
    row.sealed, row.expires_at = sealed, _end(reply)
    row.save(update_fields=["sealed", "expires_at"])
    return token


def _grant(connection: Connection, refresh: str) -> dict[str, str]:
    """What a token is asked for with: the code of the sign-in the first time."""
    if refresh:
        return {"grant_type": "refresh_token", "refresh_token": refresh}
    return {
        "grant_type": "authorization_code",
        "code": connection.secrets.get("code", ""),
        "redirect_uri": connection.choice("redirect_url"),
    }


def _ask(client: Client, grant: dict[str, str]) -> reading.Row:
    connection = client.connection
    form = {
        "client_id": connection.choice("client_id"),
        "client_secret": connection.secrets.get("client_secret", ""),
        **grant,
    }
    url = f"{connection.auth_url.rstrip('/')}/oauth/token"
    try:
        reply = client.send("POST", url, expect=dict, bucket=TOKENS, data=form)
    except REFUSALS as problem:
        said = str(problem).rstrip(".")
        raise KeyRefused(
            f"Lever does not take the sign-in: {said}. Sign in again as the first step of the "
            "set-up says, and save the new code here."
        ) from None
    return reading.row(reply.data)


def _end(reply: reading.Row) -> datetime:
    seconds: Any = reply.get("expires_in")
    good = isinstance(seconds, int) and 0 < seconds < 10**7
    life = timedelta(seconds=seconds) if good else SHORT_LIFE
    return timezone.now().astimezone(UTC) + life


def _fingerprint(connection: Connection) -> str:
    """What tells one sign-in from another, without being its code."""
    parts = (connection.choice("client_id"), connection.secrets.get("code", ""))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
