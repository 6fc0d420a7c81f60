"""The pages for what went wrong on our side: a database that is away, or a fault of ours."""

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = "30"  # seconds
log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database, and log the number right before the trace (P25, P56)."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(
            render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER}
        )
    number = secrets.token_hex(4)
    log.error("error number %s: %s %s", number, request.method, request.path)
    return HttpResponse(render_to_string("500.html", {"error_number": number}), status=500)
