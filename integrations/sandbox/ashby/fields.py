"""Custom fields: kept by number of the field, shown as an array that leaves unset ones out."""

from functools import cached_property
from typing import Any

from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

KINDS = {"Job": "jobs", "Application": "applications", "Candidate": "candidates"}


class Fields:
    """Shows the custom fields of many rows; private ones only to who may see them."""

    def __init__(self, *, private: bool) -> None:
        self.private = private

    @cached_property
    def known(self) -> dict[str, Record]:
        return {str(row.number): row for row in store.rows("customFields")}

    def show(self, values: Row) -> list[Row]:
        """What is set, as `id`, `title`, `value` and, for a choice, `valueLabel`."""
        return [
            self._show(self.known[number], value)
            for number, value in values.items()
            if value is not None and (self.private or not self.known[number]["isPrivate"])
        ]

    def _show(self, field: Record, value: Any) -> Row:
        shown = {"id": field["id"], "title": field["title"], "value": value}
        if field["isPrivate"]:
            shown["isPrivate"] = True
        labels = {choice["value"]: choice["label"] for choice in field["selectableValues"]}
        if field["fieldType"] == "ValueSelect":
            shown["valueLabel"] = labels.get(value, value)
        if field["fieldType"] == "MultiValueSelect":
            shown["valueLabel"] = [labels.get(each, each) for each in value]
        return shown


def fits(field: Record, value: Any) -> bool:
    """Whether a field of this type can hold the value; null empties every field."""
    if value is None:
        return True
    choices = [choice["value"] for choice in field["selectableValues"] if not choice["isArchived"]]
    match field["fieldType"]:
        case "ValueSelect":
            return value in choices
        case "MultiValueSelect":
            return isinstance(value, list) and all(each in choices for each in value)
        case "Boolean":
            return isinstance(value, bool)
        case "Number":
            return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def merge(field: Record, wanted: list[Row]) -> Record:
    """Take new choices in and rename known ones; those no longer wanted are archived, not lost."""
    asked = {choice["value"]: choice["label"] for choice in wanted}
    kept = [
        choice
        | {"label": asked.get(choice["value"], choice["label"])}
        | {"isArchived": choice["value"] not in asked}
        for choice in field["selectableValues"]
    ]
    known = {choice["value"] for choice in kept}
    new = [
        {"label": label, "value": value, "isArchived": False}
        for value, label in asked.items()
        if value not in known
    ]
    return store.change(field, selectableValues=kept + new)
