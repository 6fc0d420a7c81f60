"""The Harvest v3 API: who may call, what a list answers, what a write does."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from integrations.sandbox import limiter
from integrations.sandbox.greenhouse import listing, partner, writes
from integrations.sandbox.greenhouse.filters import Invalid
from integrations.sandbox.greenhouse.resources import RESOURCES
from integrations.sandbox.greenhouse.store import VENDOR, account, store
from integrations.sandbox.greenhouse.tokens import Unauthorized, acting_user, grant
from integrations.sandbox.models import Account
from integrations.sandbox.records import Missing
from integrations.sandbox.wire import Answer, receive

VERBS = {"GET": "list", "POST": "create", "PATCH": "update", "DELETE": "destroy"}
ALONE = ("rejection_reasons",)


class Forbidden(Exception):
    """The credential lacks the scope, or the acting user is not a Site Admin."""


@csrf_exempt
def token(request: HttpRequest) -> HttpResponseBase:
    """The token endpoint."""
    work = partial(grant, request)
    return receive(request, vendor=VENDOR, bucket="token", scope="", work=work)


@csrf_exempt
def harvest(request: HttpRequest, kind: str, number: int | None = None) -> HttpResponseBase:
    """Every resource of the API."""
    scope = f"harvest:{kind}:{VERBS.get(request.method or '', '')}"
    work = partial(_answer, request, kind, number, scope)
    return receive(request, vendor=VENDOR, bucket="api", scope=scope, work=work)


@csrf_exempt
def take_home_test(request: HttpRequest, number: int) -> HttpResponseBase:
    """The address an assessment partner PATCHes when a test is finished."""
    work = partial(partner.finished, request, number)
    return receive(request, vendor=VENDOR, bucket="partner", scope="", work=work)


def _answer(request: HttpRequest, kind: str, number: int | None, scope: str) -> Answer:
    customer = account()
    standing = limiter.count(f"{VENDOR} api", customer.rate_limit, customer.rate_seconds)
    if standing.allowed:
        answer = _admitted(request, customer, kind, number, scope)
    else:
        waits = {"Retry-After": str(standing.retry_after)}
        answer = Answer(429, {"message": "Too Many Requests"}, waits)
    answer.headers |= standing.headers()
    return answer


def _admitted(
    request: HttpRequest, customer: Account, kind: str, number: int | None, scope: str
) -> Answer:
    try:
        actor = acting_user(request, customer)
        work = _operation(request, kind, number, actor)
        _check_rights(customer, actor, scope)
        return work()
    except Unauthorized:
        return Answer(401, {"message": "Unauthorized"})
    except Forbidden as problem:
        return Answer(403, {"message": str(problem)})
    except Missing:
        return Answer(404, {"message": "Resource not found"})
    except Invalid as problem:
        return Answer(422, {"errors": [str(problem)]})


def _check_rights(customer: Account, actor: int | None, scope: str) -> None:
    if scope not in customer.scopes:
        raise Forbidden(f"The credential lacks the scope {scope}.")
    user = store.find("users", actor)
    if user and not user["site_admin"]:
        raise Forbidden("The user this token acts for is not a Site Admin.")


def _operation(
    request: HttpRequest, kind: str, number: int | None, actor: int | None
) -> Callable[[], Answer]:
    """What the call asks for, not yet done. Raises Missing where v3 has no such operation."""
    alone = number is None
    match request.method:
        case "GET" if alone and kind in RESOURCES:
            return lambda: _list(request, kind)
        case "GET" if not alone and kind in ALONE:
            return lambda: Answer(200, listing.show(kind, [store.get(kind, number or 0)])[0])
        case "POST" if alone and kind in writes.CREATE:
            return lambda: Answer(201, writes.CREATE[kind](_body(request), actor))
        case "PATCH" if not alone and kind in writes.UPDATE:
            return lambda: Answer(200, writes.UPDATE[kind](number, _body(request)))
        case "DELETE" if not alone and kind in writes.DESTROY:
            return lambda: Answer(200, writes.DESTROY[kind](number))
    raise Missing


def _list(request: HttpRequest, kind: str) -> Answer:
    rows, cursor = listing.answer(listing.ask(kind, request.GET))
    address = request.build_absolute_uri(request.path)
    return Answer(200, rows, {"Link": listing.link(address, cursor)})


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise Invalid("The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Invalid("The body must be a JSON object.")
    return body
