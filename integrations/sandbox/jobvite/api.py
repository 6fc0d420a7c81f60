"""API v2: which routes there are, who may call them, and what they answer."""

import json
from functools import partial

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from integrations.sandbox import limiter
from integrations.sandbox.jobvite import envelope, reads, writes
from integrations.sandbox.jobvite.envelope import refusal, success
from integrations.sandbox.jobvite.habits import Habits
from integrations.sandbox.jobvite.keys import GRANTS, Unauthorized, check
from integrations.sandbox.jobvite.search import BadRequest
from integrations.sandbox.jobvite.store import VENDOR, account
from integrations.sandbox.models import Account
from integrations.sandbox.records import Missing, Row
from integrations.sandbox.wire import Answer, receive

ROUTES = (
    "batch",
    "candidate",
    "category",
    "contact",
    "customfield",
    "department",
    "disposition",
    "employee",
    "interview",
    "job",
    "location",
    "message",
    "offerLetter",
    "role",
    "task",
    "webhook",
    "workflow",
)


@csrf_exempt
def v2(request: HttpRequest, route: str) -> HttpResponseBase:
    """Every route of the API, whether it exists or not."""
    grant = GRANTS.get((route, request.method or ""), "")
    customer = account()
    habits = Habits.of(customer.settings)
    return receive(
        request,
        vendor=VENDOR,
        bucket="api",
        scope=grant,
        work=partial(_answer, request, route, grant, customer, habits),
        refuse=partial(_refuse, route, habits),
    )


def _answer(
    request: HttpRequest, route: str, grant: str, customer: Account, habits: Habits
) -> Answer:
    """PATCH is not routed at all and a bare `/job` redirects: both lead to a page for people."""
    if route not in ROUTES:
        return refusal(404, envelope.NO_SUCH_API)
    if request.method == "PATCH" or (route == "job" and not request.GET):
        page = {"Location": reverse("sandbox:jobvite:jobs")}
        return Answer(302, headers=page | envelope.HEADERS)
    try:
        check(request, customer, habits, grant)
    except Unauthorized:
        return _refuse(route, habits, 401)
    if not _in_time(customer):
        return _refuse(route, habits, 429)
    return _work(request, route, habits)


def _refuse(route: str, habits: Habits, status: int) -> Answer:
    """A refusal without a look at the data; some routes say 401 in the body alone."""
    soft = status == 401 and route in habits.soft_refusals
    return refusal(status, envelope.REFUSALS[status], http=200 if soft else status)


def _in_time(customer: Account) -> bool:
    """Whether the customer's window has room; a limit of 0 is none."""
    if not customer.rate_limit:
        return True
    name = f"{VENDOR} api"
    return limiter.count(name, customer.rate_limit, customer.rate_seconds).allowed


def _work(request: HttpRequest, route: str, habits: Habits) -> Answer:
    try:
        if request.method == "GET":
            return success(**reads.READS[route](request.GET, habits))
        if route == "customfield" and habits.field_writes != 200:
            return refusal(habits.field_writes, envelope.NO_SUCH_API)
        with transaction.atomic():
            return success(**writes.WRITES[route](_body(request), habits))
    except Missing:
        return refusal(404, envelope.NOT_FOUND)
    except BadRequest as problem:
        return refusal(400, str(problem))


def _body(request: HttpRequest) -> Row:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise BadRequest("The body is not valid JSON") from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object")
    return body
