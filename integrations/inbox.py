"""The inbox: keep what an ATS sends, once, answer at once, and work on it later (P1, P2, K8)."""

import logging
from functools import partial
from math import ceil
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from integrations import flood, handlers, health, http, probes, questions
from integrations.connector import Endpoint
from integrations.logs import understood
from integrations.logs.calls import Reason
from integrations.models import Connection, Delivery
from integrations.problems import (
    KeyRefused,
    NobodyRecruits,
    NotNow,
    NotThere,
    Refused,
    Rejected,
    Unreadable,
    VendorProblem,
)
from integrations.sealed import SealBroken
from integrations.setup import overlap
from integrations.vocabulary import Answer, Hook, Inbound, InviteRequested
from portal.scope import everywhere, inside
from portal.wakeups import call, wake
from portal.work import CALLS_SECONDS, Turn, WorkState, claim

TAKEN = Answer(200, {"status": "ok"})
REFUSED = Answer(400, {"status": "refused"})  # the same bytes whatever the reason (P6)
GONE = Answer(410, {"status": "gone"})
AWAY = Answer(503, {"status": "try again later"}, {"Retry-After": "60"})
TASK = "integrations.tasks.drain_inbox"
BATCH = 20
OF_CONNECTION = "work.connection_id = {connection}"
log = logging.getLogger(__name__)


def receive(token: str, hook: Hook) -> Answer:
    """Take a request of an ATS: verified, it is answered or kept; the row is committed first."""
    connection = _connection(token)
    if connection is None:
        return REFUSED
    with inside(connection.organization_id):
        endpoint = _endpoint(connection, hook.endpoint)
        if connection.disconnected_at:
            return GONE
        if endpoint is None:
            return REFUSED
        return _turn_away(connection, endpoint, hook) or _accept(connection, endpoint, hook)


def _turn_away(connection: Connection, endpoint: Endpoint, hook: Hook) -> Answer | None:
    """The answer to a request that is not believed or comes too fast; None for any other."""
    try:
        current = connection.connector.verify(hook)
    except Refused:
        if endpoint.waits_for_answer:
            return Answer(401, {"status": "refused"})
        health.refused(connection)
        return REFUSED
    except SealBroken as problem:
        health.failed(connection, problem)
        return AWAY
    if not current:
        overlap.used(connection)
    if seconds := flood.wait(connection):
        return Answer(429, {"status": "slow down"}, {"Retry-After": str(ceil(seconds))})
    return None


def _accept(connection: Connection, endpoint: Endpoint, hook: Hook) -> Answer:
    if endpoint.waits_for_answer:
        return questions.answer(connection, hook)
    keep(connection, hook)
    health.believed(connection)
    return TAKEN


def keep(connection: Connection, hook: Hook) -> None:
    """Keep a delivery once, and wake a worker; one that is known changes nothing (P2)."""
    delivery = Delivery(
        organization_id=connection.organization_id,
        connection=connection,
        key=connection.connector.delivery_key(hook),
        endpoint=hook.endpoint,
        headers=connection.connector.kept(hook),
        body=hook.body,
    )
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    wake(TASK)


def drain() -> None:
    """Work on what is due, some of each connection in turn, until nothing is (P13)."""
    turn = Turn()
    with everywhere():
        while not turn.over:
            worked = [_drain_connection(connection, turn) for connection in _connections_due()]
            if not any(worked):
                return
    call(TASK)


def _connections_due() -> list[Connection]:
    """The connections with deliveries that are due, in any order: none is always the last."""
    due = Delivery.objects.filter(Delivery.OPEN, next_attempt_at__lte=Now())
    ready = Connection.objects.filter(paused_at=None, disconnected_at=None)
    return list(ready.filter(pk__in=due.values("connection")).order_by("?"))


def _drain_connection(connection: Connection, turn: Turn) -> int:
    only = OF_CONNECTION.format(connection=int(connection.pk))
    due = claim(Delivery, limit=BATCH, only=only)
    with inside(connection.organization_id):
        for delivery in due:
            _take(delivery, turn)
    return len(due)


def _take(delivery: Delivery, turn: Turn) -> None:
    if turn.over:
        delivery.release()
    elif delivery.begin():
        _work(delivery)


