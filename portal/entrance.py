"""The way into an organization's pages: only for its people, and one organization at a time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal.viewers import ViewerRequest

View = Callable[..., HttpResponse]


def organization_page(view: View) -> View:
    """Take the organization out of the address, and let its people in to the view.

    Others find nothing (B7). Who is acting in another organization of theirs is asked to switch
    first, so that the page and its frame never speak of two.
    """

    @login_required
    @wraps(view)
    def enter(request: ViewerRequest, slug: str, **kwargs: Any) -> HttpResponse:
        own = {organization.slug: organization for organization in request.viewer.organizations}
        if slug not in own:
            raise Http404
        if own[slug] != request.viewer.organization:
            facts = {"wanted": own[slug]}
            return render(request, "organizations/switch.html", facts, status=409)
        return view(request, **kwargs)

    return enter
