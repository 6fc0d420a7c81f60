"""What surrounds every request: the viewer, and the scope of the organization they act in."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
