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
from integrations.logs.bulk import Bulk
from integrations.logs.forms import LogFilter
from integrations.models import Connection
from integrations.views.logs import Log
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def bulk_page(request: ViewerRequest, pk: int, log: Log) -> HttpResponse:
    """Do to all rows that the log shows what can be done to many: after a page that says what."""
    assert log.bulk is not None
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    filters = LogFilter(request.GET, found.organization.zone, log.kinds(found), log.outcomes)
    back = f"{reverse(log.here, args=[found.organization.slug, found.pk])}?{filters.query}"
    if filters.wanted is None or not filters.is_narrowed:
        messages.warning(request, "Narrow the log first, by an outcome or a period.")
        return redirect(back)
    rows = bulk.chosen(log.bulk, found, filters.wanted)
    form = Confirm(posted(request))
    if form.is_valid():
        _begin(request, found, log.bulk, rows)
        return redirect(back)
    count = min(len(rows), bulk.MOST)
    facts = {"form": form, "filters": filters, "back": back, "count": count}
    facts |= {"more": len(rows) > bulk.MOST, "most": bulk.MOST}
    template = f"integrations/logs/{log.name}s_many.html"
    return connection_page(request, log.here, template, found, **facts)


def _begin(request: ViewerRequest, found: Connection, what: Bulk, rows: list[int]) -> None:
    try:
        bulk.begin(what, found, rows, request.viewer.user)
    except CannotAct as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "A worker has begun. The log shows how far it is.")
