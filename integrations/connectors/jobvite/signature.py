"""Checks that a webhook was signed with our key: the header and its encoding are settings."""

import base64
import hashlib
import hmac

from integrations.models import Connection
from integrations.problems import Refused
from integrations.setup import overlap
from integrations.vocabulary import Hook


def verify(connection: Connection, hook: Hook) -> bool:
    """Whether the key that signed this is the current one, over the raw bytes (P5).

    A connection may say that its Jobvite signs nothing: then the token in the address is all
    there is, and every event is read again before it counts (P4).

    Raises:
        Refused: when no key of ours signed it.
    """
    if not is_signed(connection):
        return True
    given = hook.header(connection.choice("signature_header"))
    matches = [
        current
        for key, current in overlap.good_secrets(connection, "webhook_key").items()
        for ours in _signatures(key, hook.body, connection.choice("signature_encoding"))
        if hmac.compare_digest(given, ours)
    ]
    if not matches:
        raise Refused("The signature does not match.")
    return matches[0]


def is_signed(connection: Connection) -> bool:
    """Whether webhooks must be signed."""
    return connection.choice("signature_required") != "no"


def _signatures(key: str, body: bytes, encoding: str) -> list[bytes]:
    digest = hmac.new(key.encode(), body, hashlib.sha256)
    known = {"base64": base64.b64encode(digest.digest()), "hex": digest.hexdigest().encode()}
    return [known[encoding]] if encoding in known else list(known.values())
