"""OAuth: a code for a consent, tokens for a code, and a new pair for each refresh token."""

import hmac
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, QueryDict

from integrations.sandbox.lever.store import account, store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer

ASKED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "state",
    "scope",
    "audience",
)
CODE_MS = 10 * 60 * 1000
YEAR_MS, UNUSED_MS = 365 * 86_400_000, 90 * 86_400_000
OFFLINE = "offline_access"


class Denied(Exception):
    """The token endpoint refuses; the text is OAuth's word for why."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.status = status


def complaint(asked: QueryDict) -> str:
    """What is wrong with a call of the authorize address; empty if nothing is."""
    missing = [name for name in ASKED if not asked.get(name)]
    if missing:
        return f"Missing: {', '.join(missing)}."
    if asked["client_id"] != account().client_id:
        return "The client is not known."
    if asked["response_type"] != "code" or not asked.get("audience", "").endswith("/v1/"):
        return "response_type must be code, and audience the address of the API."
    return ""


def consent(asked: QueryDict) -> str:
    """Where a browser goes after the press on Allow: back, with a code that works once."""
    code = secrets.token_urlsafe(24)
    kept = {name: asked[name] for name in ("redirect_uri", "scope")}
    store.add("codes", code=code, endsAt=store.now() + CODE_MS, **kept)
    return _back(asked, code=code)


def refusal(asked: QueryDict) -> str:
    """Where a browser goes after the press on Deny."""
    why = "The user denied the application access."
    return _back(asked, error="access_denied", error_description=why)


def grant(request: HttpRequest) -> Answer:
    """Answer `POST /oauth/token`."""
    try:
        with transaction.atomic():
            return Answer(200, _grant(request.POST))
    except Denied as problem:
        return Answer(problem.status, {"error": str(problem)})


def revoke_all() -> None:
    """End every token, refresh tokens included: the customer disconnects the application."""
    for kind in ("access_tokens", "refresh_tokens", "codes"):
        store.rows(kind).delete()


def _grant(form: QueryDict) -> Row:
    customer = account()
    ours = f"{customer.client_id} {customer.client_secret}"
    said = f"{form.get('client_id')} {form.get('client_secret')}"
    if not hmac.compare_digest(ours.encode(), said.encode()):
        raise Denied("invalid_client", 401)
    match form.get("grant_type"):
        case "authorization_code":
            code = _spend("codes", "code", form.get("code"))
            if code["endsAt"] < store.now() or code["redirect_uri"] != form.get("redirect_uri"):
                raise Denied("invalid_grant")
            return _tokens(code["scope"].split())
        case "refresh_token":
            old = _spend("refresh_tokens", "token", form.get("refresh_token"))
            if store.now() > min(old["createdAt"] + UNUSED_MS, old["connectedAt"] + YEAR_MS):
                raise Denied("invalid_grant")
            return _tokens(old["scopes"], old["connectedAt"])
    raise Denied("unsupported_grant_type")


def _spend(kind: str, field: str, value: str | None) -> Record:
    """Take what works once; of two calls at the same time one finds it gone. Raises Denied."""
    row = store.rows(kind, **{field: value}).select_for_update().first() if value else None
    if row is None:
        raise Denied("invalid_grant")
    row.delete()
    return row


def _tokens(scopes: Sequence[str], connected_at: int | None = None) -> Row:
    now, seconds = store.now(), account().token_seconds
    access = secrets.token_urlsafe(32)
    store.add("access_tokens", token=access, scopes=scopes, endsAt=now + seconds * 1000)
    answer: Row = {"access_token": access, "token_type": "Bearer"}
    answer |= {"scope": " ".join(scopes), "expires_in": seconds}
    if OFFLINE not in scopes:
        return answer
    refresh = secrets.token_urlsafe(32)
    store.add("refresh_tokens", token=refresh, scopes=scopes, connectedAt=connected_at or now)
    return answer | {"refresh_token": refresh}


def _back(asked: QueryDict, **said: str) -> str:
    address = asked.get("redirect_uri", "")
    mark = "&" if "?" in address else "?"
    return address + mark + urlencode(said | {"state": asked.get("state", "")})
