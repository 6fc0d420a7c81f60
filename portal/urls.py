"""Every address of the site; the other packages are named as strings."""

from django.conf import settings
from django.urls import include, path

from portal import health

handler500 = "portal.errors.server_error"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("portal.account_pages")),
    path("", include("portal.pages")),
    path("", include("candidates.urls")),
    path("roles/", include("roles.urls")),
    path("", include("integrations.urls")),
]
if settings.SANDBOX:
    urlpatterns.append(path("sandbox/", include("integrations.sandbox.urls")))
