"""Evidence for a vendor's support: what passed in a period, masked, as CSV or JSON (K7)."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from integrations.logs import masking
from integrations.logs.calls import secrets_of
from integrations.models import Call, Connection, Delivery, SyncRun
from portal import spreadsheets
from portal.scope import inside

CHUNK = 500  # rows read at a time: an export is as long as it is, memory is not
Row = dict[str, Any]


@dataclass(frozen=True)
class Period:
    """From when until when, the end not included; both aware."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Kind:
    """A log that can be exported: its rows of a period, and what is told of each."""

    title: str
    rows: Callable[[Connection, Period], QuerySet[Any]]
    tell: Callable[[Any, list[str]], Row]


def lines(kind: Kind, connection: Connection, period: Period) -> Iterator[Row]:
    """What is told of each row, oldest first; read in pieces, each in the organization's scope."""
    last = 0
    while True:
        with inside(connection.organization_id):
            rows = kind.rows(connection, period).filter(pk__gt=last).order_by("pk")
            found = list(rows[:CHUNK])
            secrets = secrets_of(connection)
        yield from (kind.tell(row, secrets) for row in found)
        if len(found) < CHUNK:
            return
        last = found[-1].pk


def as_json(rows: Iterator[Row]) -> Iterator[str]:
    """The rows as one JSON list, piece by piece."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def as_csv(rows: Iterator[Row]) -> Iterator[str]:
    """The rows as CSV with a line of names; no cell is a formula to a spreadsheet (P49)."""
    for place, row in enumerate(rows):
        if place == 0:
            yield spreadsheets.line(row)
        yield spreadsheets.line(_told(value) for value in row.values())


def _told(value: Any) -> Any:
    """A value of a cell: what has parts is JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _calls(connection: Connection, period: Period) -> QuerySet[Call]:
    return Call.objects.filter(connection=connection, at__gte=period.since, at__lt=period.until)


def _call(call: Call, secrets: list[str]) -> Row:
    return {
        "id": call.pk,
        "at": call.at.isoformat(),
        "method": call.method,
        "origin": call.origin,
        "path": call.path,
        "status": call.status,
        "milliseconds": call.milliseconds,
        "request_id": call.request_id,
        "error": masking.text(call.error, secrets),
        "request_headers": call.request_headers,
        "request_body": call.request_body,
        "response_headers": call.response_headers,
        "response_body": call.response_body,
        "update": call.update_id,
        "webhook": call.delivery_id,
        "sync": call.sync_id,
    }


def _webhooks(connection: Connection, period: Period) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        connection=connection, received_at__gte=period.since, received_at__lt=period.until
    )


def _webhook(delivery: Delivery, secrets: list[str]) -> Row:
    return {
        "id": delivery.pk,
        "received_at": delivery.received_at.isoformat(),
        "endpoint": delivery.endpoint,
        "key": delivery.key,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "about": delivery.about,
        "result": masking.text(delivery.result, secrets),
        "error": masking.text(delivery.error, secrets),
        "headers": masking.headers(delivery.headers),
        "body": masking.body(bytes(delivery.body), secrets),
        "answered": delivery.answered,
        "answer": delivery.answer,
        "done_at": delivery.done_at and delivery.done_at.isoformat(),
    }


def _syncs(connection: Connection, period: Period) -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(
        connection=connection, started_at__gte=period.since, started_at__lt=period.until
    )


def _sync(run: SyncRun, secrets: list[str]) -> Row:
    return {
        "id": run.pk,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at and run.ended_at.isoformat(),
        "state": run.state,
        "step": run.step,
        "seen": run.seen,
        "changed": run.changed,
        "ignored": run.ignored,
        "failed": run.failed,
        "error": masking.text(run.error, secrets),
    }


KINDS = {
    "calls": Kind("Calls to the ATS", _calls, _call),
    "webhooks": Kind("Webhooks of the ATS", _webhooks, _webhook),
    "syncs": Kind("Syncs", _syncs, _sync),
}
