"""The pages that do one thing to all rows a log shows: how many, what happens, then a press."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from candidates.entrance import posted
from candidates.forms import Confirm
from integrations import visibility
from integrations.logs import bulk
from integrations.logs.acts import CannotAct
from integrations.logs.bulk import REPLAY, RETRY, Bulk
from integrations.logs.forms import LogFilter
from integrations.models import Connection
from integrations.views.logs import UPDATES, WEBHOOKS, Log
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@organization_page
def replay(request: ViewerRequest, pk: int) -> HttpResponse:
    """Work anew on all webhooks that the log shows."""
    return _page(request, pk, WEBHOOKS, REPLAY, "replay_many")


@form_page
@organization_page
def retry(request: ViewerRequest, pk: int) -> HttpResponse:
    """Send all updates again that the log shows and that were parked or given up."""
    return _page(request, pk, UPDATES, RETRY, "retry_many")


def _page(request: ViewerRequest, pk: int, log: Log, what: Bulk, template: str) -> HttpResponse:
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    filters = LogFilter(request.GET, found.organization.zone, log.kinds, log.outcomes)
    back = f"{reverse(log.here, args=[found.organization.slug, found.pk])}?{filters.query}"
    if filters.wanted is None or not filters.is_narrowed:
        messages.warning(request, "Narrow the log first, by an outcome or a period.")
        return redirect(back)
    rows = bulk.chosen(what, found, filters.wanted)
    form = Confirm(posted(request))
    if form.is_valid():
        _begin(request, found, what, rows)
        return redirect(back)
    count = min(len(rows), bulk.MOST)
    facts = {"form": form, "filters": filters, "back": back, "count": count}
    facts |= {"more": len(rows) > bulk.MOST, "most": bulk.MOST}
    return connection_page(request, log.here, f"integrations/logs/{template}.html", found, **facts)


def _begin(request: ViewerRequest, found: Connection, what: Bulk, rows: list[int]) -> None:
    try:
        bulk.begin(what, found, rows, request.viewer.user)
    except CannotAct as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "A worker has begun. The log shows how far it is.")
