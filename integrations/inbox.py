"""The inbox: keep what an ATS sends, once, answer at once, and work on it later (P1, P2, K8)."""

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from integrations import handlers, health, http
from integrations.connector import Endpoint
from integrations.desk import InboxDesk
from integrations.models import Connection, Delivery
from integrations.problems import KeyRefused, Refused, Unreadable, VendorProblem
from integrations.vocabulary import Answer, Hook, Inbound, InviteRequested
from portal.scope import everywhere, inside
from portal.wakeups import call, wake
from portal.work import CALLS_SECONDS, GIVE_UP_AFTER, Turn, WorkState, claim

TAKEN = Answer(200, {"status": "ok"})
REFUSED = Answer(400, {"status": "refused"})  # the same bytes whatever the reason (P6)
GONE = Answer(410, {"status": "gone"})
TASK = "integrations.tasks.drain_inbox"
BATCH = 20
UNPAUSED = """NOT EXISTS (SELECT 1 FROM integrations_connection AS paused
    WHERE paused.id = work.connection_id AND paused.paused_at IS NOT NULL)"""
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
        try:
            connection.connector.verify(hook)
        except Refused:
            health.refused(connection)
            return Answer(401, {"status": "refused"}) if endpoint.waits_for_answer else REFUSED
        return _accept(connection, endpoint, hook)


def _accept(connection: Connection, endpoint: Endpoint, hook: Hook) -> Answer:
    if endpoint.waits_for_answer:
        try:
            return connection.connector.answer(hook, InboxDesk(connection))
        except Unreadable as problem:
            return Answer(422, {"error": str(problem)})
    keep(connection, hook)
    return TAKEN


def keep(connection: Connection, hook: Hook) -> None:
    """Keep a delivery once, and wake a worker; one that is known changes nothing (P2)."""
    connector = connection.connector
    kept = {name: hook.headers[name] for name in connector.kept_headers if name in hook.headers}
    delivery = Delivery(
        organization_id=connection.organization_id,
        connection=connection,
        key=connector.delivery_key(hook),
        endpoint=hook.endpoint,
        headers=kept,
        body=hook.body,
    )
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    wake(TASK)


def drain() -> None:
    """Work on what is due, until nothing is."""
    turn = Turn()
    with everywhere():
        while not turn.over and (due := claim(Delivery, limit=BATCH, only=UNPAUSED)):
            for delivery in due:
                with inside(delivery.organization_id):
                    _take(delivery, turn)
    if turn.over:
        call(TASK)


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
    except VendorProblem as problem:
        _wait(connection, delivery, problem)
    except Exception as problem:
        log.exception("delivery %s", delivery.pk)
        delivery.fail(f"{type(problem).__name__} while working on it.")


def process(connection: Connection, delivery: Delivery) -> None:
    """Read a delivery, then do what it says and mark it done in one transaction (P16)."""
    with http.budget(CALLS_SECONDS) as calls:
        news = sorted(connection.connector.parse(hook_of(delivery)), key=_invites_first)
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
        )
        Connection.objects.filter(pk=connection.pk).update(last_hook_at=delivery.received_at)
    health.heard(connection, delivery)


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
    if health.too_long(delivery):
        hours = int(GIVE_UP_AFTER.total_seconds() // 3600)
        delivery.finish(WorkState.PARKED, error=f"Gave up after {hours} hours: {problem.reason}")
    else:
        pause = health.KEY_PAUSE if isinstance(problem, KeyRefused) else problem.retry_after
        delivery.wait(problem.reason, at_least=pause)


def _connection(token: str) -> Connection | None:
    with everywhere():
        known: QuerySet[Connection] = Connection.objects.select_related("organization", "group")
        return known.filter(token=token).first()


def _endpoint(connection: Connection, name: str) -> Endpoint | None:
    return next((each for each in connection.connector.endpoints if each.name == name), None)
