"""Custom fields: found by their key, and turned from the read shape into the written one."""

from typing import Any

from integrations import reading
from integrations.connectors.greenhouse.client import Harvest
from integrations.problems import Rejected
from integrations.reading import Row

CHOICES = ("single_select", "multi_select")
MOST_CHARACTERS = 255  # of a short text


def find(harvest: Harvest, field_type: str, key: str) -> Row | None:
    """The active custom field with this key on jobs, applications or candidates."""
    rows = harvest.all("custom_fields", field_type=field_type, active="true")
    return next((row for row in rows if row.get("name_key") == key), None)


def as_written(harvest: Harvest, current: Row, key: str, value: str) -> list[dict[str, Any]]:
    """The full set to write so that this one field changes.

    Whether Greenhouse empties what a write leaves out is not documented, so all is sent.

    Raises:
        Rejected: when the application has no such field, or the field no such option.
        VendorProblem: when options must be looked up and cannot be now.
    """
    if key not in current:
        raise Rejected(f'Greenhouse\'s applications have no custom field with the key "{key}".')
    fields = {name: reading.row(field) for name, field in current.items()}
    fields[key] = {**fields[key], "value": value}
    options = _options(harvest, fields)
    return [
        {"name_key": name, "value": _written(name, field, options)}
        for name, field in fields.items()
        if field.get("value") not in (None, [], "")
    ]


def _written(name: str, field: Row, options: dict[str, dict[str, int]]) -> Any:
    """The value of one field in the words that writes take: ids instead of texts and people."""
    kind, value = field.get("type"), field["value"]
    if kind in CHOICES:
        known = options.get(name, {})
        chosen = value if isinstance(value, list) else [value]
        if not all(one in known for one in chosen):
            raise Rejected(f'Greenhouse\'s custom field "{name}" has no such option.')
        numbers = [known[one] for one in chosen]
        return numbers if kind == "multi_select" else numbers[0]
    if kind == "user":
        return reading.row(value).get("user_id")
    return value[:MOST_CHARACTERS] if kind == "short_text" and isinstance(value, str) else value


def _options(harvest: Harvest, fields: dict[str, Row]) -> dict[str, dict[str, int]]:
    """The ids of options by field and text; nothing is asked where no choice is set."""
    keys = {name for name, field in fields.items() if field.get("type") in CHOICES}
    if not any(fields[name].get("value") for name in keys):
        return {}
    rows = harvest.all("custom_fields", field_type="application", active="true")
    names = {reading.remote_id(row["id"]): row.get("name_key") for row in rows}
    wanted = [number for number, name in names.items() if name in keys]
    found: dict[str, dict[str, int]] = {}
    for row in harvest.by_ids("custom_field_options", "custom_field_ids", wanted, active="true"):
        name = names.get(reading.remote_id(row.get("custom_field_id")))
        found.setdefault(str(name), {})[reading.text(row.get("name"))] = row["id"]
    return found
