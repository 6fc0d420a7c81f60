"""Who calls: an API key over HTTP Basic, or a bearer from OAuth; and what they were granted."""

import base64
import binascii
import hmac
from dataclasses import dataclass

from django.http import HttpRequest

from integrations.sandbox.lever.errors import forbidden, unauthorized
from integrations.sandbox.lever.store import CONFIDENTIAL, account, store


@dataclass(frozen=True)
class Caller:
    """What the key or the token may do."""

    grants: frozenset[str]

    @property
    def sees_confidential(self) -> bool:
        """Whether confidential rows can be asked for."""
        return CONFIDENTIAL in self.grants

    def need(self, scope: str) -> None:
        """Raises Refused unless `stages:read` or the like was granted; writing includes reading."""
        resource = scope.partition(":")[0]
        if not {f"{scope}:admin", f"{resource}:write:admin"} & self.grants:
            raise forbidden(f"The API key or token is not permitted to use {scope}.")


def identify(request: HttpRequest) -> Caller:
    """Whose call this is. Raises Refused."""
    kind, _, credential = request.headers.get("Authorization", "").partition(" ")
    match kind.lower():
        case "basic":
            return _by_key(credential)
        case "bearer":
            return _by_token(credential)
    raise unauthorized("Authorization is missing.")


def _by_key(credential: str) -> Caller:
    """The key is the user name, and the password is empty."""
    customer = account()
    try:
        said = base64.b64decode(credential, validate=True)
    except binascii.Error:
        said = b""
    if not hmac.compare_digest(said, f"{customer.settings['api_key']}:".encode()):
        raise unauthorized("Invalid API key.")
    return Caller(frozenset(customer.scopes))


def _by_token(credential: str) -> Caller:
    token = store.rows("access_tokens", token=credential).first() if credential else None
    if token is None or token["endsAt"] <= store.now():
        raise unauthorized("Invalid or expired access token.")
    return Caller(frozenset(token["scopes"]) & frozenset(account().scopes))
