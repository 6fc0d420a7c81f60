"""What lists can be asked for: each filter turns the texts of a parameter into a query."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import BigIntegerField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import QueryDict

from integrations.sandbox.lever.errors import invalid
from integrations.sandbox.lever.store import store

Filter = Callable[[str, list[str]], Q]


def milliseconds(*path: str) -> Cast:
    """A time of a row, as a number that can be compared."""
    found: Any = "data"
    for name in path:
        found = KeyTextTransform(name, found)
    return Cast(found, BigIntegerField())


def having(**data: Any) -> Q:
    """Rows whose JSON holds this."""
    return Q(data__contains=data)


def union(each: Callable[[str], Q]) -> Filter:
    """A filter that may be given several times: a row needs one of the values."""
    return lambda name, texts: reduce(or_, map(each, texts))


def word(field: str) -> Filter:
    """The exact text, with its case."""
    return union(lambda text: having(**{field: text}))


def member(field: str) -> Filter:
    """A text that stands in the row's list, with its case."""
    return union(lambda text: having(**{field: [text]}))


def inside(field: str, part: str) -> Filter:
    """The exact text of a part of an object."""
    return union(lambda text: having(**{field: {part: text}}))


def present(field: str) -> Filter:
    """true where the field is not null, false where it is."""

    def parse(name: str, texts: list[str]) -> Q:
        if texts[-1] not in ("true", "false"):
            raise invalid(f"{name} must be true or false.")
        empty = having(**{field: None})
        return ~empty if texts[-1] == "true" else empty

    return parse


def bound(alias: str, operator: str) -> Filter:
    """One end of a span of time, in milliseconds and inclusive."""

    def parse(name: str, texts: list[str]) -> Q:
        if not texts[-1].isdecimal() or len(texts[-1]) > 15:
            raise invalid(f"{name} must be a number of milliseconds.")
        return Q(**{f"{alias}__{operator}": int(texts[-1])})

    return parse


def span(name: str, alias: str) -> dict[str, Filter]:
    """Both ends: `created_at_start` and `created_at_end`."""
    return {f"{name}_start": bound(alias, "gte"), f"{name}_end": bound(alias, "lte")}


def email(text: str) -> Q:
    """Opportunities of everyone with this address."""
    return _of_contacts(having(emails=[text]))


def location(text: str) -> Q:
    """Opportunities of everyone who lives there."""
    return _of_contacts(having(location={"name": text}))


def _of_contacts(wanted: Q) -> Q:
    found = store.rows("contacts").filter(wanted).values_list("data__id", flat=True)
    return reduce(or_, (having(contact=each) for each in found), Q(pk=None))


def posting(text: str) -> Q:
    """Opportunities on a posting that are not archived."""
    return having(posting=text, archived=None)


def archived_posting(text: str) -> Q:
    """Opportunities on a posting that are archived."""
    return having(posting=text) & ~having(archived=None)


OPPORTUNITIES: Mapping[str, Filter] = {
    "tag": member("tags"),
    "email": union(email),
    "origin": word("origin"),
    "source": member("sources"),
    "stage_id": word("stage"),
    "posting_id": union(posting),
    "archived_posting_id": union(archived_posting),
    "archived": present("archived"),
    "archive_reason_id": inside("archived", "reason"),
    "snoozed": present("snoozedUntil"),
    "contact_id": word("contact"),
    "location": union(location),
    **span("created_at", "created_ms"),
    **span("updated_at", "updated_ms"),
    **span("advanced_at", "advanced_ms"),
    **span("archived_at", "archived_ms"),
}
POSTINGS: Mapping[str, Filter] = {
    "state": word("state"),
    "distributionChannel": member("distributionChannels"),
    "group": inside("categories", "department"),
    "tag": member("tags"),
    **{
        name: inside("categories", name)
        for name in ("team", "department", "location", "commitment", "level")
    },
    **span("updated_at", "updated_ms"),
}
OF_EVERY_LIST = {"limit", "offset", "include", "expand", "confidentiality", "perform_as"}


def asked(query: QueryDict, known: Mapping[str, Filter]) -> Q:
    """The query that an address asks for. Raises Refused for a parameter the list does not have."""
    names = sorted(set(query) - OF_EVERY_LIST)
    if unknown := [name for name in names if name not in known]:
        raise invalid(f"Unknown parameter: {', '.join(unknown)}.")
    return reduce(and_, (known[name](name, query.getlist(name)) for name in names), Q())
