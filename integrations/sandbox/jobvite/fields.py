"""Custom fields: texts, lists and lists of several, filled with what their kind allows."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from integrations.sandbox.jobvite.habits import Habits, Value
from integrations.sandbox.jobvite.search import BadRequest
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

CANDIDATE, REQUISITION = "Candidate", "Requisition"
TEXT, LIST, MULTIPLE = "Text", "List", "MultiSelect"
LONGEST = 4000


def kept(**having: Any) -> QuerySet[Record]:
    """The fields that are not retired."""
    return store.rows("fields", active=True, **having)


def of(entity: str) -> dict[str, Record]:
    """The fields of candidates or of requisitions, by code."""
    return {row["fieldCode"]: row for row in kept(entityType=entity)}


def filled(given: Iterable[Row], habits: Habits) -> dict[str, Value]:
    """The values a write brings for a candidate's fields, by code. Raises BadRequest."""
    known = of(CANDIDATE)
    return dict(_pair(one, known, habits) for one in given)


def _pair(one: Row, known: Mapping[str, Record], habits: Habits) -> tuple[str, Value]:
    code, value = one.get("fieldCode"), one.get("value")
    field = known.get(code) if isinstance(code, str) else None
    if field is None:
        raise BadRequest(f"Invalid custom field {code}")
    return field["fieldCode"], _value(field, "" if value is None else value, habits)


def _value(field: Record, value: Any, habits: Habits) -> Value:
    if field["fieldType"] == TEXT:
        if isinstance(value, str) and len(value) <= LONGEST:
            return value
        raise BadRequest(f"Invalid value for {field['fieldCode']}")
    chosen = _texts(habits.read(value) if isinstance(value, str) else value, field["fieldCode"])
    strange = sorted(set(chosen) - set(field["options"]))
    if strange or (field["fieldType"] == LIST and len(chosen) > 1):
        raise BadRequest(f"Invalid option for {field['fieldCode']}: {', '.join(strange or chosen)}")
    return chosen if field["fieldType"] == MULTIPLE else "".join(chosen)


def replace_options(found: Iterable[Record], options: Any) -> None:
    """Let a list have these options and no other; values that lost theirs stay.

    Raises BadRequest.
    """
    for field in found:
        if field["fieldType"] == TEXT:
            raise BadRequest(f"{field['fieldCode']} has no options")
        chosen = _texts(options, field["fieldCode"])
        if len(set(chosen)) < len(chosen) or not all(one.strip() for one in chosen):
            raise BadRequest(f"Invalid options for {field['fieldCode']}")
        store.change(field, options=chosen)


def _texts(given: Any, code: str) -> list[str]:
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return given
    raise BadRequest(f"Invalid value for {code}")
