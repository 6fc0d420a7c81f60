"""Lists: parameters checked, a page read newest number first, the next page as a cursor."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import and_
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from integrations.sandbox.greenhouse.fields import Shower
from integrations.sandbox.greenhouse.filters import Invalid, at
from integrations.sandbox.greenhouse.resources import RESOURCES
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

PER_PAGE, MOST_PER_PAGE = 100, 500
TIMES = ("created_at", "updated_at", "last_activity_at", "opened_at", "closed_at")
FIELD_TYPES = {"applications": "application", "candidates": "candidate", "jobs": "job"}


@dataclass(frozen=True)
class Question:
    """What a list was asked: its parameters, the page size, and below which number to go on."""

    kind: str
    params: dict[str, str]
    per_page: int
    below: int | None = None

    def cursor(self, below: int) -> str:
        """The opaque text that asks for the page below this number."""
        content = {"q": self.params, "per_page": self.per_page, "below": below}
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


def ask(kind: str, query: QueryDict) -> Question:
    """Read the query string. Raises Invalid."""
    params = {name: str(query[name]) for name in query}
    if "cursor" in params:
        if len(params) > 1:
            raise Invalid("When passing a cursor, do not include other query params.")
        return _go_on(kind, params["cursor"])
    size = params.pop("per_page", str(PER_PAGE))
    if not size.isdecimal() or not 1 <= int(size) <= MOST_PER_PAGE:
        raise Invalid(f"per_page must be between 1 and {MOST_PER_PAGE}.")
    return Question(kind, params, int(size))


def _go_on(kind: str, cursor: str) -> Question:
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return Question(kind, content["q"], content["per_page"], content["below"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise Invalid("The cursor is not valid.") from None


def answer(question: Question) -> tuple[list[Row], str | None]:
    """The page's rows as shown, and the cursor of the next page if there is one."""
    records = list(_query(question)[: question.per_page + 1])
    page = records[: question.per_page]
    more = len(records) > question.per_page
    rows = _trim(show(question.kind, page), question.params.get("fields"))
    return rows, question.cursor(page[-1].number) if more else None


def link(address: str, cursor: str | None) -> str:
    """The `Link` header: the next page, or an empty text on the last."""
    return f'<{address}?{urlencode({"cursor": cursor})}>; rel="next"' if cursor else ""


def _query(question: Question) -> QuerySet[Record]:
    resource = RESOURCES[question.kind]
    wanted = {**resource.assumed, **question.params}
    wanted.pop("fields", None)
    unknown = sorted(set(wanted) - set(resource.filters))
    if unknown:
        raise Invalid(f"Unknown parameter: {', '.join(unknown)}.")
    conditions = (resource.filters[name](name, text) for name, text in wanted.items())
    found = store.rows(question.kind).alias(**{f"{name}_text": at(name) for name in TIMES})
    found = found.filter(reduce(and_, conditions, Q())).order_by("-number")
    return found.filter(number__lt=question.below) if question.below else found


def show(kind: str, records: list[Record]) -> list[Row]:
    """The rows as the API shows them."""
    rows = [dict(record.data) for record in records]
    if kind in FIELD_TYPES:
        shower = Shower(FIELD_TYPES[kind])
        for row in rows:
            row["custom_fields"] = shower.show(row["custom_fields"])
    if kind == "application_stages":
        for row in rows:
            row["days_in_stage"] = days_in_stage(row)
    return rows


def days_in_stage(row: Row) -> int | None:
    """Whole days between entering a stage and leaving it, or now."""
    if row["entered_at"] is None:
        return None
    left = datetime.fromisoformat(row["exited_at"]) if row["exited_at"] else datetime.now(UTC)
    return (left - datetime.fromisoformat(row["entered_at"])).days


def _trim(rows: list[Row], fields: str | None) -> list[Row]:
    if not fields:
        return rows
    kept = [name.strip() for name in fields.split(",")]
    return [{name: row[name] for name in kept if name in row} for row in rows]
