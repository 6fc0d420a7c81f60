"""What every page of the shell needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the organizations they can switch to, and where help is."""
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "organizations": viewer.organizations if viewer else (),
        "support_email": settings.SUPPORT_EMAIL,
        "demo": settings.DEMO,
    }
