"""What every page of the shell needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.viewers import organizations_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the organizations they can switch to, and where help is."""
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "organizations": organizations_of(viewer.user) if viewer else [],
        "support_email": settings.SUPPORT_EMAIL,
        "demo": settings.DEMO,
    }
