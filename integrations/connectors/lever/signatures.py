"""The signature in a webhook's body: it covers its token and its time, never its data (P4, P5)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from integrations import reading
from integrations.problems import Refused, Unreadable
from integrations.vocabulary import Hook


@dataclass(frozen=True)
class Signed:
    """What a webhook's signature stands over, and the signature."""

    message: bytes  # the token and the time in milliseconds, with nothing between
    at: datetime
    signature: bytes

    @property
    def digest(self) -> str:
        """What tells this webhook from every other."""
        return hashlib.sha256(self.message).hexdigest()


def signed(hook: Hook) -> Signed:
    """The signed part of a webhook.

    Raises:
        Refused: when there is none, as without a signature token in Lever.
    """
    try:
        body = reading.row(hook.json)
    except Unreadable:
        body = {}
    token, triggered, signature = (
        body.get(name) for name in ("token", "triggeredAt", "signature")
    )  # fmt: skip
    at = reading.epoch_moment(triggered) if isinstance(triggered, int) else None
    if not (isinstance(token, str) and token and at and isinstance(signature, str)):
        raise Refused("The webhook is not signed.")
    return Signed(_bytes(f"{token}{triggered}"), at, _bytes(signature))


def of(message: bytes, secret: str) -> bytes:
    """The signature of a message: HMAC-SHA256 in lower-case hex."""
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest().encode()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
