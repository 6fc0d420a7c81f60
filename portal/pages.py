"""Addresses of the portal's own pages."""

from django.urls import URLPattern, path

from portal import appearance

urlpatterns: list[URLPattern] = [
    path("theme/", appearance.theme, name="theme"),
]
