"""Webhooks out: the events there are, their signed bytes, and who hears of them."""

import hashlib
import hmac
import json
from typing import Any

from integrations.sandbox import hooks
from integrations.sandbox.greenhouse import payloads
from integrations.sandbox.greenhouse.store import VENDOR
from integrations.sandbox.models import Delivery, Hook, Record
from integrations.sandbox.records import Row

EVENTS = (
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
)
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
    """Leave a delivery for every enabled hook of this event."""
    return hooks.emit(VENDOR, event, encode({"action": event, "payload": payload}))


def ping(hook: Hook) -> Delivery:
    """Leave a ping, sent when a hook is created or changed. It has no `action`."""
    return hooks.try_out(hook, encode({"web_hook_id": hook.pk, "event": hook.event}))


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
