"""Webhooks out: the events there are, their signed bytes, and who hears of them."""

import hashlib
import hmac
import json
from uuid import uuid4

from integrations.sandbox import hooks
from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import VENDOR
from integrations.sandbox.models import Delivery, Hook, Record
from integrations.sandbox.records import Row

BY_API = (
    "applicationSubmit",
    "applicationUpdate",
    "candidateHire",
    "candidateStageChange",
    "candidateDelete",
    "candidateMerge",
    "interviewPlanTransition",
    "interviewScheduleCreate",
    "interviewScheduleUpdate",
    "jobPostingUpdate",
    "jobPostingPublish",
    "jobPostingUnpublish",
    "offerCreate",
    "offerUpdate",
    "offerDelete",
    "pushToHRIS",
    "surveySubmit",
)
BY_HAND = ("jobCreate", "jobUpdate", "openingCreate", "signatureRequestUpdate")
EVENTS = BY_API + BY_HAND


def encode(action_id: str, action: str, data: Row) -> str:
    """The body as sent: compact JSON."""
    body = {"webhookActionId": action_id, "action": action, "data": data}
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def signature(secret: str, body: str) -> str:
    """The `Ashby-Signature` header: hex HMAC-SHA256 over the raw bytes."""
    return "sha256=" + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def tell(*news: tuple[str, Row]) -> None:
    """Tell of one change: its related events share one `webhookActionId`."""
    action_id = str(uuid4())
    for action, data in news:
        hooks.emit(VENDOR, action, encode(action_id, action, data), action_id)


def application_changed(application: Record, *actions: str) -> None:
    """Tell these actions and `applicationUpdate`, which every change of an application fires."""
    data = {"application": Shapes(confidential=True).application(application)}
    tell(*((action, data) for action in (*actions, "applicationUpdate")))


def job_changed(job: Record, action: str = "jobUpdate") -> None:
    """Tell of a job, its team included."""
    tell((action, {"job": Shapes(confidential=True).job(job)}))


def ping(hook: Hook) -> Delivery:
    """Leave a ping, sent when a webhook is made and at each edit. It is signed too."""
    action_id = str(uuid4())
    body = encode(action_id, "ping", {"webhookActionType": "ping"})
    return hooks.try_out(hook, body, action_id)
