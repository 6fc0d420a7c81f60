"""What a partner tells of an assessment: checked as Ashby checks it, and kept."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row, stamp

TYPES = {
    "numeric_score": (int, float),
    "numeric_duration_minutes": (int, float),
    "url": str,
    "string": str,
    "boolean_success": bool,
}
VALUES = ("assessment_status", "assessment_profile_url", "assessment_result", "cancelled_reason")
KEYS = {*VALUES, "assessment_id", "timestamp", "metadata"}


class Misshapen(Exception):
    """The update breaks a rule of the vendor's."""


@transaction.atomic
def take(assessment: Record, told: Row) -> Record:
    """Keep an update. A result completes the assessment for good. Raises Misshapen."""
    check(told)
    record = store.get("assessments", assessment.number, lock=True)
    state, more = record["state"], {}
    status = told.get("assessment_status") or {}
    if status.get("value") == "Started":
        more["startedAt"] = stamp()
    if state not in ("Complete", "Canceled"):
        state = _state(told) or state
    return store.change(record, state=state, updates=[*record["updates"], told], **more)


def check(told: Any) -> None:
    """Raises Misshapen where a rule is broken."""
    if not isinstance(told, dict) or not set(told) <= KEYS:
        raise Misshapen("The update has keys that are not known.")
    if not isinstance(told.get("timestamp"), int) or isinstance(told["timestamp"], bool):
        raise Misshapen("timestamp must be a number of milliseconds.")
    if not told.get("assessment_status") and not told.get("cancelled_reason"):
        raise Misshapen("assessment_status is required.")
    if told.get("assessment_result") and not told.get("assessment_profile_url"):
        raise Misshapen("assessment_profile_url is required with assessment_result.")
    values = list(_values(told))
    for value in values:
        _check_value(value)
    names = [value["identifier"] for value in values]
    if len(names) != len(set(names)):
        raise Misshapen("Identifiers must be unique within an update.")


def _values(told: Row) -> Iterator[Any]:
    yield from (told[name] for name in VALUES if told.get(name) is not None)
    metadata = told.get("metadata") or []
    if not isinstance(metadata, list):
        raise Misshapen("metadata must be an array.")
    yield from metadata


def _check_value(value: Any) -> None:
    texts = ("identifier", "label", "type")
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in texts):
        raise Misshapen("A value has an identifier, a label, a type and a value.")
    kind = TYPES.get(value["type"])
    if kind is None or "value" not in value:
        raise Misshapen(f"{value['type']} is not a type, or there is no value.")
    number = kind is TYPES["numeric_score"] and isinstance(value["value"], bool)
    if number or not isinstance(value["value"], kind):  # type: ignore[arg-type]
        raise Misshapen(f"{value['identifier']} is not of the type {value['type']}.")


def _state(told: Row) -> str:
    if told.get("assessment_result"):
        return "Complete"
    if told.get("cancelled_reason"):
        return "Canceled"
    return str(told["assessment_status"]["value"])
