"""The page of what was changed in a connection's mapping, and the way back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from integrations import long_acts
from integrations.mapping import changes as changing
from integrations.mapping import history
from integrations.models import MappingChange
from integrations.views.mapping_rows import connection_of
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.paging import page_of
from portal.viewers import ViewerRequest

HERE = "connection_changes"


@require_safe
@organization_page
def changes(request: ViewerRequest, pk: int) -> HttpResponse:
    """Who changed what, the newest first; the last of each kind can be taken back for a day."""
    found = connection_of(request, pk)
    shown = page_of(history.all_of(found), request.GET, by=["pk"], descending=True)
    newest, stopped = set(history.last_of(found).values()), history.stopped(found)
    rows = [(each, each.pk in newest, each.pk in stopped) for each in shown.rows]
    facts = {"shown": shown, "rows": rows}
    return connection_page(request, HERE, "integrations/changes.html", found, **facts)


@require_POST
@organization_page
def take_back(request: ViewerRequest, pk: int, change: int) -> HttpResponse:
    """Take the last change of a mapping back."""
    found = connection_of(request, pk)
    chosen = get_object_or_404(history.all_of(found), pk=change)
    try:
        undone = history.take_back(chosen, request.viewer.user)
    except history.CannotTakeBack as refusal:
        messages.warning(request, str(refusal))
    else:
        chosen.refresh_from_db(fields=["done_at"])
        messages.success(request, _taken_back(chosen, undone))
    return redirect(HERE, found.organization.slug, found.pk)


@require_POST
@organization_page
def go_on(request: ViewerRequest, pk: int, change: int) -> HttpResponse:
    """Go on with a change that was stopped, as nobody could apply it."""
    found = connection_of(request, pk)
    chosen = get_object_or_404(history.all_of(found), pk=change)
    if chosen.pk in history.stopped(found):
        long_acts.resume(chosen, changing.TASK)
        messages.success(request, "A worker goes on with it. Below is how far it is.")
    else:
        messages.warning(request, "It was not stopped, or a newer change stands on it.")
    return redirect(HERE, found.organization.slug, found.pk)


def _taken_back(change: MappingChange, undone: int) -> str:
    if change.done_at is None:
        return "It is being taken back. Below is how far that is."
    return f"Taken back: {undone} of {len(change.lines)} as before."
