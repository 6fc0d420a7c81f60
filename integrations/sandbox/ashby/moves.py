"""What a recruiter does to an application: move, hire, archive, take back; each tells the hooks."""

from typing import Any

from django.db import transaction

from integrations.sandbox.ashby import events
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row, next_number, stamp

STATUSES = {"Lead": "Lead", "Hired": "Hired", "Archived": "Archived"}  # others are Active


@transaction.atomic
def change_stage(application: int, stage: int, *, reason: int | None = None) -> Record:
    """Put an application into another stage of its plan. Raises NotNow, Missing."""
    record = store.get("applications", application, lock=True)
    target = store.get("interviewStages", stage)
    if target["plan"] != plan_of(record):
        raise NotNow("That stage belongs to another interview plan.")
    _enter(record, target, reason)
    hired = ["candidateHire"] if target["type"] == "Hired" else []
    events.application_changed(record, *hired, "candidateStageChange")
    return record


@transaction.atomic
def hire(application: int) -> Record:
    """Put an active application into the stage of the hired. Raises NotNow, Missing."""
    _expect(application, "Active")
    return change_stage(application, _stage(application, "Hired"))


@transaction.atomic
def archive(application: int, reason: int) -> Record:
    """Archive an active application for a reason. Raises NotNow, Missing."""
    _expect(application, "Active")
    number = store.get("archiveReasons", reason).number
    return change_stage(application, _stage(application, "Archived"), reason=number)


@transaction.atomic
def restore(application: int) -> Record:
    """Put an archived or hired application back where it stood before. Raises NotNow, Missing."""
    record = store.get("applications", application)
    if record["status"] not in ("Archived", "Hired"):
        raise NotNow("This application is active.")
    visits = store.rows("history", application=application)
    return change_stage(application, [visit["stage"] for visit in visits][-2])


def apply(candidate: Record, job: Record, stage: Record, **more: Any) -> Record:
    """A new application in a stage, with the first line of its history."""
    number = more.pop("number", None) or next_number()
    values: Row = {
        "number": number,
        "candidate": candidate.number,
        "job": job.number,
        "stage": stage.number,
        "status": STATUSES.get(stage["type"], "Active"),
        "archiveReason": None,
        "archivedAt": None,
        "team": None,
        "fields": {},
    }
    record = store.add("applications", **(values | more))
    _visit(record, stage, 0)
    return record


def plan_of(application: Record) -> int:
    """The number of the interview plan of an application's job."""
    return int(store.get("jobs", application["job"])["plan"])


def _enter(record: Record, target: Record, reason: int | None) -> None:
    visits = list(store.rows("history", application=record.number))
    store.note(visits[-1], leftStageAt=stamp())
    _visit(record, target, len(visits))
    status = STATUSES.get(target["type"], "Active")
    ended = stamp() if status == "Archived" else None
    changes = {"status": status, "archiveReason": reason, "archivedAt": ended}
    store.change(record, stage=target.number, **changes)


def _visit(record: Record, stage: Record, turn: int) -> None:
    store.add(
        "history",
        application=record.number,
        stage=stage.number,
        stageId=stage["id"],
        title=stage["title"],
        stageNumber=turn,
        enteredStageAt=stamp(),
        allowedActions=[],
        actorId=None,
    )


def _expect(application: int, status: str) -> None:
    record = store.get("applications", application)
    if record["status"] != status:
        raise NotNow(f"This application is {record['status'].lower()}.")


def _stage(application: int, kind: str) -> int:
    plan = plan_of(store.get("applications", application))
    return store.rows("interviewStages", plan=plan, type=kind).get().number
