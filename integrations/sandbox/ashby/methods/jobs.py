"""`job.*` and `jobPosting.*`: a job has no description, its posting has."""

from functools import reduce
from operator import or_

from django.db.models import Q

from integrations.sandbox.ashby.method import (
    MOST,
    Method,
    Problem,
    expanded,
    found,
    invalid,
    moment,
)
from integrations.sandbox.ashby.paging import page, whole
from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

STATUSES = ("Draft", "Open", "Closed", "Archived")
TIMES = {
    "createdAfter": "createdAt__gte",
    "openedAfter": "openedAt__gte",
    "openedBefore": "openedAt__lte",
    "closedAfter": "closedAt__gte",
    "closedBefore": "closedAt__lte",
}


def _list(body: Row, shapes: Shapes) -> Row:
    """Every job, but drafts only where they are asked for."""
    wanted = body.get("status") or STATUSES[1:]
    if not isinstance(wanted, list | tuple) or not set(wanted) <= set(STATUSES):
        raise invalid("status must be an array of Draft, Open, Closed and Archived.")
    either = reduce(or_, (Q(data__contains={"status": status}) for status in wanted))
    rows = store.rows("jobs").filter(either).exclude(number__in=shapes.hidden_jobs)
    for name, compared in TIMES.items():
        if at := moment(body, name):
            rows = rows.filter(**{f"data__{compared}": at})
    asked = page("job.list", body, rows)
    return {"results": [shapes.job(row, expanded(body)) for row in asked.rows]} | asked.keys


def _info(body: Row, shapes: Shapes) -> Row:
    row = found("jobs", body, "id", "job_not_found")
    if row.number in shapes.hidden_jobs:
        raise Problem("job_not_found")
    return {"results": shapes.job(row, expanded(body))}


def _search(body: Row, shapes: Shapes) -> Row:
    title, requisition = (str(body.get(key, "")) for key in ("title", "requisitionId"))
    if not title and not requisition:
        raise invalid("title or requisitionId is required.")
    rows = [
        row
        for row in store.rows("jobs").exclude(number__in=shapes.hidden_jobs)
        if title.lower() in row["title"].lower() and requisition in ("", row["customRequisitionId"])
    ]
    return whole(shapes.job(row) for row in rows[:MOST])


def _posting(body: Row, shapes: Shapes) -> Row:
    row = found("jobPostings", body, "jobPostingId", "job_posting_not_found")
    if row["job"] in shapes.hidden_jobs:
        raise Problem("job_posting_not_found")
    return {"results": _told(row)}


def _postings(body: Row, shapes: Shapes) -> Row:
    """The published postings, without their descriptions."""
    rows = store.rows("jobPostings", isListed=True).exclude(number__in=shapes.hidden_jobs)
    long = ("descriptionHtml", "descriptionPlain")
    return whole(
        {key: value for key, value in _told(row).items() if key not in long} for row in rows
    )


def _told(row: Record) -> Row:
    return {key: value for key, value in row.data.items() if key not in ("job", "createdAt")} | {
        "jobId": store.name("jobs", row["job"])
    }


METHODS = {
    "job.list": Method("jobsRead", _list),
    "job.info": Method("jobsRead", _info),
    "job.search": Method("jobsRead", _search),
    "jobPosting.info": Method("jobsRead", _posting),
    "jobPosting.list": Method("jobsRead", _postings),
}
