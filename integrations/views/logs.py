"""The logs of a connection: webhooks in, updates out, calls, syncs, each with its detail (K7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from integrations import visibility
from integrations.logs import bulk, finding, understood
from integrations.logs.bulk import Bulk
from integrations.logs.details import call_facts, sync_facts, update_facts, webhook_facts
from integrations.logs.finding import Wanted
from integrations.logs.forms import LogFilter
from integrations.logs.lines import call_line, sync_line, update_line, webhook_line
from integrations.models import AtsUpdate, Call, Connection, Delivery, SyncRun, SyncState
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.paging import Page, page_of
from portal.viewers import ViewerRequest


@dataclass(frozen=True)
class Log:
    """A log: its address and template, what it can be narrowed to, what a line says, and what can
    be done to many rows at once."""

    here: str
    template: str
    rows: Callable[[Connection, Wanted], QuerySet[Any]]
    line: Callable[[Any], Any]
    outcomes: Mapping[str, str]
    kinds: Mapping[str, str]
    bulk: Bulk | None = None


WEBHOOKS = Log(
    "log_webhooks", "webhooks", finding.webhooks, webhook_line,
    finding.WEBHOOK_OUTCOMES, understood.WORDS, bulk.REPLAY,
)  # fmt: skip
UPDATES = Log(
    "log_updates", "updates", finding.updates, update_line,
    finding.UPDATE_OUTCOMES, finding.UPDATE_KINDS, bulk.RETRY,
)  # fmt: skip
CALLS = Log(
    "log_calls", "calls", finding.calls, call_line,
    {name: label for name, (_, label) in finding.CALL_OUTCOMES.items()}, finding.CALL_KINDS,
)  # fmt: skip
SYNCS = Log("log_syncs", "syncs", finding.syncs, sync_line, dict(SyncState.choices), {})


@require_safe
@organization_page
def webhooks(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the ATS sent us, newest first."""
    return _list(request, pk, WEBHOOKS)


@require_safe
@organization_page
def updates(request: ViewerRequest, pk: int) -> HttpResponse:
    """What we told the ATS, newest first."""
    return _list(request, pk, UPDATES)


@require_safe
@organization_page
def calls(request: ViewerRequest, pk: int) -> HttpResponse:
    """Every request of ours to the ATS, newest first."""
    return _list(request, pk, CALLS)


@require_safe
@organization_page
def syncs(request: ViewerRequest, pk: int) -> HttpResponse:
    """Every comparison with the ATS, newest first."""
    return _list(request, pk, SYNCS)


@require_safe
@organization_page
def webhook(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """One webhook: what came, what we understood, what came of it."""
    found = visibility.connection_for(request.viewer, pk)
    delivery = get_object_or_404(Delivery, pk=row, connection=found)
    return _detail(request, found, WEBHOOKS, "webhook", webhook_facts(delivery, found))


@require_safe
@organization_page
def update(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """One update: its text, its mark, and each try."""
    found = visibility.connection_for(request.viewer, pk)
    known = AtsUpdate.objects.select_related(
        "application", "attempt", "event__interview__write_up", "event__interview__redo_of",
        "event__candidacy__role", "event__candidacy__candidate", "event__candidacy__organization",
    )  # fmt: skip
    told = get_object_or_404(known, pk=row, application__connection=found)
    return _detail(request, found, UPDATES, "update", update_facts(told, found))


@require_safe
@organization_page
def call(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """One request and its answer, both masked before they were kept."""
    found = visibility.connection_for(request.viewer, pk)
    made = get_object_or_404(Call, pk=row, connection=found)
    return _detail(request, found, CALLS, "call", call_facts(made))


@require_safe
@organization_page
def sync(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """One comparison: what it saw and did, and its calls."""
    found = visibility.connection_for(request.viewer, pk)
    run = get_object_or_404(SyncRun.objects.select_related("by"), pk=row, connection=found)
    return _detail(request, found, SYNCS, "sync", sync_facts(run))


def _list(request: ViewerRequest, pk: int, log: Log) -> HttpResponse:
    found = visibility.connection_for(request.viewer, pk)
    zone = found.organization.zone
    filters = LogFilter(request.GET, zone, log.kinds, log.outcomes)
    wanted = filters.wanted
    shown: Page[Any] = Page([])
    if wanted is not None:
        shown = page_of(log.rows(found, wanted), request.GET, by=["id"], descending=True)
    facts = {
        "filters": filters, "zone": zone, "shown": shown,
        "lines": [log.line(row) for row in shown.rows],
        "last": bulk.newest(log.bulk, found) if log.bulk else None,
    }  # fmt: skip
    return connection_page(
        request, log.here, f"integrations/logs/{log.template}.html", found, **facts
    )


def _detail(
    request: ViewerRequest, found: Connection, log: Log, template: str, facts: dict[str, Any]
) -> HttpResponse:
    return connection_page(request, log.here, f"integrations/logs/{template}.html", found, **facts)
