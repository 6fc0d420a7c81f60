"""Addresses of the toy vendors, below /sandbox/."""

from django.urls import include, path
from django.views.generic import RedirectView

app_name = "sandbox"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="sandbox:greenhouse:jobs"), name="vendors"),
    path("greenhouse/", include("integrations.sandbox.greenhouse.urls")),
]
