"""What a recruiter does to a job: add, edit, hand to another recruiter."""

from typing import Any

from django.db import transaction

from integrations.sandbox.ashby import events
from integrations.sandbox.ashby.store import store
from integrations.sandbox.cast import STAGES
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row, stamp

RECRUITER = "Recruiter"
KINDS = ("PreInterviewScreen", "PreInterviewScreen", "Active", "Active", "Offer")
ENDS = (("Hired", "Hired"), ("Archived", "Archived"), ("New Lead", "Lead"))


def plan(title: str, first: int) -> Record:
    """An interview plan with the usual stages, numbered from `first`, and its ends."""
    made = store.add("interviewPlans", number=first, title=title, isArchived=False)
    usual = [*zip(STAGES, KINDS, strict=True), *ENDS]
    store.add_many(
        "interviewStages",
        (
            {
                "number": first + turn,
                "plan": made.number,
                "title": name,
                "type": kind,
                "orderInInterviewPlan": 0 if kind == "Lead" else turn + 1,
                "interviewStageGroupId": None,
            }
            for turn, (name, kind) in enumerate(usual)
        ),
    )
    return made


def job(title: str, **more: Any) -> Record:
    """A new job."""
    values: Row = {
        "title": title,
        "confidential": False,
        "status": "Open",
        "closedAt": None,
        "employmentType": "FullTime",
        "customRequisitionId": None,
        "team": [],
        "fields": {},
    }
    return store.add("jobs", **(values | more))


@transaction.atomic
def edit(number: int, *, title: str, status: str, recruiter: int | None, fields: Row) -> Record:
    """Change a job; one `jobUpdate` tells of everything."""
    record = store.get("jobs", number, lock=True)
    others = [member for member in record["team"] if member[1] != RECRUITER]
    team = [[recruiter, RECRUITER], *others] if recruiter else others
    changes = {"title": title, "status": status, "fields": record["fields"] | fields}
    closed_at = (record["closedAt"] or stamp()) if status in ("Closed", "Archived") else None
    store.change(record, team=team, closedAt=closed_at, **changes)
    events.job_changed(record)
    return record


@transaction.atomic
def join(row: Record, user: int, role: str) -> Record:
    """Put a user on the team of a job, or of one application alone."""
    record = store.get(row.kind, row.number, lock=True)
    team = record["team"]
    if team is None:
        team = store.get("jobs", record["job"])["team"]
    if [user, role] not in team:
        store.change(record, team=[*team, [user, role]])
    return record


def recruiter_of(record: Record) -> int | None:
    """The first recruiter on a job's team."""
    return next((user for user, role in record["team"] if role == RECRUITER), None)
