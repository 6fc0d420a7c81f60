"""The page for what went wrong on our side: a number for the reader, the trace for the log."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database, and log the number right before the trace (P56)."""
    number = secrets.token_hex(4)
    log.error("error number %s: %s %s", number, request.method, request.path)
    return HttpResponse(render_to_string("500.html", {"error_number": number}), status=500)
