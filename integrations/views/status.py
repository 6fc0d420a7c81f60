"""The status of an organization's connections as JSON, for monitoring (K4)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from candidates import limits
from integrations import visibility
from integrations.models import Connection
from integrations.watch import panels
from integrations.watch import status as statuses
from portal import api_keys
from portal.entrance import organization_page
from portal.models import ApiScope
from portal.permissions import Act
from portal.scope import inside
from portal.viewers import ViewerRequest


@never_cache
@require_safe
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """For who bears an API key of the organization, else for who is signed in and may see it."""
    if request.headers.get("Authorization", "").lower().startswith("bearer"):
        return _for_key(request, slug)
    return _for_viewer(request, slug=slug)


def _for_key(request: HttpRequest, slug: str) -> HttpResponse:
    if limits.guessed_too_often(request):
        said = "Too many wrong keys came from your address. Try again in a minute."
        return _refused(429, said, {"Retry-After": "60"})
    key = api_keys.key_for(request.headers["Authorization"], ApiScope.STATUS)
    if key is None:
        limits.count_guess(request)
        said = "There is no such key, or it is revoked. An organization admin can make one."
        return _refused(401, said, {"WWW-Authenticate": "Bearer"})
    if key.organization.slug != slug:
        return _refused(404, "This key is of another organization.")
    with inside(key.organization):
        found = panels.read(Connection.objects.all())
        return JsonResponse(statuses.facts(found, timezone.now()))


@organization_page
def _for_viewer(request: ViewerRequest) -> HttpResponse:
    request.viewer.need(Act.SEE_INTEGRATIONS)
    found = panels.read(visibility.connections(request.viewer))
    return JsonResponse(statuses.facts(found, timezone.now()))


def _refused(status: int, said: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"error": said}, status=status, headers=headers)
