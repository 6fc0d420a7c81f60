"""The page on which a candidate stops the mails that are not needed, or wants them again (I6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from candidates import limits, optional_mails
from candidates.booking_link import unknown
from portal.scope import inside


@csrf_exempt
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST stops them, as mail programs do by themselves (RFC 8058).

    The signed token is the key, so no session and no CSRF token are needed.
    """
    if limits.guessed_too_often(request):
        return render(request, "booking/too_many.html", status=429)
    candidate = optional_mails.read(token)
    if candidate is None:
        limits.count_guess(request)
        return unknown(request)
    with inside(candidate.organization):
        if request.method == "POST":
            act = optional_mails.resume if "again" in request.POST else optional_mails.stop
            act(candidate)
            candidate.refresh_from_db(fields=["mails_stopped_at"])
        return render(request, "booking/mails.html", {"candidate": candidate})
