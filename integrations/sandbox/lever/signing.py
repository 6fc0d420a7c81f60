"""The body of a webhook: Lever signs a token and a time inside it, and nothing else of it."""

import hashlib
import hmac
import json
import secrets
import uuid

from integrations.sandbox.lever.store import store
from integrations.sandbox.records import Row


def new_id() -> str:
    """An id nobody has had."""
    return str(uuid.uuid4())


def signature(secret: str, token: str, triggered_at: int) -> str:
    """Lower-case hex HMAC-SHA256 over the token and the decimal time, without a separator."""
    return hmac.new(secret.encode(), f"{token}{triggered_at}".encode(), hashlib.sha256).hexdigest()


def unsigned(event: str, data: Row, number: str = "") -> str:
    """News as it waits to be sent: with a token of 48 characters, and an id if one is given."""
    named = {"id": number} if number else {}
    return _text(named | {"event": event} | _moment() | {"data": data})


def signed(body: str, secret: str, *, anew: bool = False) -> str:
    """News as it is sent; `anew` gives it a token and a time of its own.

    Where no secret is set there is no signature.
    """
    said = json.loads(body) | (_moment() if anew else {})
    data = said.pop("data")
    if secret:
        said["signature"] = signature(secret, said["token"], said["triggeredAt"])
    return _text(said | {"data": data})


def _moment() -> Row:
    return {"triggeredAt": store.now(), "token": secrets.token_hex(24)}


def _text(said: Row) -> str:
    return json.dumps(said, separators=(",", ":"))