def _work(delivery: Delivery) -> None:
    connection = Connection.objects.select_related("organization", "group").get(
        pk=delivery.connection_id
    )
    try:
        process(connection, delivery)
    except Unreadable as problem:
        delivery.finish(WorkState.PARKED, error=f"Unreadable: {problem}")
    except NobodyRecruits as problem:
        delivery.finish(WorkState.PARKED, error=str(problem), **_read_as(delivery))
    except NotNow as problem:
        delivery.hold(problem.reason, seconds=problem.retry_after)
    except VendorProblem as problem:
        _wait(connection, delivery, problem)
    except Exception as problem:
        log.exception("delivery %s", delivery.pk)
        delivery.fail(f"{type(problem).__name__} while working on it.")
        Delivery.objects.filter(pk=delivery.pk).update(**_read_as(delivery))


def process(connection: Connection, delivery: Delivery) -> None:
    """Read a delivery, then do what it says and mark it done in one transaction (P16)."""
    reason = Reason(delivery=delivery)
    with http.budget(CALLS_SECONDS, partial(_pass, connection), reason) as calls:
        news = sorted(connection.connector.parse(hook_of(delivery)), key=_invites_first)
    delivery.understood = understood.facts_of(news)
    if calls.answered and connection.refusals:
        health.succeeded(connection)
    with transaction.atomic():
        if not _still_ours(delivery):
            return
        results = [handlers.handle(one, connection, f"delivery-{delivery.pk}") for one in news]
        told = any(result.changed for result in results)
        delivery.finish(
            WorkState.DONE if told else WorkState.IGNORED,
            result=" ".join(result.text for result in results)[:2000],
            done_at=Now(),
            **_read_as(delivery),
        )
    health.worked_on(connection, delivery)


def _read_as(delivery: Delivery) -> dict[str, Any]:
    """What a delivery was understood as, to be kept with it whatever came of it."""
    known = delivery.understood
    return {"understood": known, "about": understood.marks(known)}


def _invites_first(news: Inbound) -> bool:
    """An invite makes the candidacy that the rest of the same delivery is about."""
    return not isinstance(news, InviteRequested)


def hook_of(delivery: Delivery) -> Hook:
    """The request as it came."""
    return Hook(delivery.endpoint, "POST", delivery.headers, {}, bytes(delivery.body))


def _still_ours(delivery: Delivery) -> bool:
    """Whether nobody else finished this delivery meanwhile; holds it until the commit."""
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    return row.state == WorkState.WORKING


def _wait(connection: Connection, delivery: Delivery, problem: VendorProblem) -> None:
    health.failed(connection, problem)
    if isinstance(problem, KeyRefused):
        delivery.hold(problem.reason, seconds=health.KEY_PAUSE)
    elif isinstance(problem, NotThere | Rejected):
        delivery.finish(WorkState.PARKED, error=problem.reason)
    elif delivery.hopeless:
        delivery.finish(WorkState.PARKED, error=f"Gave up after 72 hours: {problem.reason}")
    else:
        delivery.wait(problem.reason, at_least=problem.retry_after)


def _pass(connection: Connection) -> None:
    """Let a delivery ask the ATS something, unless its key is refused or it is away (P29, P30).

    Raises:
        NotNow: with when to look again.
    """
    name = connection.connector.name
    if connection.key_refused_at:
        raise NotNow(f"{name} refuses the key.", retry_after=health.KEY_PAUSE)
    left = (connection.probe_at - timezone.now()).total_seconds() if connection.probe_at else 0
    if left > 0:
        raise NotNow(f"{name} is left alone for a while.", retry_after=left)
    if not probes.take(connection):
        seconds = max(1.0, probes.pause(connection).total_seconds())
        raise NotNow(f"{name} is being tried.", retry_after=seconds)


def _connection(token: str) -> Connection | None:
    with everywhere():
        known: QuerySet[Connection] = Connection.objects.select_related("organization", "group")
        return known.filter(token=token.replace("\x00", "")).first()


def _endpoint(connection: Connection, name: str) -> Endpoint | None:
    return next((each for each in connection.connector.endpoints if each.name == name), None)
