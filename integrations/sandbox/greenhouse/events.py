"""Webhooks out: which hooks hear of an event, the signed bytes, and the rows that wait."""

import hashlib
import hmac
import json
import random
from datetime import timedelta
from typing import Any

from django.utils import timezone

from integrations.sandbox import faults
from integrations.sandbox.greenhouse import payloads
from integrations.sandbox.greenhouse.store import VENDOR
from integrations.sandbox.models import Delivery, FaultKind, Hook, Record
from integrations.sandbox.records import Row, next_number

EVENTS = [
    "candidate_stage_change",
    "new_candidate_application",
    "application_updated",
    "delete_application",
    "hire_candidate",
    "unhire_candidate",
    "reject_candidate",
    "unreject_candidate",
    "update_candidate",
    "delete_candidate",
    "merge_candidate",
    "candidate_anonymized",
    "job_created",
    "job_updated",
]
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def encode(body: Any) -> str:
    """The body as sent: compact JSON, everything beyond ASCII and `< > &` escaped."""
    text = json.dumps(body, separators=(",", ":"))
    for letter, escaped in UNSAFE.items():
        text = text.replace(letter, escaped)
    return text


def signature(secret: str, body: str) -> str:
    """The `Signature` header: lower-case hex HMAC-SHA256 over the raw bytes."""
    return "sha256 " + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def emit(event: str, payload: Row) -> list[Delivery]:
    """Leave a delivery for every enabled hook of this event, struck by the webhook faults."""
    body = encode({"action": event, "payload": payload})
    hooks = Hook.objects.filter(vendor=VENDOR, event=event, disabled=False)
    return [delivery for hook in hooks for delivery in _deliveries(hook, event, body)]


def _deliveries(hook: Hook, event: str, body: str) -> list[Delivery]:
    copies, due_at, bad = 1, timezone.now(), False
    for fault in faults.strike_webhook(VENDOR, event):
        if fault.kind == FaultKind.DUPLICATE:
            copies = fault.copies
        elif fault.kind == FaultKind.SHUFFLE:
            turn = random.Random(f"{fault.seed}:{fault.judged}:due")  # noqa: S311
            due_at += timedelta(seconds=turn.uniform(0, fault.delay))
        else:
            bad = True
    event_id = str(next_number())
    waiting = [
        Delivery(
            hook=hook,
            event_id=event_id,
            body=body,
            bad_signature=bad,
            first_due_at=due_at,
            due_at=due_at,
        )
        for _ in range(copies)
    ]
    return Delivery.objects.bulk_create(waiting)


def ping(hook: Hook) -> Delivery:
    """Leave a ping, sent when a hook is created or changed. It has no `action`."""
    body = encode({"web_hook_id": hook.pk, "event": hook.event})
    return Delivery.objects.create(hook=hook, event_id=str(next_number()), body=body, ping=True)


def stage_changed(application: Record) -> None:
    """The candidate stands in another stage."""
    emit("candidate_stage_change", payloads.application_news(application))


def application_updated(application: Record) -> None:
    """Something else about the application changed. The vendor's sample has no jobs here."""
    news = payloads.application_news(application)
    news["application"]["jobs"] = []
    emit("application_updated", news)


def update_candidate(candidate: Record) -> None:
    """The candidate's own data changed."""
    emit("update_candidate", payloads.candidate_news(candidate))
