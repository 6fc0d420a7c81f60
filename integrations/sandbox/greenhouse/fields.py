"""Custom fields: kept raw (option ids), shown with name, type and text, checked on write."""

from typing import Any

from integrations.sandbox.greenhouse.filters import Invalid
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

CHOICES = ("single_select", "multi_select")


class Shower:
    """Shows the raw custom fields of many rows of one type; reads fields and options once."""

    def __init__(self, field_type: str) -> None:
        self.fields = list(store.rows("custom_fields", field_type=field_type, active=True))
        asked = any(field["value_type"] in CHOICES for field in self.fields)
        options = store.rows("custom_field_options") if asked else ()
        self.options = {row.number: row["name"] for row in options}

    def show(self, raw: Row) -> Row:
        """`{key: {name, type, value}}`; options by their text, empty choices as null or []."""
        return {
            field["name_key"]: {
                "name": field["name"],
                "type": field["value_type"],
                "value": self._value(field["value_type"], raw.get(field["name_key"])),
            }
            for field in self.fields
        }

    def _value(self, value_type: str, raw: Any) -> Any:
        if value_type == "single_select":
            return self.options.get(raw)
        if value_type == "multi_select":
            return [self.options[number] for number in raw or [] if number in self.options]
        return raw


def read(field_type: str, written: Any) -> Row:
    """The full raw set meant by a written array of `{name_key, value}`. Raises Invalid.

    Fields left out of the array are emptied: whether Greenhouse merges is not known, and this
    is the reading that hurts.
    """
    if not isinstance(written, list):
        raise Invalid("custom_fields must be an array of name_key and value.")
    active = store.rows("custom_fields", field_type=field_type, active=True)
    fields = {row["name_key"]: row for row in active}
    return dict(_read_one(fields, entry) for entry in written)


def _read_one(fields: dict[str, Record], entry: Any) -> tuple[str, Any]:
    if not isinstance(entry, dict) or set(entry) != {"name_key", "value"}:
        raise Invalid("custom_fields must be an array of name_key and value.")
    field = fields.get(entry["name_key"])
    if field is None:
        raise Invalid(f"Custom field {entry['name_key']} does not exist.")
    check(field, entry["value"])
    return entry["name_key"], entry["value"]


def check(field: Record, value: Any) -> None:
    """Raises Invalid unless the value fits the field's type."""
    kind, name = field["value_type"], field["name"]
    if value is None:
        return
    if kind == "short_text" and (not isinstance(value, str) or len(value) > 255):
        raise Invalid(f"{name} must be a text of at most 255 characters.")
    if kind in CHOICES:
        chosen = value if kind == "multi_select" else [value]
        known = store.rows("custom_field_options", custom_field_id=field.number, active=True)
        numbers = set(known.values_list("number", flat=True))
        if not isinstance(chosen, list) or not numbers.issuperset(chosen):
            raise Invalid(f"{name} must be the id of one of its options.")
