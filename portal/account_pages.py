"""Addresses under /accounts/: allauth's, but for those by which people would help themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path


def closed(request: HttpRequest) -> HttpResponse:
    """There is no sign-up, and an admin changes the address of an account."""
    raise Http404


urlpatterns = [
    re_path("^(?:signup|email|confirm-email)/", closed),
    path("", include("allauth.urls")),
]
