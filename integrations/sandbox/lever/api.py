"""The v1 API: its addresses, the grant each needs, its limit, and how it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from integrations.sandbox import limiter
from integrations.sandbox.faults import API
from integrations.sandbox.lever import (
    account_api,
    creation_api,
    hook_api,
    note_api,
    oauth,
    opportunity_api,
    posting_api,
)
from integrations.sandbox.lever.ask import Ask
from integrations.sandbox.lever.callers import identify
from integrations.sandbox.lever.errors import Refused, invalid, not_found
from integrations.sandbox.lever.store import VENDOR, account
from integrations.sandbox.wire import Answer, receive

BURST = 2  # seconds' worth of calls that may come at once
HEADERS = {"x-lever-region": "global"}


@dataclass(frozen=True)
class Route:
    """An address of the API: a part that begins with a colon stands for an id."""

    method: str
    path: str
    scope: str
    work: Callable[..., Answer]

    def match(self, method: str, parts: list[str]) -> list[str] | None:
        """The ids in the parts of an address, or None where this is another."""
        own = self.path.split("/")
        if method != self.method or len(own) != len(parts):
            return None
        pairs = list(zip(own, parts, strict=True))
        if any(mine != theirs for mine, theirs in pairs if not mine.startswith(":")):
            return None
        return [theirs for mine, theirs in pairs if mine.startswith(":")]


ONE = "opportunities/:id"
READ, WRITE = "opportunities:read", "opportunities:write"
ROUTES = (
    Route("GET", "opportunities", READ, opportunity_api.index),
    Route("GET", "opportunities/deleted", READ, account_api.deleted("deleted_opportunities")),
    Route("GET", ONE, READ, opportunity_api.one),
    Route("GET", f"{ONE}/applications", READ, opportunity_api.applications),
    Route("GET", f"{ONE}/applications/:id", READ, opportunity_api.application),
    Route("POST", "opportunities", WRITE, creation_api.create),
    Route("PUT", f"{ONE}/stage", WRITE, opportunity_api.set_stage),
    Route("PUT", f"{ONE}/archived", WRITE, opportunity_api.set_archived),
    Route("POST", f"{ONE}/addTags", WRITE, opportunity_api.add_tags),
    Route("POST", f"{ONE}/removeTags", WRITE, opportunity_api.remove_tags),
    Route("POST", f"{ONE}/addLinks", WRITE, opportunity_api.add_links),
    Route("POST", f"{ONE}/removeLinks", WRITE, opportunity_api.remove_links),
    Route("GET", f"{ONE}/notes", "notes:read", note_api.index),
    Route("GET", f"{ONE}/notes/:id", "notes:read", note_api.one),
    Route("POST", f"{ONE}/notes", "notes:write", note_api.create),
    Route("PUT", f"{ONE}/notes/:id", "notes:write", note_api.replace),
    Route("DELETE", f"{ONE}/notes/:id", "notes:write", note_api.remove),
    Route("GET", f"{ONE}/files", "files:read", note_api.files),
    Route("POST", f"{ONE}/files", "files:write", note_api.upload),
    Route("GET", "contacts/:id", "contact:read", account_api.one_of("contacts")),
    Route("GET", "stages", "stages:read", account_api.stages),
    Route("GET", "stages/:id", "stages:read", account_api.one_of("stages")),
    Route("GET", "disposition_stages", "stages:read", account_api.disposition_stages),
    Route("GET", "archive_reasons", "archive_reasons:read", account_api.archive_reasons),
    Route(
        "GET",
        "archive_reasons/:id",
        "archive_reasons:read",
        account_api.one_of("archive_reasons"),
    ),
    Route("GET", "postings", "postings:read", posting_api.index),
    Route("GET", "postings/deleted", "postings:read", account_api.deleted("deleted_postings")),
    Route("GET", "postings/:id", "postings:read", posting_api.one),
    Route("GET", "postings/:id/users", "postings:read", posting_api.users),
    Route("POST", "postings/:id", "postings:write", posting_api.update),
    Route("GET", "users", "users:read", account_api.users),
    Route("GET", "users/:id", "users:read", account_api.one_of("users")),
    Route("GET", "tags", "tags:read", account_api.tags),
    Route("GET", "sources", "sources:read", account_api.sources),
    Route("GET", "requisitions", "requisitions:read", account_api.requisitions),
    Route("GET", "requisition_fields", "requisition_fields:read", account_api.requisition_fields),
    Route("GET", "webhooks", "webhooks:read", hook_api.index),
    Route("POST", "webhooks", "webhooks:write", hook_api.create),
    Route("PUT", "webhooks", "webhooks:write", hook_api.update),
    Route("DELETE", "webhooks/:id", "webhooks:write", hook_api.remove),
)


@csrf_exempt
def token(request: HttpRequest) -> HttpResponseBase:
    """The token endpoint, on a host of its own."""
    work = partial(oauth.grant, request)
    return receive(request, vendor=VENDOR, bucket="token", scope="", work=work)


@csrf_exempt
def v1(request: HttpRequest, path: str) -> HttpResponseBase:
    """Every address of the API."""
    route, names = _find(request.method or "", path)
    work = partial(_answer, request, route, names)
    scope = route.scope if route else ""
    return receive(request, vendor=VENDOR, bucket=API, scope=scope, work=work, refuse=refuse)


def refuse(status: int) -> Answer:
    """A refusal in the vendor's shape."""
    phrase = HTTPStatus(status).phrase
    return Answer(status, {"code": phrase.replace(" ", ""), "message": phrase}, dict(HEADERS))


def _find(method: str, path: str) -> tuple[Route | None, list[str]]:
    parts = path.rstrip("/").split("/")
    for route in ROUTES:
        names = route.match(method, parts)
        if names is not None:
            return route, names
    return None, [path]


def _answer(request: HttpRequest, route: Route | None, names: list[str]) -> Answer:
    """A full bucket refuses at once, and says neither how long nor how many."""
    try:
        caller = identify(request)
        limit = max(1, account().rate_limit)
        if not limiter.pour(f"{VENDOR} api", limit, limit * BURST):
            return refuse(429)
        if route is None:
            raise not_found("resource", names[0])
        if "%00" in request.get_full_path():
            raise invalid("The address holds a character that cannot be read.")
        caller.need(route.scope)
        answer = route.work(Ask(request, caller), *names)
    except Refused as problem:
        answer = Answer(problem.status, problem.body)
    answer.headers |= HEADERS
    return answer
