"""What people do to an opportunity: move, archive, hire, take back; each tells the hooks."""

from typing import Any

from django.db import transaction

from integrations.sandbox.lever import events
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row


def stages() -> list[Record]:
    """The stages of the whole account, in order."""
    return list(store.rows("stages"))


@transaction.atomic
def move(number: int, stage: str, user: str | None = None) -> Record:
    """Put an opportunity into a stage; an archived one moves too, and stays archived."""
    record = store.get("opportunities", number, lock=True)
    order = [each["id"] for each in stages()]
    if stage not in order:
        raise NotNow("Choose a stage.")
    before, at = record["stage"], _later(record)
    entry = {
        "toStageId": stage,
        "toStageIndex": order.index(stage),
        "updatedAt": at,
        "userId": user,
    }
    changes = [*record["stageChanges"], entry]
    touch(record, at, stage=stage, stageChanges=changes, lastAdvancedAt=at)
    if before != stage:
        told = {"toStageId": stage, "fromStageId": before}
        events.emit("candidateStageChange", record, **told)
    return record


@transaction.atomic
def archive(number: int, reason: str) -> Record:
    """Archive an opportunity; with a reason of the type `hired` that is a hire. Raises Refused."""
    record = store.get("opportunities", number, lock=True)
    why = store.named("archive_reasons", reason)
    at = _later(record)
    archived = {"reason": reason, "archivedAt": at}
    _set_archived(record, archived, at)
    if why["type"] == "hired":
        events.emit("candidateHired", record)
    return record


@transaction.atomic
def unarchive(number: int) -> Record:
    """Bring an archived opportunity back. Raises NotNow."""
    record = store.get("opportunities", number, lock=True)
    if record["archived"] is None:
        raise NotNow("This opportunity is not archived.")
    _set_archived(record, None, _later(record))
    return record


def _set_archived(record: Record, archived: Row | None, at: int) -> None:
    before = record["archived"]
    touch(record, at, archived=archived)
    for each in store.rows("applications", opportunityId=record["id"]):
        store.note(each, archived=archived)
    told = {"toArchived": archived, "fromArchived": before}
    events.emit("candidateArchiveChange", record, **told)


def touch(record: Record, at: int | None = None, /, **values: Any) -> Record:
    """Write a change of an opportunity; it also counts as an interaction."""
    at = at or _later(record)
    return store.note(record, updatedAt=at, lastInteractionAt=at, **values)


def retag(record: Record, *, add: list[str] | None = None, remove: list[str] | None = None) -> None:
    """Put tags on an opportunity and take others off; each stands there once."""
    kept = [tag for tag in record["tags"] if tag not in (remove or [])]
    touch(record, tags=list(dict.fromkeys([*kept, *(add or [])])))


def _later(record: Record) -> int:
    """Now, and later than whatever happened to the opportunity before."""
    return max(store.now(), (record["lastInteractionAt"] or 0) + 1)
