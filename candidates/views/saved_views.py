"""The pages on which people save views of the funnel, and delete them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from candidates import saved_views
from candidates.entrance import posted, staff_page
from candidates.forms import Confirm, FunnelFilter
from portal.viewers import ViewerRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@staff_page
def saved(request: ViewerRequest) -> HttpResponse:
    """One's own views, and a form to save what the funnel showed."""
    query = saved_views.query_of(FunnelFilter(request.GET))
    form = saved_views.SaveView(request.viewer, posted(request), query)
    if form.is_valid():
        view = form.save()
        messages.success(request, f"The view “{view}” is saved.")
        return redirect("funnel")
    facts = {"form": form, "views": saved_views.of(request.viewer), "new": query or form.is_bound}
    return render(request, "candidates/saved_views.html", facts)


@form_page
@staff_page
def delete(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what is deleted, and delete it when pressed."""
    view = get_object_or_404(saved_views.of(request.viewer), pk=pk)
    form = Confirm(posted(request))
    if form.is_valid():
        view.delete()
        messages.success(request, f"The view “{view}” is deleted.")
        return redirect("saved_views")
    return render(request, "candidates/saved_view_delete.html", {"view": view, "form": form})
