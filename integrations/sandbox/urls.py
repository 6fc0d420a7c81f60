"""Addresses of the toy vendors, below /sandbox/: what all have, and what each has of its own.

Every vendor is an instance of one application, so that a template which says `sandbox:toy:log`
leads to the log of the vendor whose page it makes.
"""

from django.urls import URLPattern, URLResolver, include, path

from integrations.sandbox import (
    act_pages,
    fault_pages,
    front_page,
    hook_pages,
    log_pages,
    settings_pages,
)
from integrations.sandbox.vendor import Vendor
from integrations.sandbox.vendors import VENDORS


def _shared(vendor: Vendor) -> list[URLPattern]:
    it = {"vendor": vendor}
    return [
        path("faults", fault_pages.control, it, name="control"),
        path("faults/", fault_pages.page, it, name="faults"),
        path("log.json", log_pages.as_json, it, name="log-json"),
        path("log/", log_pages.page, it, name="log"),
        path("settings/", settings_pages.page, it, name="settings"),
        path("settings/hooks/", hook_pages.add, it, name="add-hook"),
        path("settings/hooks/<int:pk>/", hook_pages.edit, it, name="hook"),
        path("applications/<int:number>/<slug:verb>/", act_pages.act, it, name="act"),
    ]


def _house(vendor: Vendor) -> URLResolver:
    rooms: list[URLPattern | URLResolver] = [*_shared(vendor), path("", include(vendor.urls))]
    return path(f"{vendor.slug}/", include((rooms, "toy"), namespace=vendor.slug))


app_name = "sandbox"
urlpatterns = [
    path("", front_page.page, name="vendors"),
    *(_house(vendor) for vendor in VENDORS.values()),
]
