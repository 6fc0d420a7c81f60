"""Tells Lever what happened: the tag of the status first, the note last, each once (H2, H6)."""

import re
from typing import Any

from integrations import reading
from integrations.connectors.lever import records
from integrations.connectors.lever.client import Api
from integrations.models import Connection
from integrations.problems import NotThere, PermissionMissing, Rejected, VendorProblem
from integrations.reading import Row
from integrations.vocabulary import Note, NoteKind

REFUSALS = (Rejected, PermissionMissing, NotThere)
MENTION = re.compile(r"@(?=\w)")  # Lever tells the user whose name follows
WORDS = {  # a tag for each status, without times: every text that is new becomes a tag of Lever's
    NoteKind.INVITED: "Invited",
    NoteKind.INVITE_ERROR: "Invite error",
    NoteKind.SCHEDULED: "Scheduled",
    NoteKind.RESCHEDULED: "Scheduled",
    NoteKind.SLOT_RELEASED: "Invited",
    NoteKind.CANCELED: "Canceled",
    NoteKind.NO_SHOW: "No-show",
    NoteKind.ENDED_EARLY: "Ended early",
    NoteKind.REDO_OFFERED: "Redo offered",
    NoteKind.REDO_TAKEN: "Redo invited",
    NoteKind.REDO_DECLINED: "Completed",
    NoteKind.RESULT: "Result ready",
}


class Posting:
    """The writes of one connection. Of their answers only tags are read: Lever empties the
    contact's fields in them."""

    def __init__(self, connection: Connection, api: Api) -> None:
        self.connection = connection
        self.api = api

    def post(self, note: Note) -> None:
        """Set the tag, write the note.

        A tag that is set twice does no harm and a note that is written twice does, so the note
        comes last. A tag that Lever refuses does not hold the note back.

        Raises:
            VendorProblem: `unclear` when the note may stand there already.
        """
        refusal = self._try_tag(note)
        if note.text:
            self._write_note(note)
        elif refusal:
            raise refusal

    def holds(self, note: Note) -> bool:
        """Whether a note with this marker stands on the opportunity."""
        rows = self.api.all(f"opportunities/{_opportunity(note)}/notes")
        return any(note.marker in text for row in rows for text in _texts(row))

    def _try_tag(self, note: Note) -> VendorProblem | None:
        prefix = self.connection.choice("status_tag").strip()
        if not prefix or not note.status:
            return None
        try:
            self._set_tag(note, prefix)
        except REFUSALS as refusal:
            return refusal
        return None

    def _set_tag(self, note: Note, prefix: str) -> None:
        """Add the tag of this status, then take away those of earlier ones."""
        tag = f"{prefix} {WORDS[note.kind]}"
        ours = {f"{prefix} {word}" for word in WORDS.values()} - {tag}
        found = records.tags(self._write(note, "addTags", {"tags": [tag]}))
        if before := [one for one in found if one in ours]:
            self._write(note, "removeTags", {"tags": before})

    def _write_note(self, note: Note) -> None:
        if note.unclear and self.holds(note):
            return
        content = {
            "value": MENTION.sub("@ ", f"{note.text}\n\nRef {note.marker}"),
            "secret": self.connection.choice("note_visibility") == "secret",
            "notifyFollowers": note.kind is NoteKind.RESULT,
        }
        self._write(note, "notes", content)

    def _write(self, note: Note, what: str, content: dict[str, Any]) -> Row:
        path = f"opportunities/{_opportunity(note)}/{what}"
        return self.api.create(path, content, self.connection.choice("user_id").strip())


def _opportunity(note: Note) -> str:
    """The id, which becomes a part of an address."""
    number = reading.opaque_id(note.application)
    if not number:
        raise NotThere("Lever's ids are letters, digits and hyphens; this is none.")
    return number


def _texts(row: Row) -> list[str]:
    """What a note says: in its fields, one for each comment of its thread."""
    fields = reading.rows(row.get("fields"))
    return [reading.text(each.get("value"), 100_000) for each in (*fields, row)]
