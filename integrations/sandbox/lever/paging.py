"""Lists in pages: `{data, hasNext, next}`, where `next` is an opaque, already encoded token."""

import json
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import quote, unquote

from django.db.models import Q, QuerySet
from django.http import QueryDict

from integrations.sandbox.lever.errors import invalid
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

MOST = 100

Show = Callable[[list[Record]], list[Row]]


def token(key: Sequence[Any]) -> str:
    """Where a page ended, as percent-encoded JSON: `%5B3%2C1491435120000%2C%22…%22%5D`."""
    return quote(json.dumps(key, separators=(",", ":")), safe="")


def key(offset: str, parts: int) -> list[Any]:
    """What a token says. Raises Refused if it was decoded, cut or changed on its way."""
    try:
        said = json.loads(unquote(offset))
    except ValueError:
        said = None
    if not isinstance(said, list) or len(said) != parts or token(said) != offset:
        raise invalid("Invalid offset token.")
    return said


def size(query: QueryDict) -> int:
    """How many rows a page has: 1 to 100, 100 unless asked. Raises Refused."""
    text = query.get("limit", str(MOST))
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise invalid(f"limit must be between 1 and {MOST}.")
    return int(text)


def page(found: QuerySet[Record], order: Sequence[str], query: QueryDict, show: Show) -> Row:
    """A page of rows sorted by annotations of these names, and the token of the next page.

    The place in the list is a row's own values, so a row that moves while somebody reads may be
    missed or met twice.
    """
    limit = size(query)
    if offset := query.get("offset"):
        place = key(offset, len(order))
        try:
            found = found.filter(_beyond(order, place))
        except (TypeError, ValueError):
            raise invalid("Invalid offset token.") from None
    records = list(found.order_by(*order)[: limit + 1])
    rows = show(records[:limit])
    if len(records) <= limit:
        return whole(rows)
    last = [getattr(records[limit - 1], name) for name in order]
    return {"data": rows, "hasNext": True, "next": token(last)}


def cut(rows: list[Row], query: QueryDict) -> Row:
    """A page of a list that is short enough to be made whole."""
    limit = size(query)
    (start,) = key(query.get("offset", ""), 1) if "offset" in query else (0,)
    if not isinstance(start, int) or start < 0:
        raise invalid("Invalid offset token.")
    if start + limit >= len(rows):
        return whole(rows[start:])
    return {"data": rows[start : start + limit], "hasNext": True, "next": token([start + limit])}


def whole(rows: list[Row]) -> Row:
    """The last page."""
    return {"data": rows, "hasNext": False}


def _beyond(order: Sequence[str], values: list[Any]) -> Q:
    """Rows whose values come after these, compared one name after the other."""
    steps = (
        Q(**dict(zip(order[:turn], values, strict=False)), **{f"{order[turn]}__gt": values[turn]})
        for turn in range(len(order))
    )
    return reduce(or_, steps)
