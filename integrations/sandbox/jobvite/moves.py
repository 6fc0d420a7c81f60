"""What happens to an application: it is moved, hired, rejected; each move tells the hooks."""

from typing import Any

from django.db import transaction

from integrations.sandbox.jobvite import events
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row

HIRED, REJECTED = "hired", "rejected"


@transaction.atomic
def move(application: int, state: int) -> Record:
    """Put an application into another state of the workflow. Raises NotNow, Missing."""
    return _enter(application, store.get("states", state))


@transaction.atomic
def hire(application: int) -> Record:
    """Move it to the state of those hired, which sets the hire date. Raises NotNow, Missing."""
    return _enter(application, _meaning(HIRED))


@transaction.atomic
def reject(application: int, disposition: int) -> Record:
    """Move it to the state of those rejected, for this reason. Raises NotNow, Missing."""
    reason = store.get("dispositions", disposition)
    return _enter(application, _meaning(REJECTED), disposition=reason["name"])


def _meaning(word: str) -> Record:
    state = store.rows("states", meaning=word).first()
    if state is None:
        raise NotNow(f"No state of the workflow stands for {word}.")
    return state


def _enter(application: int, state: Record, disposition: str | None = None) -> Record:
    record = store.get("applications", application, lock=True)
    old = record["workflowState"]
    if old == state["name"]:
        raise NotNow(f"This candidate is in {old} already.")
    now = store.now()
    store.change(
        record,
        workflowState=state["name"],
        workflowStateEId=state["id"],
        disposition=disposition,
        hireDate=now if state["meaning"] == HIRED else None,
        lastUpdatedDate=now,
    )
    events.workflow_update(record, old)
    return record


def apply(candidate: Record, job: Record | None, state: Record, **more: Any) -> Record:
    """A new application in this state; no webhook tells of it."""
    values: Row = {
        "candidate_id": candidate.number,
        "job_id": job.number if job else None,
        "workflowState": state["name"],
        "workflowStateEId": state["id"],
        "disposition": None,
        "startDate": None,
        "hireDate": None,
        "comments": [],
        "customField": {},
    }
    return store.add("applications", **(values | more))
