"""What a recruiter does to a job: add, edit, hand to another recruiter, open and close."""

from typing import Any

from django.db import transaction

from integrations.sandbox.cast import STAGES
from integrations.sandbox.greenhouse import events, payloads
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row, next_numbers, stamp


def job(name: str, **more: Any) -> Record:
    """A new open job without a plan or a team."""
    values: Row = {
        "name": name,
        "requisition_id": None,
        "notes": None,
        "confidential": False,
        "is_template": False,
        "copied_from_id": None,
        "opened_at": stamp(),
        "closed_at": None,
        "status": "open",
        "office_ids": [],
        "department_id": None,
        "custom_fields": {},
    }
    return store.add("jobs", **(values | more))


def plan(position: Record, first_id: int | None = None) -> list[Record]:
    """Give a job the usual five stages; with a first id they are numbered from it."""
    numbers = range(first_id, first_id + len(STAGES)) if first_id else next_numbers(len(STAGES))
    rows = (
        {
            "number": number,
            "job_id": position.number,
            "sort_order": order,
            "name": name,
            "active": True,
        }
        for order, (number, name) in enumerate(zip(numbers, STAGES, strict=True))
    )
    return store.add_many("job_interview_stages", rows)


@transaction.atomic
def add(name: str, role: int | None, recruiter: int | None) -> Record:
    """A new job with the usual stages; `role` is an option of its custom field."""
    position = job(name, custom_fields={"liaison_role": role})
    plan(position)
    if recruiter:
        own(position, recruiter, "recruiter")
    events.emit("job_created", payloads.job_news(position))
    return position


@transaction.atomic
def edit(number: int, *, name: str, role: int | None, status: str, recruiter: int | None) -> Record:
    """Change a job; one `job_updated` tells of everything."""
    position = store.get("jobs", number, lock=True)
    closed_at = None if status == "open" else position["closed_at"] or stamp()
    raw = position["custom_fields"] | {"liaison_role": role}
    store.change(position, name=name, status=status, closed_at=closed_at, custom_fields=raw)
    set_recruiter(position, recruiter)
    events.emit("job_updated", payloads.job_news(position))
    return position


@transaction.atomic
def rename_stage(stage: int, new_name: str, *, everywhere: bool) -> None:
    """Call a stage otherwise; no webhook tells of it."""
    row = store.get("job_interview_stages", stage, lock=True)
    old = row["name"]
    for each in list(store.rows("job_interview_stages", name=old)) if everywhere else [row]:
        store.change(each, name=new_name)
        for one in store.rows("applications", job_id=each["job_id"], stage_name=old):
            store.note(one, stage_name=new_name)


def recruiter_of(position: Record) -> int | None:
    """The responsible recruiter's user id."""
    rows = store.rows("job_owners", job_id=position.number, type="recruiter", responsible=True)
    owner = rows.first()
    return owner["user_id"] if owner else None


def set_recruiter(position: Record, user: int | None) -> None:
    """Make this user the job's only responsible recruiter."""
    if recruiter_of(position) == user:
        return
    store.rows("job_owners", job_id=position.number, type="recruiter", responsible=True).delete()
    if user:
        store.rows("job_owners", job_id=position.number, type="recruiter", user_id=user).delete()
        own(position, user, "recruiter")


def own(position: Record, user: int, kind: str) -> Record:
    """Put a user on the job's team as recruiter, coordinator or sourcer."""
    return store.add(
        "job_owners", job_id=position.number, user_id=user, type=kind, responsible=True
    )
