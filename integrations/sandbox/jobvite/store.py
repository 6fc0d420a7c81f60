"""Jobvite's rows, its one customer, and how its ids look."""

import string
from typing import Any

from integrations.sandbox.jobvite.dates import milliseconds
from integrations.sandbox.models import Account
from integrations.sandbox.records import Store

VENDOR = "jobvite"
PREFIXES = {"candidates": "e", "applications": "p", "jobs": "o"}
OTHER = "f"

_LETTERS = string.ascii_letters + string.digits
_LENGTH = 7
_STRIDE = 2_654_435_761  # a prime, so that no two numbers share an id


class JobviteStore(Store):
    """Rows have an eId of eight letters and digits, and times in milliseconds."""

    created, updated = "sentDate", "lastUpdatedDate"

    def name(self, kind: str, number: int) -> str:
        """The eId of a row: the same number has the same one always."""
        rest, letters = number * _STRIDE % len(_LETTERS) ** _LENGTH, ""
        for _ in range(_LENGTH):
            rest, place = divmod(rest, len(_LETTERS))
            letters += _LETTERS[place]
        return PREFIXES.get(kind, OTHER) + letters

    def now(self) -> Any:
        """This moment in milliseconds."""
        return milliseconds()


store = JobviteStore(VENDOR)


def account() -> Account:
    """Jobvite's customer. Raises DoesNotExist until the world is loaded."""
    return Account.objects.get(vendor=VENDOR)
