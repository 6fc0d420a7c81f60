"""What a recruiter does to a candidate: add, edit, merge, delete, hand to another recruiter."""

from typing import Any

from django.db import transaction

from integrations.sandbox.ashby import events, moves
from integrations.sandbox.ashby.jobs import RECRUITER
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row

OF_APPLICATION = ("history", "assessments")


def candidate(name: str, email: str, phone: str, **more: Any) -> Record:
    """A new candidate; blank e-mail and phone mean none."""
    values: Row = {
        "name": name,
        "emailAddresses": _contacts(email),
        "phoneNumbers": _contacts(phone),
        "socialLinks": [],
        "tags": [],
        "position": "Engineer",
        "company": None,
        "school": None,
        "resumeFileHandle": None,
        "fileHandles": [],
        "fields": {},
        "source": None,
        "creditedToUser": None,
        "timezone": None,
        "location": None,
        "fraudStatus": None,
    }
    return store.add("candidates", **(values | more))


@transaction.atomic
def add(job: int, name: str, email: str, phone: str) -> Record:
    """A candidate who applies to a job; returns the application in the plan's first stage."""
    position = store.get("jobs", job)
    first = store.rows("interviewStages", plan=position["plan"], orderInInterviewPlan=1).get()
    application = moves.apply(candidate(name, email, phone), position, first)
    events.application_changed(application, "applicationSubmit")
    return application


@transaction.atomic
def edit(number: int, *, name: str, email: str, phone: str) -> Record:
    """Change name, e-mail and phone. No webhook tells of it."""
    person = store.get("candidates", number, lock=True)
    contacts = {"emailAddresses": _contacts(email), "phoneNumbers": _contacts(phone)}
    return store.change(person, name=name, **contacts)


@transaction.atomic
def assign(application: int, recruiter: int | None) -> Record:
    """Give an application a recruiter of its own."""
    record = store.get("applications", application, lock=True)
    team = record["team"] if record["team"] is not None else _team(record)
    others = [member for member in team if member[1] != RECRUITER]
    store.change(record, team=[[recruiter, RECRUITER], *others] if recruiter else others)
    events.application_changed(record)
    return record


@transaction.atomic
def merge(number: int, survivor: int) -> None:
    """Merge a candidate into another: the applications move along, the person is gone."""
    person, into = store.get("candidates", number), store.get("candidates", survivor)
    if number == survivor:
        raise NotNow("Choose another candidate to merge into.")
    for kind in ("applications", "notes", "assessments"):
        for row in store.rows(kind, candidate=number):
            store.change(row, candidate=into.number)
    news = {"deletedCandidate": {"id": person["id"]}, "mergedCandidate": {"id": into["id"]}}
    person.delete()
    events.tell(("candidateMerge", news))


@transaction.atomic
def delete(number: int) -> None:
    """Delete a candidate with every application; only one event tells of it."""
    person = store.get("candidates", number)
    for application in store.rows("applications", candidate=number):
        for kind in OF_APPLICATION:
            store.rows(kind, application=application.number).delete()
        application.delete()
    store.rows("notes", candidate=number).delete()
    news = {"candidate": {"id": person["id"]}}
    person.delete()
    events.tell(("candidateDelete", news))


def _team(application: Record) -> list[list[Any]]:
    return list(store.get("jobs", application["job"])["team"])


def _contacts(value: str) -> list[Row]:
    return [{"value": value, "type": "Personal", "isPrimary": True}] if value else []
