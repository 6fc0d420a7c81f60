"""How list endpoints are filtered: each filter turns the text of a parameter into a query."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.records import stamp

Filter = Callable[[str, str], Q]

MAX_IDS = 50
STATUSES = {
    "active": "in_process",
    "rejected": "rejected",
    "hired": "hired",
    "converted": "converted",
}
BOUND = re.compile(r"(gte|lte|gt|lt)\|([^|]+)")


class Invalid(Exception):
    """The vendor answers 422 and says these words."""


def at(field: str) -> KeyTextTransform:
    """The text of a field of a row, for comparing times."""
    return KeyTextTransform(field, "data")


def ids(field: str) -> Filter:
    """A comma list of at most 50 numbers."""

    def parse(name: str, text: str) -> Q:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts or not all(part.isdecimal() for part in parts):
            raise Invalid(f"{name} must be a comma-separated list of ids.")
        if len(parts) > MAX_IDS:
            raise Invalid(f"{name} accepts at most {MAX_IDS} values.")
        numbers = [int(part) for part in parts]
        if field == "id":
            return Q(number__in=numbers)
        return reduce(or_, (Q(data__contains={field: number}) for number in numbers))

    return parse


def members(field: str) -> Filter:
    """A comma list of numbers, any of which stands in the row's list."""

    def parse(name: str, text: str) -> Q:
        ids(field)(name, text)
        numbers = [int(part) for part in text.split(",") if part.strip()]
        return reduce(or_, (Q(data__contains={field: [number]}) for number in numbers))

    return parse


def word(field: str) -> Filter:
    """The exact text."""
    return lambda name, text: Q(data__contains={field: text})


def flag(field: str) -> Filter:
    """true or false."""

    def parse(name: str, text: str) -> Q:
        if text not in ("true", "false"):
            raise Invalid(f"{name} must be true or false.")
        return Q(data__contains={field: text == "true"})

    return parse


def date(field: str) -> Filter:
    """Bounds such as `gte|2026-01-01T00:00:00Z|lte|2026-01-02T00:00:00Z`."""

    def parse(name: str, text: str) -> Q:
        bounds = BOUND.findall(text)
        if "|".join("|".join(bound) for bound in bounds) != text or not bounds:
            raise Invalid(f"{name} must look like gte|2026-01-01T00:00:00Z.")
        return reduce(and_, (_bound(name, field, *bound) for bound in bounds))

    return parse


def _bound(name: str, field: str, operator: str, text: str) -> Q:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{name} holds a time that cannot be read.") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Q(**{f"{field}_text__{operator}": stamp(aware)})


def status(name: str, text: str) -> Q:
    """Applications: asked as `active`, answered as `in_process`; asking for `in_process` is 422."""
    if text not in STATUSES:
        raise Invalid(f"{name} must be one of {', '.join(STATUSES)}.")
    return Q(data__contains={"status": STATUSES[text]})


def option(name: str, text: str) -> Q:
    """Rows in which some custom field has this option chosen."""
    chosen = store.find("custom_field_options", int(text) if text.isdecimal() else None)
    field = store.find("custom_fields", chosen["custom_field_id"]) if chosen else None
    if chosen is None or field is None:
        raise Invalid(f"{name} is not a known option.")
    key = field["name_key"]
    one = Q(data__contains={"custom_fields": {key: chosen.number}})
    return one | Q(data__contains={"custom_fields": {key: [chosen.number]}})


def service_accounts(name: str, text: str) -> Q:
    """Users: service accounts (their e-mail is empty) are hidden unless asked for."""
    shown: Q = Q() if text == "true" else ~Q(data__contains={"primary_email": ""})
    return shown
