"""Ashby's rows, its one customer, and what its API key may be granted."""

import hashlib
from uuid import UUID

from integrations.sandbox.models import Account
from integrations.sandbox.records import Store

VENDOR = "ashby"

SCOPES = (
    "jobsRead",
    "jobsWrite",
    "candidatesRead",
    "candidatesWrite",
    "interviewsRead",
    "hiringProcessMetadataRead",
    "hiringProcessMetadataWrite",
    "organizationRead",
    "organizationWrite",
    "apiKeysRead",
    "apiKeysWrite",
)


class AshbyStore(Store):
    """Every id is a UUID of version 4, made of the kind and the number."""

    created, updated = "createdAt", "updatedAt"

    def name(self, kind: str, number: int) -> str:
        """The id of a row; known without looking it up."""
        digest = hashlib.sha256(f"{kind} {number}".encode()).digest()
        return str(UUID(bytes=digest[:16], version=4))


store = AshbyStore(VENDOR)


def account() -> Account:
    """Ashby's customer. Raises DoesNotExist until the world is loaded."""
    return Account.objects.get(vendor=VENDOR)
