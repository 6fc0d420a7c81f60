"""Tells Jobvite what happened: custom fields of the application, and a comment if wanted (H2)."""

import json
from datetime import UTC, datetime
from typing import Any

from integrations.connectors.jobvite import payloads
from integrations.connectors.jobvite.client import Api
from integrations.connectors.jobvite.lookups import Lookups
from integrations.vocabulary import Note, NoteKind

TIMED = (  # after these an interview has another time, or none
    NoteKind.SCHEDULED,
    NoteKind.RESCHEDULED,
    NoteKind.SLOT_RELEASED,
    NoteKind.CANCELED,
)


class Posting:
    """The writes of one connection."""

    def __init__(self, api: Api, lookups: Lookups) -> None:
        self.api = api
        self.lookups = lookups
        self.connection = api.connection

    def post(self, note: Note) -> None:
        """Set the fields in one call; the same again changes nothing, so none is looked for.

        A comment would stand there twice, so after an unclear answer it is looked for (H6).

        Raises:
            VendorProblem: `unclear` when it may have arrived.
        """
        written: dict[str, Any] = {}
        if fields := self._fields(note):
            written["customField"] = [
                {"fieldCode": code, "value": value} for code, value in fields.items()
            ]
        if note.text and self._comments and not (note.unclear and self.holds(note)):
            written["comments"] = [{"comment": f"{note.text}\n\nRef {note.marker}"}]
        if written:
            content = {"eId": note.application, **written}
            self.api.change("candidate", {"candidate": {"application": content}})

    def holds(self, note: Note) -> bool:
        """Whether the comment stands there, or where none is written, what the fields say."""
        row = payloads.application(self.lookups.row(note.application))
        if note.text and self._comments:
            return note.marker in json.dumps(row.get("comments"))
        return all(
            payloads.custom_text(row, code) == value[:300].strip()
            for code, value in self._fields(note).items()
        )

    @property
    def _comments(self) -> bool:
        return self.connection.choice("comments") == "on"

    def _fields(self, note: Note) -> dict[str, str]:
        """The value of each custom field that this note sets, by its code."""
        values = {"status_field": _status(note)} if _status(note) else {}
        if note.kind is NoteKind.RESULT:
            values |= {"result_field": note.text, "result_url_field": note.link}
        if note.kind in TIMED:
            values["scheduled_field"] = _time(note.starts_at)
        codes = {name: self.connection.choice(name).strip() for name in values}
        return {codes[name]: value for name, value in values.items() if codes[name]}


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M UTC}" if at else ""


def _status(note: Note) -> str:
    """The words of the status field: an invite's error whole, as the field is all that shows it."""
    if not note.status:
        return note.text.partition("\n")[0]
    error = note.text.find(note.status) if note.kind is NoteKind.INVITE_ERROR else -1
    return note.text[error:] if error >= 0 else note.status
