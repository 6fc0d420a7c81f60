"""The vendor's front door: every call is logged, may be struck by a fault, and is answered."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from integrations.sandbox import faults
from integrations.sandbox.models import Call, Fault, FaultKind
from integrations.sandbox.spoils import hang_up, spoil

KEPT = 20_000
REFUSED = {
    FaultKind.TOO_MANY: 429,
    FaultKind.SERVER_ERROR: 500,
    FaultKind.UNAUTHORIZED: 401,
    FaultKind.FORBIDDEN: 403,
}


@dataclass
class Answer:
    """What the vendor says: a status, JSON (None for an empty body), headers."""

    status: int
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """The answer as HTTP."""
        body = b"" if self.json is None else json.dumps(self.json).encode()
        kind = "application/json"
        return HttpResponse(body, status=self.status, content_type=kind, headers=self.headers)


def refuse(status: int) -> Answer:
    """How a vendor refuses who has no words of its own for it."""
    return Answer(status, {"message": HTTPStatus(status).phrase})


def receive(
    request: HttpRequest,
    *,
    vendor: str,
    bucket: str,
    scope: str,
    work: Callable[[], Answer],
    refuse: Callable[[int], Answer] = refuse,
) -> HttpResponseBase:
    """Log the call, let a fault strike or do the work, log the answer and give it.

    `bucket` is `api` for calls of the API. `refuse` says a fault's status in the vendor's words.
    """
    call = _log(request, vendor, bucket)
    fault = faults.strike(vendor, bucket, request.path, request.method or "", scope)
    if fault and fault.kind == FaultKind.SLOW:
        time.sleep(fault.delay)
    answer = work() if fault is None or fault.after_work else Answer(200)
    response: HttpResponseBase = answer.response()
    if fault and (status := REFUSED.get(FaultKind(fault.kind))):
        response = spoil(fault, refuse(status).response())
    elif fault:
        response = spoil(fault, answer.response())
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


def _log_answer(call: Call, response: HttpResponseBase, fault: Fault | None) -> None:
    call.answered_at = timezone.now()
    call.status = response.status_code
    call.answer = _text(_content(response))
    call.fault = fault.kind if fault else ""
    call.retry_until = _wait(response, call.answered_at)
    call.save()


def _content(response: HttpResponseBase) -> bytes:
    """What can be read of an answer: nothing of one that drips or is packed."""
    if isinstance(response, HttpResponse) and "Content-Encoding" not in response.headers:
        return response.content
    return b""


def _text(body: bytes) -> str:
    return body.decode(errors="replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")[:KEPT]


def _wait(response: HttpResponseBase, now: datetime) -> datetime | None:
    wait = response.headers.get("Retry-After", "")
    return now + timedelta(seconds=int(wait)) if wait.isdecimal() else None
