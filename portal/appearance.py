"""Light or dark: kept with the person, or in a cookie while nobody is signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.models import Theme

COOKIE = "__Host-theme" if settings.SESSION_COOKIE_SECURE else "theme"
A_YEAR = 365 * 24 * 3600  # seconds


def theme_of(request: HttpRequest | None) -> Theme:
    """The look this person chose; as their device says, unless they did."""
    if request is None:
        return Theme.SYSTEM
    user = getattr(request, "user", None)
    chosen = user.theme if user and user.is_authenticated else request.COOKIES.get(COOKIE)
    return Theme(chosen) if chosen in Theme.values else Theme.SYSTEM


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look and go back to where the choice was made."""
    response = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("theme")
    if chosen not in Theme.values:
        return response
    if request.user.is_authenticated:
        request.user.theme = chosen
        request.user.save(update_fields=["theme"])
    else:
        response.set_cookie(
            COOKIE, chosen, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else "/"
