"""`application.*`: lists, one with its history, and the move to another stage."""

from collections.abc import Iterator

from django.db.models import QuerySet

from integrations.sandbox.ashby import moves
from integrations.sandbox.ashby.method import Method, Problem, expanded, found, invalid, moment
from integrations.sandbox.ashby.paging import page
from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row

STATUSES = ("Lead", "Active", "Hired", "Archived")
EXPANSIONS = ("openings", "applicationFormSubmissions", "referrals")
MISSING = "application_not_found"


def _list(body: Row, shapes: Shapes) -> Row:
    rows = _visible(shapes)
    if status := body.get("status"):
        if status not in STATUSES:
            raise invalid("status is not known.")
        rows = rows.filter(data__contains={"status": status})
    if "jobId" in body:
        job = found("jobs", body, "jobId", "job_not_found")
        rows = rows.filter(data__contains={"job": job.number})
    if after := moment(body, "createdAfter"):
        rows = rows.filter(data__createdAt__gte=after)
    asked = page("application.list", body, rows)
    return {"results": shapes.applications(asked.rows)} | asked.keys


def _info(body: Row, shapes: Shapes) -> Row:
    row = _found(body, shapes)
    told = shapes.application(row) | {
        "resumeFileHandle": None,
        "applicationHistory": list(_history(row)),
    }
    return {"results": told | {name: [] for name in EXPANSIONS if name in expanded(body)}}


def _list_history(body: Row, shapes: Shapes) -> Row:
    visits = store.rows("history", application=_found(body, shapes).number)
    asked = page("application.listHistory", body, visits, syncs=False)
    return {"results": [_visit(visit) for visit in asked.rows]} | asked.keys


def _change_stage(body: Row, shapes: Shapes) -> Row:
    row = _found(body, shapes)
    stage = found("interviewStages", body, "interviewStageId", "interview_stage_not_found")
    reason = None
    if body.get("archiveReasonId") or stage["type"] == "Archived":
        missing = "archive_reason_not_found"
        reason = found("archiveReasons", body, "archiveReasonId", missing).number
    try:
        moves.change_stage(row.number, stage.number, reason=reason)
    except NotNow as problem:
        raise Problem("application_blocked", str(problem)) from None
    row.refresh_from_db()
    return {"results": shapes.application(row)}


def _found(body: Row, shapes: Shapes) -> Record:
    row = found("applications", body, "applicationId", MISSING)
    if row["job"] in shapes.hidden_jobs:
        raise Problem(MISSING)
    return row


def _visible(shapes: Shapes) -> QuerySet[Record]:
    """Every application but those to jobs that the key is not shown."""
    rows = store.rows("applications")
    for job in shapes.hidden_jobs:
        rows = rows.exclude(data__contains={"job": job})
    return rows


def _history(row: Record) -> Iterator[Row]:
    return (_visit(visit) for visit in store.rows("history", application=row.number))


def _visit(visit: Record) -> Row:
    inner = ("application", "stage", "createdAt", "updatedAt")
    return {key: value for key, value in visit.data.items() if key not in inner}


METHODS = {
    "application.list": Method("candidatesRead", _list),
    "application.info": Method("candidatesRead", _info),
    "application.listHistory": Method("candidatesRead", _list_history),
    "application.changeStage": Method("candidatesWrite", _change_stage),
}
