"""What a recruiter does to a requisition, and an administrator to the states of the workflow."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from integrations.sandbox.jobvite import events
from integrations.sandbox.jobvite.habits import Value
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row, next_number

STATES = (
    "Open",
    "Closed",
    "Filled",
    "On Hold",
    "Awaiting Approval",
    "Approved",
    "Rejected",
    "Retracted",
    "Draft",
)
ENDED = ("Closed", "Filled")
PLACE = "Tallinn"


@transaction.atomic
def add(title: str, **told: Any) -> Record:
    """A new open requisition."""
    number = told.pop("number", None) or next_number()
    values: Row = {
        "title": title,
        "requisitionId": f"REQ-{number}",
        "jobState": "Open",
        "category": "Engineering",
        "department": "Engineering",
        "jobType": "Full-Time",
        "postingType": "Standard",
        "location": PLACE,
        "placesKey": "locations",
        "description": f"<p>We are looking for a <strong>{title}</strong>.</p>",
        "startDate": None,
        "endDate": None,
        "primaryHiringManager": None,
        "hiringManagers": [],
        "recruiters": [],
        "customField": {},
    }
    return store.add("jobs", number=number, **(values | told))


@transaction.atomic
def edit(number: int, **told: Any) -> Record:
    """Change a requisition; one `jobUpdate` tells of everything. Raises Missing."""
    job = store.get("jobs", number, lock=True)
    ended = job["endDate"] or store.now() if told["jobState"] in ENDED else None
    store.change(job, endDate=ended, **told)
    events.job_update(job)
    return job


@transaction.atomic
def fill(number: int, values: Mapping[str, Value]) -> Record:
    """Fill custom fields of a requisition, which tells the hooks. Raises Missing."""
    job = store.get("jobs", number, lock=True)
    store.change(job, customField=job["customField"] | values)
    events.job_update(job)
    return job


@transaction.atomic
def rename_state(number: int, name: str) -> None:
    """Call a state of the workflow otherwise; no webhook tells of it. Raises NotNow, Missing."""
    state = store.get("states", number, lock=True)
    if store.rows("states", name=name).exclude(number=number):
        raise NotNow(f"Another state is called {name}.")
    for application in store.rows("applications", workflowState=state["name"]):
        store.note(application, workflowState=name)
    store.change(state, name=name)
