"""Lever's rows by their ids, its one customer, and what a key may be granted."""

import time
import uuid

from integrations.sandbox.lever.errors import not_found
from integrations.sandbox.models import Account, Record
from integrations.sandbox.records import Store

VENDOR = "lever"

GRANTS = tuple(
    f"{name}:admin"
    for name in [
        "opportunities:read",
        "opportunities:write",
        "notes:read",
        "notes:write",
        "files:write",
        "stages:read",
        "archive_reasons:read",
        "postings:read",
        "postings:write",
        "users:read",
        "tags:read",
        "sources:read",
        "contact:read",
        "requisitions:read",
        "requisition_fields:read",
        "webhooks:read",
        "webhooks:write",
    ]
)
CONFIDENTIAL = "confidential:access:admin"


NAMESPACE = uuid.UUID("1e7e4000-0000-4000-8000-000000000000")


class LeverStore(Store):
    """Rows whose ids are UUIDs, except the built-in stages', and whose times are numbers."""

    created, updated = "createdAt", "updatedAt"

    def name(self, kind: str, number: int) -> str:
        """The id of a row: the same for the same number, and like no other's."""
        return str(uuid.uuid5(NAMESPACE, f"{kind} {number}"))

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000

    def named(self, kind: str, name: str, *, lock: bool = False) -> Record:
        """The row with this id. Raises Refused."""
        found = self.rows(kind, id=name)
        record = (found.select_for_update() if lock else found).first()
        if record is None:
            raise not_found(kind, name)
        return record

    def known(self, kind: str, name: object) -> bool:
        """Whether there is such a row."""
        return isinstance(name, str) and self.rows(kind, id=name).exists()


store = LeverStore(VENDOR)


def account() -> Account:
    """Lever's customer. Raises DoesNotExist until the world is loaded."""
    return Account.objects.get(vendor=VENDOR)
