"""Who may call: a key and its secret in headers, each API granted for itself."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from django.http import HttpRequest

from integrations.sandbox.jobvite.habits import Habits
from integrations.sandbox.models import Account

GRANTS = {
    ("candidate", "GET"): "GET Candidate",
    ("candidate", "PUT"): "Update Candidate",
    ("job", "GET"): "GET Job",
    ("employee", "GET"): "GET Employee",
    ("workflow", "GET"): "GET Workflow",
    ("disposition", "GET"): "GET Disposition",
    ("customfield", "GET"): "GET Custom Field",
    ("customfield", "PUT"): "Update Custom Field",
}
CLOCK_SKEW = 300  # seconds a signed call may be off


class Unauthorized(Exception):
    """A bad key, or an API that was not granted: Jobvite does not tell which."""


def check(request: HttpRequest, customer: Account, habits: Habits, grant: str) -> None:
    """Let the call pass or raise Unauthorized."""
    known = (
        _signed(request, customer)
        if "X-JVI-SIGN" in request.headers
        else _knows_secret(request, customer, habits)
    )
    if not known or grant not in customer.scopes:
        raise Unauthorized


def signature(key: str, secret: str, epoch: str) -> str:
    """The `X-JVI-SIGN` header: base64 of HMAC-SHA256 over key and Unix seconds."""
    text = f"{key}|{epoch}".encode()
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def _signed(request: HttpRequest, customer: Account) -> bool:
    epoch = request.headers.get("X-JVI-EPOCH", "")
    if not (epoch.isascii() and epoch.isdecimal()):
        return False
    fresh = abs(datetime.now(UTC).timestamp() - int(epoch)) <= CLOCK_SKEW
    ours = signature(customer.client_id, customer.client_secret, epoch)
    given = (request.headers.get("X-JVI-API", ""), request.headers["X-JVI-SIGN"])
    return fresh and _same(given, (customer.client_id, ours))


def _knows_secret(request: HttpRequest, customer: Account, habits: Habits) -> bool:
    """Headers, or the query string of older clients where the customer still allows it."""
    given = (request.headers.get("X-JVI-API", ""), request.headers.get("X-JVI-SC", ""))
    if habits.query_keys and "sc" in request.GET:
        given = (request.GET.get("api", ""), request.GET["sc"])
    return _same(given, (customer.client_id, customer.client_secret))


def _same(given: tuple[str, str], ours: tuple[str, str]) -> bool:
    return all(
        hmac.compare_digest(one.encode(), other.encode())
        for one, other in zip(given, ours, strict=True)
    )
