"""Tells Greenhouse what happened: the status field first, the note last, each once (H2, H6)."""

from collections.abc import Callable
from typing import Any

from integrations import reading
from integrations.connectors.greenhouse import custom_fields
from integrations.connectors.greenhouse.client import Harvest
from integrations.models import Connection
from integrations.problems import NotThere, PermissionMissing, Rejected, VendorProblem
from integrations.vocabulary import Note, NoteKind

REFUSALS = (Rejected, PermissionMissing, NotThere)


class Posting:
    """The writes of one connection."""

    def __init__(self, connection: Connection, harvest: Harvest) -> None:
        self.connection = connection
        self.harvest = harvest

    def post(self, note: Note) -> None:
        """Set the status, say that a test is finished, write the note.

        Setting a status twice does no harm and a note twice does, so the note comes last. What
        Greenhouse refuses of the rest does not hold the note back: the check of "Post updates"
        shows it.

        Raises:
            VendorProblem: `unclear` when the note may stand there already.
        """
        refusal = self._try(self._set_status, note) or self._try(self._call_back, note)
        if note.text:
            self._write_note(note)
        elif refusal:
            raise refusal

    def _try(self, act: Callable[[Note], None], note: Note) -> VendorProblem | None:
        try:
            act(note)
        except REFUSALS as refusal:
            return refusal
        return None

    def _set_status(self, note: Note) -> None:
        key = self.connection.choice("status_field")
        if not key or not note.status:
            return
        row = self.harvest.one("applications", note.application)
        current = reading.row(row.get("custom_fields"))
        if reading.row(current.get(key)).get("value") == note.status:
            return
        written = custom_fields.as_written(self.harvest, current, key, note.status)
        self.harvest.change("applications", note.application, {"custom_fields": written})

    def _call_back(self, note: Note) -> None:
        """Say that a test is finished; Greenhouse then asks for its result."""
        key = self.connection.secrets.get("assessment_key")
        if note.callback and note.kind is NoteKind.RESULT and key:
            self.harvest.http.send(
                "PATCH", note.callback, bucket="partner", auth=(key.encode(), b"")
            )

    def _write_note(self, note: Note) -> None:
        if note.unclear and self.holds(note):
            return
        content: dict[str, Any] = {
            "candidate_id": int(note.candidate or self._candidate(note)),
            "application_id": int(note.application),
            "body": f"{note.text}\n\nRef {note.marker}",
            "visibility": self.connection.choice("note_visibility"),
            "note_type": "NOTE",
        }
        author = self.connection.choice("user_id")
        if author.isdecimal():
            content["user_id"] = int(author)
        self.harvest.create("notes", content)

    def holds(self, note: Note) -> bool:
        """Whether a note with this marker stands on the application."""
        name = self.connection.choice("notes_filter")
        number = note.application if name == "application_ids" else note.candidate
        number = number or self._candidate(note)
        rows = self.harvest.by_ids("notes", name, [number])
        return any(note.marker in reading.text(row.get("body"), 100_000) for row in rows)

    def _candidate(self, note: Note) -> str:
        row = self.harvest.one("applications", note.application)
        return reading.remote_id(row.get("candidate_id"))
