"""What a recruiter does to an application: move, reject, hire, take back; each tells the hooks."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from integrations.sandbox.greenhouse import events, payloads
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row, next_number, stamp


@transaction.atomic
def move(application: int, stage: int) -> Record:
    """Put an active application into another stage of its job. Raises NotNow, Missing."""
    record = _in(application, "in_process")
    target = store.get("job_interview_stages", stage)
    if target["job_id"] != record["job_id"]:
        raise NotNow("That stage belongs to another job.")
    row = enter(record, target)
    _touch(record, stage_id=row.number, stage_name=target["name"])
    events.stage_changed(record)
    return record


@transaction.atomic
def reject(application: int, reason: int, user: int | None = None) -> Record:
    """Reject an active application. Raises NotNow, Missing."""
    record = _in(application, "in_process")
    now = stamp()
    store.add(
        "rejection_details",
        application_id=record.number,
        rejected_by_id=user,
        rejection_note_id=None,
        rejection_reason_id=store.get("rejection_reasons", reason).number,
        rejected_at=now,
        question_custom_fields={},
    )
    _touch(record, status="rejected", rejected_at=now)
    events.emit("reject_candidate", payloads.application_news(record))
    return record


@transaction.atomic
def unreject(application: int) -> Record:
    """Take a rejection back. Raises NotNow, Missing."""
    record = _in(application, "rejected")
    store.rows("rejection_details", application_id=record.number).delete()
    _touch(record, status="in_process", rejected_at=None)
    events.emit("unreject_candidate", payloads.application_news(record))
    return record


@transaction.atomic
def hire(application: int) -> Record:
    """Hire: an offer is made and accepted. Raises NotNow, Missing."""
    record = _in(application, "in_process")
    versions = store.rows("offers", application_id=record.number).count()
    offer = store.add("offers", application_id=record.number, version=versions + 1)
    opening = store.rows("openings", job_id=record["job_id"]).last() or store.add(
        "openings", job_id=record["job_id"], opening_id=f"{record['job_id']}-1"
    )
    _touch(record, status="hired")
    events.emit("hire_candidate", payloads.hired(record, offer, opening))
    return record


@transaction.atomic
def unhire(application: int) -> Record:
    """Take a hire back. Raises NotNow, Missing."""
    record = _in(application, "hired")
    _touch(record, status="in_process")
    events.emit("unhire_candidate", payloads.application_news(record))
    return record


def enter(application: Record, target: Record) -> Record:
    """Close the application's current stage row and open the one of the target; returns it."""
    now = stamp()
    visits = store.rows("application_stages", application_id=application.number)
    for row in visits.filter(data__contains={"current": True}):
        store.change(row, current=False, exited_at=now)
    visit = visits.filter(data__contains={"job_interview_stage_id": target.number}).get()
    return store.change(visit, current=True, entered_at=now, exited_at=None)


def apply(candidate: Record, job: Record, stage: Record, **more: Any) -> Record:
    """A new application, with one row for every stage of the job's plan."""
    number = more.pop("number", None) or next_number()
    plan = store.rows("job_interview_stages", job_id=job.number, active=True)
    rows = store.add_many(
        "application_stages", (_stage_row(number, planned, planned == stage) for planned in plan)
    )
    current = next(row for row in rows if row["current"])
    values: Row = {
        "number": number,
        "agency_note_id": None,
        "candidate_id": candidate.number,
        "coordinator_id": None,
        "job_id": job.number,
        "job_post_id": None,
        "recruiter_id": None,
        "referrer_id": None,
        "source_id": None,
        "stage_id": current.number,
        "stage_name": stage["name"],
        "status": "in_process",
        "needs_decision": False,
        "prospect": False,
        "rejected_at": None,
        "last_activity_at": stamp(),
        "location_address": None,
        "answers": [],
        "prospective_job_ids": [],
        "custom_fields": {},
    }
    return store.add("applications", **(values | more))


def _in(application: int, status: str) -> Record:
    record = store.get("applications", application, lock=True)
    if record["status"] != status:
        raise NotNow(f"This application is {record['status'].replace('_', ' ')}.")
    return record


def _touch(application: Record, **values: Any) -> None:
    """Write the change; activity moves on by at least a second, as webhooks show no less."""
    before = datetime.fromisoformat(application["last_activity_at"]) + timedelta(seconds=1)
    at = stamp(max(datetime.now(UTC), before))
    store.change(application, last_activity_at=at, **values)
    candidate = store.get("candidates", application["candidate_id"])
    store.note(candidate, last_activity_at=at)


def _stage_row(application: int, stage: Record, current: bool) -> Row:
    return {
        "application_id": application,
        "job_interview_stage_id": stage.number,
        "entered_at": stamp() if current else None,
        "exited_at": None,
        "days_in_stage": None,
        "current": current,
    }
