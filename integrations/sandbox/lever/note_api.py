"""Notes and files over the API."""

from typing import Any

from django.db import transaction

from integrations.sandbox.lever import moves, shapes, showing
from integrations.sandbox.lever.ask import Ask, text
from integrations.sandbox.lever.errors import Refused, forbidden, invalid, not_found
from integrations.sandbox.lever.opportunity_api import found
from integrations.sandbox.lever.paging import cut
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer

EXTENSIONS = ("docx", "doc", "js", "jpg", "png", "pdf", "txt")
MOST_BYTES = 30 * 1024 * 1024


def index(ask: Ask, name: str) -> Answer:
    """The notes of an opportunity."""
    notes = store.rows("notes", opportunity=found(ask, name)["id"])
    return Answer(200, cut(showing.plain("notes", notes), ask.query))


def one(ask: Ask, name: str, note: str) -> Answer:
    """A note of an opportunity."""
    return Answer(200, {"data": _shown(_note(ask, name, note))})


@transaction.atomic
def create(ask: Ask, name: str) -> Answer:
    """A note, as often as it is asked for; `note_id` adds a comment to one that is there."""
    record, body, user = found(ask, name), ask.body(), ask.actor()
    at = _time(body)
    entry = shapes.comment(text(body, "value"), record["stage"], user, _score(body), at)
    if thread := ask.query.get("note_id"):
        note = _note(ask, name, thread)
        store.note(note, fields=[*note["fields"], entry])
    else:
        flags = {flag: body.get(flag, False) is True for flag in ("secret", "notifyFollowers")}
        note = store.add("notes", **shapes.note(record, entry, madeByApi=True, **flags))
    moves.touch(record)
    return Answer(201, {"data": _shown(note) | {"noteId": note["id"]}})


@transaction.atomic
def replace(ask: Ask, name: str, note: str) -> Answer:
    """Another text for a note that was made over the API."""
    row = _made_by_api(ask, name, note)
    values = ask.body().get("values")
    if not isinstance(values, list) or not values:
        raise invalid("values must be an array.")
    said = [value if isinstance(value, dict) else {"value": value} for value in values]
    first = row["fields"][0]
    entries = [first | {"value": text(each, "value")} for each in said]
    return Answer(200, {"data": _shown(store.note(row, fields=entries))})


def remove(ask: Ask, name: str, note: str) -> Answer:
    """Delete a note that was made over the API."""
    _made_by_api(ask, name, note).delete()
    return Answer(204)


def files(ask: Ask, name: str) -> Answer:
    """The files of an opportunity."""
    rows = store.rows("files", opportunity=found(ask, name)["id"])
    return Answer(200, cut(showing.plain("files", rows), ask.query))


@transaction.atomic
def upload(ask: Ask, name: str) -> Answer:
    """Put a file on an opportunity; its content is not kept."""
    record = found(ask, name)
    ask.actor(required=True)
    sent = ask.request.FILES.get("file")
    if sent is None or not sent.name:
        raise invalid("A multipart part named file is required.")
    extension = sent.name.rpartition(".")[2].lower()
    if extension not in EXTENSIONS or (sent.size or 0) > MOST_BYTES:
        raise Refused(422, "UnprocessableEntity", "The file has an unsupported type or size.")
    values: Row = {"name": sent.name, "ext": extension, "size": sent.size, "status": "processed"}
    file = store.add(
        "files", opportunity=record["id"], uploadedAt=store.now(), downloadUrl="", **values
    )
    link = f"https://api.lever.co/v1/opportunities/{record['id']}/files/{file['id']}/download"
    store.note(file, downloadUrl=link)
    moves.touch(record)
    return Answer(201, {"data": showing.plain("files", [file])[0]})


def _note(ask: Ask, name: str, note: str) -> Record:
    row = store.named("notes", note, lock=True)
    if row["opportunity"] != found(ask, name)["id"]:
        raise not_found("notes", note)
    return row


def _made_by_api(ask: Ask, name: str, note: str) -> Record:
    row = _note(ask, name, note)
    if not row["madeByApi"]:
        raise forbidden("Only notes made through the API can be changed by it.")
    return row


def _shown(note: Record) -> Row:
    return showing.plain("notes", [note])[0]


def _score(body: Row) -> int | None:
    score: Any = body.get("score")
    if score is not None and score not in (1, 2, 3, 4):
        raise invalid("score must be between 1 and 4.")
    return score if score is None else int(score)


def _time(body: Row) -> int:
    at = body.get("createdAt", store.now())
    if not isinstance(at, int) or isinstance(at, bool):
        raise invalid("createdAt must be a number of milliseconds.")
    return at
