"""What a recruiter does to a candidate: add, edit, fill custom fields, delete."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from integrations.sandbox.jobvite import moves
from integrations.sandbox.jobvite.habits import Value
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow

PHONES = ("mobile", "homePhone", "workPhone")


def candidate(**told: Any) -> Record:
    """A new candidate; what is not told is an empty text."""
    empty = dict.fromkeys(("firstName", "lastName", "email", *PHONES), "")
    return store.add("candidates", **(empty | told))


@transaction.atomic
def add(job: int, **told: str) -> Record:
    """A candidate who applies to a job; returns the application in the workflow's first state."""
    first = store.rows("states").first()
    if first is None:
        raise NotNow("The workflow has no states.")
    return moves.apply(candidate(**told), store.get("jobs", job), first)


@transaction.atomic
def edit(number: int, **told: str) -> Record:
    """Change names, e-mail and phones; every application of theirs counts as updated."""
    person = store.change(store.get("candidates", number), **told)
    for application in store.rows("applications", candidate_id=number):
        store.change(application)
    return person


@transaction.atomic
def fill(application: int, values: Mapping[str, Value]) -> Record:
    """Fill custom fields of an application. Raises Missing."""
    record = store.get("applications", application, lock=True)
    return store.change(record, customField=record["customField"] | values)


@transaction.atomic
def delete(number: int) -> None:
    """Delete a candidate with every application; no webhook tells of it. Raises Missing."""
    person = store.get("candidates", number)
    store.rows("applications", candidate_id=number).delete()
    person.delete()
