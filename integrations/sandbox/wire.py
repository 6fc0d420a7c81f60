"""The vendor's front door: every call is logged, may be struck by a fault, and is answered."""

import json
import math
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from integrations.sandbox import faults
from integrations.sandbox.models import Call, Fault, FaultKind

KEPT = 20_000
MAINTENANCE = "<!doctype html><title>Maintenance</title><h1>We will be back shortly.</h1>"


@dataclass
class Answer:
    """What the vendor says: a status, JSON (None for an empty body), headers."""

    status: int
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)


REFUSED = {
    FaultKind.SERVER_ERROR: Answer(500, {"message": "Internal Server Error"}),
    FaultKind.UNAUTHORIZED: Answer(401, {"message": "Unauthorized"}),
    FaultKind.FORBIDDEN: Answer(403, {"message": "Forbidden"}),
}


def receive(
    request: HttpRequest, *, vendor: str, bucket: str, scope: str, work: Callable[[], Answer]
) -> HttpResponse:
    """Log the call, let a fault strike or do the work, log the answer and give it."""
    call = _log(request, vendor, bucket)
    fault = faults.strike(vendor, request.path, request.method or "", scope)
    if fault and fault.kind == FaultKind.SLOW:
        time.sleep(fault.delay)
    answer = work() if fault is None or fault.after_work else Answer(200)
    response = _response(answer)
    if fault:
        response = _spoil(fault, response)
    _log_answer(call, response, fault)
    if fault and fault.kind == FaultKind.DROPPED:
        hang_up(request)
    return response


def _log(request: HttpRequest, vendor: str, bucket: str) -> Call:
    now = timezone.now()
    waits = Call.objects.filter(vendor=vendor, bucket=bucket, retry_until__gt=now)
    return Call.objects.create(
        vendor=vendor,
        bucket=bucket,
        received_at=now,
        method=request.method or "",
        path=request.get_full_path(),
        body=_text(request.body),
        early=waits.exists(),
    )


def _log_answer(call: Call, response: HttpResponse, fault: Fault | None) -> None:
    call.answered_at = timezone.now()
    call.status = response.status_code
    call.answer = _text(response.content)
    call.fault = fault.kind if fault else ""
    call.retry_until = _wait(response, call.answered_at)
    call.save()


def _text(body: bytes) -> str:
    return body.decode(errors="replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")[:KEPT]


def _wait(response: HttpResponse, now: datetime) -> datetime | None:
    wait = response.headers.get("Retry-After", "")
    return now + timedelta(seconds=int(wait)) if wait.isdigit() else None


def _response(answer: Answer) -> HttpResponse:
    body = b"" if answer.json is None else json.dumps(answer.json).encode()
    kind = "application/json"
    return HttpResponse(body, status=answer.status, content_type=kind, headers=answer.headers)


def _spoil(fault: Fault, response: HttpResponse) -> HttpResponse:
    if fault.kind == FaultKind.TOO_MANY:
        return _too_many(fault)
    if fault.kind == FaultKind.HTML:
        return HttpResponse(MAINTENANCE)
    if fault.kind == FaultKind.TRUNCATED:
        response.content = response.content[: max(1, len(response.content) // 2)]
        return response
    refused = REFUSED.get(FaultKind(fault.kind))
    return _response(refused) if refused else response


def _too_many(fault: Fault) -> HttpResponse:
    left = (fault.until - timezone.now()).total_seconds() if fault.until else 1
    wait = fault.retry_after or str(max(1, math.ceil(left)))
    return _response(Answer(429, {"message": "Too Many Requests"}, {"Retry-After": wait}))


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
