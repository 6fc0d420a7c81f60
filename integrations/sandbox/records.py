"""The vendors' filing cabinet: rows of JSON by vendor, kind and 64-bit number."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from integrations.sandbox.models import Record

Row = dict[str, Any]


class Missing(Exception):
    """The vendor has no such row."""


def stamp(at: datetime | None = None) -> str:
    """A time as vendors write it: UTC with milliseconds, `2026-05-05T22:36:04.296Z`."""
    at = (at or datetime.now(UTC)).astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def next_number() -> int:
    """A number nobody has had, larger than 32 bits hold."""
    return next_numbers(1)[0]


def next_numbers(count: int) -> list[int]:
    """As many such numbers as asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('sandbox_number') FROM generate_series(1, %s)", [count])
        return [number for (number,) in cursor.fetchall()]


class Store:
    """The rows of one vendor."""

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor

    def rows(self, kind: str, **having: Any) -> QuerySet[Record]:
        """Rows of a kind whose JSON holds these values, oldest number first."""
        found = Record.objects.filter(vendor=self.vendor, kind=kind).order_by("number")
        return found.filter(data__contains=having) if having else found

    def find(self, kind: str, number: int | None) -> Record | None:
        """The row, or None."""
        return self.rows(kind).filter(number=number).first() if number else None

    def get(self, kind: str, number: int, *, lock: bool = False) -> Record:
        """The row, locked until the transaction ends if asked. Raises Missing."""
        found = self.rows(kind)
        record = (found.select_for_update() if lock else found).filter(number=number).first()
        if record is None:
            raise Missing(f"{self.vendor} has no {kind} {number}.")
        return record

    def add(self, kind: str, **data: Any) -> Record:
        """A new row; its number and times are given to it unless the data brings them."""
        return self.add_many(kind, [data])[0]

    def add_many(self, kind: str, rows: Iterable[Row]) -> list[Record]:
        """Several new rows of one kind."""
        now = stamp()
        times = {"created_at": now, "updated_at": now}
        given = list(rows)
        numbers = next_numbers(len(given))
        whole = [{"id": number} | times | row for number, row in zip(numbers, given, strict=True)]
        return Record.objects.bulk_create(
            Record(vendor=self.vendor, kind=kind, number=row["id"], data=row) for row in whole
        )

    def change(self, record: Record, /, **values: Any) -> Record:
        """Write these values under a lock, and `updated_at` with them."""
        return self.note(record, **values, updated_at=stamp())

    @transaction.atomic
    def note(self, record: Record, /, **values: Any) -> Record:
        """Write these values under a lock and leave `updated_at` alone."""
        fresh = self.get(record.kind, record.number, lock=True)
        fresh.data.update(values)
        fresh.save(update_fields=["data"])
        record.data = fresh.data
        return record
