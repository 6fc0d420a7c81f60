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


class NotNow(Exception):
    """A row is in a state that does not allow this; the text is for the page."""


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
    """The rows of one vendor; a subclass says how its ids and its times look."""

    created, updated = "created_at", "updated_at"

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor

    def name(self, kind: str, number: int) -> Any:
        """The id that the vendor shows for a row of this number."""
        return number

    def now(self) -> Any:
        """This moment as the vendor writes it into a row."""
        return stamp()

    def rows(self, kind: str, **having: Any) -> QuerySet[Record]:
        """Rows of a kind whose JSON holds these values, oldest number first."""
        found = Record.objects.filter(vendor=self.vendor, kind=kind).order_by("number")
        return found.filter(data__contains=having) if having else found

    def find(self, kind: str, number: int | None) -> Record | None:
        """The row, or None."""
        return self.rows(kind).filter(number=number).first() if number else None

    def named(self, kind: str, name: Any) -> Record | None:
        """The row that the vendor shows under this id, or None."""
        return self.rows(kind, id=name).first()

    def get(self, kind: str, number: int, *, lock: bool = False) -> Record:
        """The row, locked until the transaction ends if asked. Raises Missing."""
        found = self.rows(kind)
        record = (found.select_for_update() if lock else found).filter(number=number).first()
        if record is None:
            raise Missing(f"{self.vendor} has no {kind} {number}.")
        return record

    def add(self, kind: str, **data: Any) -> Record:
        """A new row; number, id and times are given to it unless the data brings them."""
        return self.add_many(kind, [data])[0]

    def add_many(self, kind: str, rows: Iterable[Row]) -> list[Record]:
        """Several new rows of one kind."""
        now = self.now()
        times = {self.created: now, self.updated: now}
        given = [dict(row) for row in rows]
        numbers = [
            row.pop("number", None) or fresh
            for row, fresh in zip(given, next_numbers(len(given)), strict=True)
        ]
        return Record.objects.bulk_create(
            Record(
                vendor=self.vendor,
                kind=kind,
                number=number,
                data={"id": self.name(kind, number)} | times | row,
            )
            for number, row in zip(numbers, given, strict=True)
        )

    def change(self, record: Record, /, **values: Any) -> Record:
        """Write these values under a lock, and the time of the change with them."""
        return self.note(record, **{self.updated: self.now()} | values)

    @transaction.atomic
    def note(self, record: Record, /, **values: Any) -> Record:
        """Write these values under a lock and leave the time of the last change alone."""
        fresh = self.get(record.kind, record.number, lock=True)
        fresh.data.update(values)
        fresh.save(update_fields=["data"])
        record.data = fresh.data
        return record
