"""Pages of a list by the last row shown, so that a far page costs as much as the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

SIZE = 50
SALT = "portal.paging"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows shown, and cursors to those before (`newer`) and after (`older`), or ""."""

    rows: Sequence[Row]
    newer: str = ""
    older: str = ""


def page_of(
    rows: QuerySet[Row],
    asked: QueryDict,
    *,
    by: Sequence[str],
    descending: bool = False,
    size: int = SIZE,
) -> Page[Row]:
    """The page that the address asks for by `?older=` or `?newer=`; else the first one.

    Args:
        by: the fields that order the rows; together they are unique.
        descending: whether the largest comes first.
    """
    back = "newer" in asked
    place = _read(asked.get("newer" if back else "older", ""), by)
    down = descending != (back and place is not None)
    found = list(_beyond(rows, by, place, down).order_by(*_order(by, down))[: size + 1])
    more, found = len(found) > size, found[:size]
    if place is None:
        return Page(found, older=_cursor(found, -1, by) if more else "")
    if not found:
        return page_of(rows, QueryDict(), by=by, descending=descending, size=size)
    if back:
        found.reverse()
    return Page(
        found,
        newer=_cursor(found, 0, by) if more or not back else "",
        older=_cursor(found, -1, by) if more or back else "",
    )


def _order(by: Sequence[str], down: bool) -> list[str]:
    return [f"-{field}" if down else field for field in by]


def _beyond(
    rows: QuerySet[Row], by: Sequence[str], place: list[Any] | None, down: bool
) -> QuerySet[Row]:
    if place is None:
        return rows
    after = "lt" if down else "gt"
    condition, before = Q(), Q()
    for field, value in zip(by, place, strict=True):
        condition |= before & Q(**{f"{field}__{after}": value})
        before &= Q(**{field: value})
    return rows.filter(condition, **{f"{by[0]}__{after}e": place[0]})


def _cursor(found: list[Row], index: int, by: Sequence[str]) -> str:
    row = found[index]
    values = [attrgetter(field.replace("__", "."))(row) for field in by]
    kept = [{"at": v.isoformat()} if isinstance(v, datetime) else v for v in values]
    return signing.dumps([list(by), kept], salt=SALT, compress=True)


def _read(cursor: str, by: Sequence[str]) -> list[Any] | None:
    """The place a cursor of ours tells of; None for one we did not make for this order."""
    try:
        order, kept = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        return None
    if order != list(by):
        return None
    return [parse_datetime(v["at"]) if isinstance(v, dict) else v for v in kept]
