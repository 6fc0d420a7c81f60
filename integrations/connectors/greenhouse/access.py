"""The access token of a Greenhouse connection: fetched with the key, kept sealed, soon renewed."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from integrations import reading
from integrations.http import Client
from integrations.models import AccessToken, Connection
from integrations.problems import KeyRefused, NotThere, PermissionMissing, Rejected, VendorProblem
from integrations.sealed import SealBroken

MARGIN = timedelta(seconds=60)
SHORT_LIFE = timedelta(minutes=5)  # taken where the reply does not say when it ends
REFUSALS = (KeyRefused, PermissionMissing, Rejected, NotThere)


def access_token(client: Client, *, refused: str = "") -> str:
    """A token that is good for a minute at least.

    Two processes may fetch one at the same time; both are good. A token that was fetched with
    another key is never used.

    Args:
        refused: a token that Greenhouse does not take any more.

    Raises:
        KeyRefused: when Greenhouse does not take the key.
    """
    known = _kept(client.connection)
    return known if known and known != refused else renewed_token(client)


def renewed_token(client: Client) -> str:
    """A token fetched now, which shows that the key is good.

    Raises:
        KeyRefused: when Greenhouse does not take the key.
    """
    token, ends_at = _fetch(client)
    sealed: Any = {"token": token, "key": _fingerprint(client.connection)}
    AccessToken.objects.update_or_create(
        connection=client.connection, defaults={"sealed": sealed, "expires_at": ends_at}
    )
    return token


def _kept(connection: Connection) -> str:
    row = AccessToken.objects.filter(
        connection_id=connection.pk, expires_at__gt=Now() + MARGIN
    ).first()
    try:
        sealed: Any = row.sealed if row else {}
    except SealBroken:
        return ""  # its sealing key is gone: a new token costs one call
    return str(sealed["token"]) if sealed.get("key") == _fingerprint(connection) else ""


def _fetch(client: Client) -> tuple[str, datetime]:
    connection = client.connection
    form = {"grant_type": "client_credentials", "sub": connection.choice("user_id")}
    secret = connection.secrets.get("client_secret", "")
    try:
        reply = client.send(
            "POST",
            f"{connection.auth_url.rstrip('/')}/token",
            expect=dict,
            bucket="token",
            auth=(connection.choice("client_id").encode(), secret.encode()),
            data={name: value for name, value in form.items() if value},
        )
    except REFUSALS as problem:
        said = str(problem).rstrip(".")
        raise KeyRefused(
            f"Greenhouse does not take the client ID and secret: {said}. Look the credential up "
            "in Greenhouse under Configure > Dev Center > API Credential Management (its type is "
            "Harvest V3, OAuth), and save both here again."
        ) from None
    token = reading.text(reply.data.get("access_token"), 10_000)
    if not token:
        raise VendorProblem("Greenhouse answered something else than it promises.")
    return token, _end(reply.data)


def _end(reply: dict[str, Any]) -> datetime:
    stated = reading.moment(reply.get("expires_at"))
    return stated or timezone.now().astimezone(UTC) + SHORT_LIFE


def _fingerprint(connection: Connection) -> str:
    """What tells one key from another, without being the key."""
    parts = (
        connection.choice("client_id"),
        connection.secrets.get("client_secret", ""),
        connection.choice("user_id"),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
