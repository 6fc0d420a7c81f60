"""Webhooks out: `workflowUpdate` and `jobUpdate`, flat JSON, signed as the customer asked."""

import base64
import hashlib
import hmac
import json

from integrations.sandbox import hooks
from integrations.sandbox.jobvite import habits
from integrations.sandbox.jobvite.store import VENDOR, store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

WORKFLOW_UPDATE, JOB_UPDATE = EVENTS = ("workflowUpdate", "jobUpdate")
API = "https://api.jobvite.com/api/v2"  # what the vendor writes, wherever it is called
OLDER_KEYS = {WORKFLOW_UPDATE: "candidateId", JOB_UPDATE: "jobId"}


def encode(body: Row) -> str:
    """The body as sent: one line without blanks."""
    return json.dumps(body, separators=(",", ":"))


def sign(secret: str, body: str, encoding: str) -> str:
    """HMAC-SHA256 over the raw body, in `base64` or `hex`."""
    digest = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
    return digest.hex() if encoding == "hex" else base64.b64encode(digest).decode()


def workflow_update(application: Record, old: str) -> None:
    """An application stands in another state, if the customer wants to hear of that state."""
    wanted = habits.current().states
    if wanted and application["workflowState"] not in wanted:
        return
    candidate = store.get("candidates", application["candidate_id"])
    ids = f"candidateId={candidate['id']}&applicationId={application['id']}"
    _emit(
        WORKFLOW_UPDATE,
        f"{API}/candidate?{ids}",
        candidate["id"],
        applicationId=application["id"],
        oldValue=old,
        newValue=application["workflowState"],
        date=application["lastUpdatedDate"],
    )


def job_update(job: Record) -> None:
    """A requisition changed."""
    _emit(JOB_UPDATE, f"{API}/job?ids={job['id']}", job["id"], date=job["lastUpdatedDate"])


def _emit(event: str, url: str, eid: str, **more: object) -> None:
    key = OLDER_KEYS[event] if habits.current().older_keys else "id"
    hooks.emit(VENDOR, event, encode({"eventType": event, "url": url, key: eid} | more))
