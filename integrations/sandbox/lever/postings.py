"""What people do to a posting: add, edit, tag; what opportunities inherit follows."""

from typing import Any

from django.db import transaction

from integrations.sandbox.lever import moves, shapes
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record

STATES = ("published", "internal", "closed", "draft", "pending", "rejected")


def add(text: str, *, tags: list[str], owner: str | None) -> Record:
    """A new published posting. No webhook tells of postings."""
    return store.add("postings", **shapes.posting(text, tags=tags, owner=owner))


@transaction.atomic
def change(posting: Record, **values: Any) -> Record:
    """Change a posting; its opportunities swap the tags they have from it."""
    before = shapes.inherited(posting.data)
    store.change(posting, **values)
    after = shapes.inherited(posting.data)
    if before != after:
        for each in store.rows("opportunities", posting=posting["id"]):
            moves.retag(each, remove=before, add=after)
    return posting


def team(posting: Record) -> list[str | None]:
    """The ids of everyone whom a posting names."""
    return [posting["owner"], posting["hiringManager"], posting["user"], *posting["followers"]]
