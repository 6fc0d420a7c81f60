"""Lists: which rows are asked for, and the page of them from `start` on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict

from integrations.sandbox.jobvite import dates
from integrations.sandbox.jobvite.habits import Habits
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record

MOST = 500
ASSUMED_FORMAT = "yyyy-MM-dd"


class BadRequest(Exception):
    """Jobvite answers status 400 and says these words."""


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the total it claims to have."""

    rows: list[Record]
    total: int


def page(found: QuerySet[Record], query: QueryDict, habits: Habits) -> Page:
    """The rows from `start` on, counted from 1 (0 means 1), at most `count`. Raises BadRequest.

    The last of several pages says a total of 0 where that habit is on.
    """
    first = max(_number(query, "start", 1), 1) - 1
    count = min(_number(query, "count", MOST), MOST)
    rows = list(found[first : first + count])
    over = first > 0 and len(rows) < count
    return Page(rows, 0 if over and habits.zero_total else found.count())


def applications(query: QueryDict) -> QuerySet[Record]:
    """The applications `GET /candidate` is asked for. Raises BadRequest."""
    found = store.rows("applications").filter(_updated(query))
    if "applicationId" in query:
        found = found.filter(data__contains={"id": query["applicationId"]})
    if "candidateId" in query:
        chosen = store.rows("candidates", id=query["candidateId"])
        found = found.filter(data__candidate_id__in=[row.number for row in chosen])
    if "wflowstate" in query:
        found = found.filter(data__workflowState__in=query.getlist("wflowstate"))
    return found


def jobs(query: QueryDict) -> QuerySet[Record]:
    """The requisitions `GET /job` is asked for. Raises BadRequest."""
    found = store.rows("jobs").filter(_updated(query))
    if "ids" in query:
        found = found.filter(data__id__in=_ids(query.getlist("ids")))
    if "jobStatus" in query:
        found = found.filter(data__jobState__in=query.getlist("jobStatus"))
    if query.get("sortBy") == "requisitionId":
        found = found.order_by("data__requisitionId", "number")
    return found


def employees(query: QueryDict) -> QuerySet[Record]:
    """The employees of an address, or everyone."""
    found = store.rows("users")
    return found.filter(data__email__iexact=query["email"]) if "email" in query else found


def _updated(query: QueryDict) -> Q:
    """Rows last updated between `datestart` and `dateend`, both included."""
    pattern = query.get("dateFormat", ASSUMED_FORMAT)
    first, last = query.get("datestart"), query.get("dateend")
    within = Q()
    try:
        if first is not None:
            within &= Q(data__lastUpdatedDate__gte=dates.since(first, pattern))
        if last is not None:
            within &= Q(data__lastUpdatedDate__lte=dates.until(last, pattern))
    except dates.BadDate as problem:
        raise BadRequest(str(problem)) from None
    return within


def _ids(given: Iterable[str]) -> list[str]:
    return [one for text in given for one in text.split(",")]


def _number(query: QueryDict, name: str, assumed: int) -> int:
    text = query.get(name, str(assumed))
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadRequest(f"Invalid value for {name}: {text}")
    return int(text)
