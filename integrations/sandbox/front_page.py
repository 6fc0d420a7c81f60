"""The first page: which vendors there are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from integrations.sandbox.vendors import VENDORS


def page(request: HttpRequest) -> HttpResponse:
    """Every toy vendor with the way to its pages."""
    pages = ("jobs", "log", "faults", "settings")
    vendors = [
        {"name": vendor.name} | {page: reverse(f"sandbox:{vendor.slug}:{page}") for page in pages}
        for vendor in VENDORS.values()
    ]
    return render(request, "sandbox/vendors.html", {"vendors": vendors})
