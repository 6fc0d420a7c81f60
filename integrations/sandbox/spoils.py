"""How a fault ruins an answer: replaced, cut short, blown up, dripped, or cut off."""

import gzip
import io
import math
import socket
import time
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from integrations.sandbox.models import Fault, FaultKind

MAINTENANCE = "<!doctype html><title>Maintenance</title><h1>We will be back shortly.</h1>"
MEBIBYTE, HUGE = b" " * 1024 * 1024, 64
STEP = 0.5  # seconds between two pieces of a dripping answer


def spoil(fault: Fault, response: HttpResponse) -> HttpResponseBase:
    """The answer as this fault lets it out."""
    ruin = SPOILS.get(FaultKind(fault.kind))
    return ruin(fault, response) if ruin else response


def _too_many(fault: Fault, response: HttpResponse) -> HttpResponse:
    left = (fault.until - timezone.now()).total_seconds() if fault.until else 1
    response["Retry-After"] = fault.retry_after or str(max(1, math.ceil(left)))
    return response


def _html(fault: Fault, response: HttpResponse) -> HttpResponse:
    return HttpResponse(MAINTENANCE)


def _cut(fault: Fault, response: HttpResponse) -> HttpResponse:
    response.content = response.content[: max(1, len(response.content) // 2)]
    return response


def _blow_up(fault: Fault, response: HttpResponse) -> HttpResponse:
    """64 MiB of blanks before the answer, packed into a few kilobytes."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(HUGE):
            file.write(MEBIBYTE)
        file.write(response.content)
    response.content = packed.getvalue()
    response["Content-Encoding"] = "gzip"
    return response


def _drip(fault: Fault, response: HttpResponse) -> StreamingHttpResponse:
    """The answer in pieces, over `delay` seconds; no single pause is long."""
    headers = dict(response.headers) | {"Content-Length": str(len(response.content))}
    pieces = _pieces(response.content, fault.delay)
    return StreamingHttpResponse(pieces, status=response.status_code, headers=headers)


def _pieces(content: bytes, seconds: float) -> Iterator[bytes]:
    size = max(1, math.ceil(len(content) * STEP / max(seconds, STEP)))
    for start in range(0, len(content), size):
        time.sleep(STEP)
        yield content[start : start + size]


SPOILS: dict[FaultKind, Callable[[Fault, HttpResponse], HttpResponseBase]] = {
    FaultKind.TOO_MANY: _too_many,
    FaultKind.HTML: _html,
    FaultKind.TRUNCATED: _cut,
    FaultKind.HUGE: _blow_up,
    FaultKind.DRIP: _drip,
}


def hang_up(request: HttpRequest) -> None:
    """Cut the caller off without a word: the work is done, the answer never arrives.

    Raises ConnectionResetError where there is no socket to cut (Django's test client).
    """
    line = request.META.get("gunicorn.socket") or _development_socket(request)
    if line is None:
        raise ConnectionResetError("The sandbox dropped the answer.")
    line.shutdown(socket.SHUT_RDWR)


def _development_socket(request: HttpRequest) -> socket.socket | None:
    """The socket under Django's own development and test server."""
    read = getattr(request.META.get("wsgi.input"), "_read", None)
    stream = getattr(read, "__self__", None)
    return getattr(getattr(stream, "raw", None), "_sock", None)
