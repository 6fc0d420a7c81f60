"""What surrounds every request: the viewer and their scope, and a database that is away."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.scope import inside
from portal.viewers import SESSION_KEY, viewer_for

Answer = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Says who is looking, and opens the scope of the organization they act in (A8)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            viewer = viewer_for(request.user, request.session.get(SESSION_KEY))
        except PermissionDenied as refusal:
            if request.path.startswith("/accounts/"):
                return self.get_response(request)
            return render(request, "403.html", {"exception": str(refusal)}, status=403)
        request.viewer = viewer  # type: ignore[attr-defined]
        if viewer.organization is None:
            return self.get_response(request)
        with inside(viewer.organization):
            return self.get_response(request)


class DatabaseAway:
    """Answers 503 with Retry-After while the database is away (P25)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, OperationalError):
            return None
        return away(request)


def away(request: HttpRequest) -> HttpResponse:
    """The page for a database that does not answer."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
