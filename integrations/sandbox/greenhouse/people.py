"""What a recruiter does to a candidate: add, edit, merge, delete, anonymize."""

from typing import Any

from django.db import transaction

from integrations.sandbox.greenhouse import events, moves, payloads
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row, stamp

OF_APPLICATION = ("notes", "attachments", "application_stages", "rejection_details")


def candidate(first_name: str, last_name: str, email: str, phone: str, **more: Any) -> Record:
    """A new candidate; blank e-mail and phone mean none."""
    values: Row = {
        "first_name": first_name,
        "last_name": last_name,
        "preferred_name": None,
        "company": None,
        "title": None,
        "last_activity_at": stamp(),
        "private": False,
        "can_email": True,
        "time_zone": None,
        "tags": [],
        "linked_user_ids": [],
        "phone_numbers": _entries(phone, "mobile"),
        "addresses": [],
        "email_addresses": _entries(email, "personal"),
        "website_addresses": [],
        "social_media_addresses": [],
        "custom_fields": {},
    }
    return store.add("candidates", **(values | more))


@transaction.atomic
def add(job: int, first_name: str, last_name: str, email: str, phone: str) -> Record:
    """A candidate who applies to a job; returns the application in the plan's first stage."""
    position = store.get("jobs", job)
    first = store.rows("job_interview_stages", job_id=job, active=True).first()
    if first is None:
        raise NotNow("This job has no stages.")
    person = candidate(first_name, last_name, email, phone)
    application = moves.apply(person, position, first)
    events.emit("new_candidate_application", payloads.application_news(application))
    return application


@transaction.atomic
def edit(number: int, *, email: str, phone: str, **names: str) -> Record:
    """Change names, e-mail and phone of a candidate; the first entry of each list is the one."""
    person = store.get("candidates", number, lock=True)
    store.change(
        person,
        email_addresses=_entries(email, "personal") + person["email_addresses"][1:],
        phone_numbers=_entries(phone, "mobile") + person["phone_numbers"][1:],
        **names,
    )
    events.update_candidate(person)
    return person


@transaction.atomic
def assign(application: int, *, recruiter: int | None, coordinator: int | None) -> Record:
    """Set who looks after an application."""
    record = store.get("applications", application, lock=True)
    store.change(record, recruiter_id=recruiter, coordinator_id=coordinator)
    events.application_updated(record)
    events.update_candidate(store.get("candidates", record["candidate_id"]))
    return record


@transaction.atomic
def merge(number: int, survivor: int) -> None:
    """Merge a candidate into another: the applications move along, the person is gone."""
    person, into = store.get("candidates", number), store.get("candidates", survivor)
    if number == survivor:
        raise NotNow("Choose another candidate to merge into.")
    applications = list(store.rows("applications", candidate_id=number))
    news = payloads.person(person, applications[-1] if applications else None)
    for kind in ("applications", "notes", "attachments"):
        for row in store.rows(kind, candidate_id=number):
            store.change(row, candidate_id=into.number)
    person.delete()
    events.emit("merge_candidate", news | {"new_candidate_id": survivor})


@transaction.atomic
def delete(number: int) -> None:
    """Delete a candidate with every application; only one event tells of it."""
    person = store.get("candidates", number)
    applications = list(store.rows("applications", candidate_id=number))
    gone = [application.number for application in applications]
    last = applications[-1] if applications else None
    news = payloads.person(person, last, deleted_application_ids=gone)
    for application in applications:
        _remove(application)
    person.delete()
    events.emit("delete_candidate", news)


@transaction.atomic
def delete_application(number: int) -> None:
    """Delete one application of a candidate."""
    application = store.get("applications", number)
    news = payloads.application_gone(application)
    _remove(application)
    events.emit("delete_application", news)


@transaction.atomic
def anonymize(number: int) -> Record:
    """Forget who a candidate is: the name becomes Anonymized and the id, the rest is emptied."""
    person = store.get("candidates", number, lock=True)
    emptied = ("phone_numbers", "email_addresses", "addresses", "website_addresses")
    store.change(
        person,
        first_name="Anonymized",
        last_name=str(number),
        preferred_name=None,
        **{name: [] for name in (*emptied, "social_media_addresses")},
    )
    fields = ["full_name", *emptied, "social_media_addresses"]
    events.emit("candidate_anonymized", {"candidate_id": number, "anonymized_fields": fields})
    return person


def _remove(application: Record) -> None:
    for kind in OF_APPLICATION:
        store.rows(kind, application_id=application.number).delete()
    application.delete()


def _entries(value: str, kind: str) -> list[Row]:
    return [{"value": value, "type": kind}] if value else []
