"""What happens to people: they apply, move to another job, change, are merged, and go."""

from typing import Any

from django.db import transaction

from integrations.sandbox.lever import events, moves, shapes
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row, next_number

FIRST_STAGE = "applicant-new"


def opportunity(person: Record, posting: Record | None, stage: str, **more: Any) -> Record:
    """A new opportunity of a person; on a posting it has an application and inherited tags."""
    number = more.pop("number", None) or next_number()
    name = store.name("opportunities", number)
    legacy = {"number": number, "id": name, "candidateId": name}
    values = shapes.opportunity(person["id"], stage, **legacy | more)
    entry = {"toStageId": stage, "toStageIndex": _index(stage), "userId": values["owner"]}
    values["stageChanges"] = [entry | {"updatedAt": values["lastAdvancedAt"]}]
    if posting:
        applied = {"number": number} | shapes.application(name, posting, values["createdAt"])
        values |= {
            "posting": posting["id"],
            "opportunityLocation": posting["categories"]["location"],
            "applications": [store.name("applications", number)],
            "tags": list(dict.fromkeys([*shapes.inherited(posting.data), *values["tags"]])),
        }
        same = {name: values[name] for name in ("candidateId", "archived")}
        store.add("applications", **applied | same)
    return store.add("opportunities", **values)


@transaction.atomic
def apply(posting: int, name: str, email: str, phone: str) -> Record:
    """Somebody new applies to a posting."""
    position = store.get("postings", posting)
    person = store.add("contacts", **shapes.contact(name, email, phone))
    made = opportunity(person, position, FIRST_STAGE, owner=position["owner"])
    events.emit_contact("contactCreated", person)
    events.emit("applicationCreated", made)
    return made


@transaction.atomic
def transfer(number: int, posting: int, reason: str) -> Record:
    """Move a candidate to another job: a new opportunity of the same person, in the same stage.

    The old one is archived if there is a reason. The new one keeps the candidate's old id.
    """
    old = store.get("opportunities", number, lock=True)
    position = store.get("postings", posting)
    if old["posting"] == position["id"]:
        raise NotNow("The opportunity is on that posting already. Choose another one.")
    person = store.named("contacts", old["contact"])
    people = {"owner": old["owner"], "followers": old["followers"]}
    new = opportunity(
        person, position, old["stage"], candidateId=old["candidateId"], origin="internal", **people
    )
    events.emit("applicationCreated", new)
    if reason:
        moves.archive(number, reason)
    return new


@transaction.atomic
def edit(contact: int, *, name: str, email: str, phone: str) -> Record:
    """Change who a person is; all their opportunities show it."""
    person = store.get("contacts", contact, lock=True)
    said = shapes.contact(name, email, phone)
    emails = said["emails"] + person["emails"][1:]
    phones = said["phones"] + person["phones"][1:]
    store.note(person, name=name, emails=emails, phones=phones)
    events.emit_contact("contactUpdated", person)
    return person


@transaction.atomic
def look_after(number: int, *, owner: str | None, followers: list[str]) -> Record:
    """Set who owns an opportunity and who follows it; no webhook tells of it."""
    record = store.get("opportunities", number, lock=True)
    return moves.touch(record, owner=owner, followers=followers)


@transaction.atomic
def merge(contact: int, survivor: int) -> Record:
    """Merge a person into another: the opportunities move along, the person is gone."""
    person, into = store.get("contacts", contact, lock=True), store.get("contacts", survivor)
    if person == into:
        raise NotNow("Choose another person to merge into.")
    for each in store.rows("opportunities", contact=person["id"]):
        moves.touch(each, contact=into["id"])
    person.delete()
    events.emit_contact("contactUpdated", into)
    return into


@transaction.atomic
def delete(number: int, user: str | None) -> None:
    """Delete an opportunity; it is listed as deleted from then on."""
    record = store.get("opportunities", number, lock=True)
    gone: Row = {"number": number, "deletedBy": user, "deletedAt": store.now()}
    store.add("deleted_opportunities", id=record["id"], **gone)
    for kind, field in (("applications", "opportunityId"), ("notes", "opportunity")):
        store.rows(kind, **{field: record["id"]}).delete()
    events.emit("candidateDeleted", record, deletedBy=user)
    record.delete()


@transaction.atomic
def anonymize(number: int) -> Record:
    """Forget whose an opportunity is; the person goes when all of theirs are anonymized."""
    record = store.get("opportunities", number, lock=True)
    moves.touch(record, isAnonymized=True, sources=[], tags=[])
    others = store.rows("opportunities", contact=record["contact"], isAnonymized=False)
    if not others.exists():
        person = store.named("contacts", record["contact"], lock=True)
        empty = shapes.contact("", "", "")
        del empty["dataProtection"]
        store.note(person, **empty | {"isAnonymized": True})
    return record


def _index(stage: str) -> int:
    return [each["id"] for each in moves.stages()].index(stage)
