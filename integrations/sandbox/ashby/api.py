"""The API's door: who may call, what is asked, and how it is refused."""

import base64
import binascii
import hmac
import json
import secrets
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from integrations.sandbox import limiter
from integrations.sandbox.ashby.method import Method, Problem, invalid
from integrations.sandbox.ashby.methods import (
    applications,
    assessments,
    candidates,
    jobs,
    organization,
    process,
    webhooks,
)
from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import VENDOR, account
from integrations.sandbox.models import Account
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer, receive

METHODS: dict[str, Method] = (
    applications.METHODS
    | assessments.METHODS
    | candidates.METHODS
    | jobs.METHODS
    | organization.METHODS
    | process.METHODS
    | webhooks.METHODS
)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = {429: "rate_limit_exceeded", 500: "generic_internal_error"}
OF_A_RUN = (
    "sync_token_expired",
    "sync_token_invalid",
    "incremental_sync_too_large",
    "next_cursor_expired",
    "invalid_next_cursor",
)


@csrf_exempt
def call(request: HttpRequest, method: str) -> HttpResponseBase:
    """Every method: `POST <category>.<method>`."""
    known = METHODS.get(method)
    work = partial(_answer, request, known)
    scope = known.scope if known else ""
    return receive(request, vendor=VENDOR, bucket="api", scope=scope, work=work, refuse=refuse)


def refuse(status: int, code: str = "", message: str = "") -> Answer:
    """An answer that is none, with the status; `errors` is the old form and `errorInfo` the new."""
    code = code or CODES.get(status) or HTTPStatus(status).phrase.lower().replace(" ", "_")
    settings, number = account().settings, _number()
    body: Row = {"success": False, "errors": [code]}
    headers = {"x-ashby-request-id": number}
    if not settings["old_errors"]:
        told = {"code": code, "message": message or HTTPStatus(status).phrase}
        body["errorInfo"] = told | {"requestId": number, "meta": {}}
    if status == 429 and settings["partner_limit"]:
        headers["X-RateLimit-Scope"] = "integration-partner"
    return Answer(status, body, headers)


def _answer(request: HttpRequest, method: Method | None) -> Answer:
    customer = account()
    standing = limiter.count(f"{VENDOR} api", customer.rate_limit, customer.rate_seconds)
    if not standing.allowed:
        return _too_many(standing.retry_after)
    if method is None:
        return refuse(404)
    if request.method != "POST":
        return refuse(405)
    refusal = _refused(request, customer, method)
    return refusal or _done(request, customer, method)


def _too_many(seconds: int) -> Answer:
    refused = refuse(429)
    refused.headers["Retry-After"] = str(seconds)
    return refused


def _refused(request: HttpRequest, customer: Account, method: Method) -> Answer | None:
    key = _key(request)
    if not key:
        return refuse(401)
    if not hmac.compare_digest(key.encode(), customer.client_secret.encode()):
        return refuse(403)
    if method.scope and method.scope not in customer.scopes:
        return refuse(403, "missing_endpoint_permission", f"The key lacks {method.scope}.")
    if request.content_type != "application/json":
        return refuse(400, "invalid_input", "Content-Type must be application/json.")
    return None


def _done(request: HttpRequest, customer: Account, method: Method) -> Answer:
    sees = customer.settings
    shapes = Shapes(confidential=sees["confidential_jobs"], private=sees["private_fields"])
    try:
        keys = method.work(_body(request), shapes)
    except Problem as problem:
        odd = problem.code in OF_A_RUN
        status = int(sees["token_error_status"]) if odd else 200
        return refuse(status, problem.code, str(problem))
    return Answer(200, {"success": True} | keys, {"x-ashby-request-id": _number()})


def _number() -> str:
    """The number of an answer: 26 letters and digits, like a ULID."""
    return "01" + "".join(secrets.choice(CROCKFORD) for _ in range(24))


def _key(request: HttpRequest) -> str:
    """The user name of Basic; the password is ignored."""
    kind, _, pair = request.headers.get("Authorization", "").partition(" ")
    try:
        text = base64.b64decode(pair, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return text.partition(":")[0] if kind == "Basic" else ""


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise invalid() from None
    if not isinstance(body, dict):
        raise invalid()
    return body
