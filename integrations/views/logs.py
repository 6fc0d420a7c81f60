"""The logs of a connection: webhooks in, updates out, calls, syncs, each with its detail (K7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from integrations import visibility
from integrations.logs import bulk, details, finding, lines, understood
from integrations.logs.bulk import Bulk
from integrations.logs.finding import Wanted
from integrations.logs.forms import LogFilter
from integrations.models import Connection, SyncState
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.paging import Page, page_of
from portal.viewers import ViewerRequest


@dataclass(frozen=True)
class Log:
    """A log: what its lines and its details say, what it can be narrowed to, and what can be done
    to many of its rows at once. Its name is that of a row, as in addresses and templates."""

    name: str
    rows: Callable[[Connection, Wanted], QuerySet[Any]]
    line: Callable[[Any], Any]
    one: Callable[[Connection], QuerySet[Any]]
    facts: Callable[[Any], dict[str, Any]]
    outcomes: Mapping[str, str]
    kinds: Callable[[Connection], Mapping[str, str]] = lambda _: {}
    bulk: Bulk | None = None

    @property
    def here(self) -> str:
        """The name of its address."""
        return f"log_{self.name}s"


WEBHOOKS = Log(
    "webhook", finding.webhooks, lines.webhook_line, details.webhooks, details.webhook_facts,
    finding.WEBHOOK_OUTCOMES, lambda _: understood.WORDS, bulk.REPLAY,
)  # fmt: skip
UPDATES = Log(
    "update", finding.updates, lines.update_line, details.updates, details.update_facts,
    finding.UPDATE_OUTCOMES, lambda _: finding.UPDATE_KINDS, bulk.RETRY,
)  # fmt: skip
CALLS = Log(
    "call", finding.calls, lines.call_line, details.calls, details.call_facts,
    {name: label for name, (_, label) in finding.CALL_OUTCOMES.items()}, finding.call_kinds,
)  # fmt: skip
SYNCS = Log(
    "sync", finding.syncs, lines.sync_line, details.syncs, details.sync_facts,
    dict(SyncState.choices),
)  # fmt: skip


@require_safe
@organization_page
def rows(request: ViewerRequest, pk: int, log: Log) -> HttpResponse:
    """The rows of a log that are asked for, newest first."""
    found = visibility.connection_for(request.viewer, pk)
    zone = found.organization.zone
    filters = LogFilter(request.GET, zone, log.kinds(found), log.outcomes)
    wanted = filters.wanted
    shown: Page[Any] = Page([])
    if wanted is not None:
        shown = page_of(log.rows(found, wanted), request.GET, by=["id"], descending=True)
    facts = {
        "filters": filters, "zone": zone, "shown": shown, "bulk": log.bulk,
        "lines": [log.line(row) for row in shown.rows],
        "last": bulk.newest(log.bulk, found) if log.bulk else None,
    }  # fmt: skip
    template = f"integrations/logs/{log.name}s.html"
    return connection_page(request, log.here, template, found, **facts)


@require_safe
@organization_page
def row(request: ViewerRequest, pk: int, row: int, log: Log) -> HttpResponse:
    """One row of a log with all that is kept of it."""
    found = visibility.connection_for(request.viewer, pk)
    facts = log.facts(get_object_or_404(log.one(found), pk=row))
    template = f"integrations/logs/{log.name}.html"
    return connection_page(request, log.here, template, found, **facts)
