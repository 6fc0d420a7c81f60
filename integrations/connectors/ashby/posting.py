"""Tells Ashby what happened: the assessment first, where there is one, the note last (H2, H6)."""

import time
from collections.abc import Callable
from typing import Any

from integrations import reading
from integrations.connectors.ashby import custom_fields, payloads
from integrations.connectors.ashby.client import Rpc
from integrations.connectors.ashby.lookups import Lookups
from integrations.models import Connection
from integrations.problems import NotThere, PermissionMissing, Rejected, VendorProblem
from integrations.reading import Row
from integrations.vocabulary import Note, NoteKind

LONGEST_VALUE = 250


class Posting:
    """The writes of one connection."""

    def __init__(self, connection: Connection, rpc: Rpc, lookups: Lookups) -> None:
        self.connection = connection
        self.rpc = rpc
        self.lookups = lookups

    def post(self, note: Note) -> None:
        """Set the status field, update the assessment, write the note.

        The first two done twice do no harm and a note does, so the note comes last. What Ashby
        refuses of the rest does not hold it back.

        Raises:
            Rejected, NotThere: when the note stands and Ashby does not take the update.
            VendorProblem: `unclear` when the note may stand there already.
        """
        refused = self._try(self._set_status, note)
        if not note.text:
            if refused:
                raise refused
            return
        refused = self._try(self._update_assessment, note)
        self._write_note(note)
        if refused and not isinstance(refused, PermissionMissing):  # that one is tried again
            raise refused

    def _try(self, act: Callable[[Note], None], note: Note) -> VendorProblem | None:
        try:
            act(note)
        except (Rejected, NotThere, PermissionMissing) as refusal:
            return refusal
        return None

    def _set_status(self, note: Note) -> None:
        title = self.connection.choice("status_field")
        if title and note.status:
            field = custom_fields.find(self.rpc, "Application", title)
            self.rpc.tell(
                "customField.setValues",
                objectId=note.application,
                objectType="Application",
                values=[{"fieldId": field["id"], "fieldValue": note.status}],
            )

    def _update_assessment(self, note: Note) -> None:
        """Updates begin with the first text: our answer to the start carried the first status."""
        if note.order:
            self.rpc.tell("assessment.update", **update_of(note))

    def holds(self, note: Note) -> bool:
        """Whether a note with this marker stands on the candidate."""
        rows = self.rpc.all("candidate.listNotes", candidateId=self._candidate(note))
        return any(note.marker in reading.text(row.get("content"), 100_000) for row in rows)

    def _write_note(self, note: Note) -> None:
        if note.unclear and self.holds(note):
            return
        job = f"Job: {note.job_name}\n" if note.job_name else ""
        self.rpc.tell(
            "candidate.createNote",
            candidateId=self._candidate(note),
            note={"type": "text/plain", "value": f"{note.text}\n{job}\nRef {note.marker}"},
            sendNotifications=note.kind is NoteKind.RESULT,  # J6
            isPrivate=self.connection.choice("note_visibility") == "private",
        )

    def _candidate(self, note: Note) -> str:
        if note.candidate:
            return note.candidate
        row = self.lookups.row(note.application)
        return payloads.uuid(reading.row(row.get("candidate")).get("id"))


def update_of(note: Note) -> dict[str, Any]:
    """The assessment update of a note: a result makes it complete, a reason cancels it."""
    facts = _status(note.order, note.status, note.link)
    if note.kind is NoteKind.CANCELED:
        facts["cancelled_reason"] = _value("cancel", "Canceled", "string", _fact(note))
    if note.kind is NoteKind.RESULT:
        facts["assessment_result"] = _value("result", "Recommendation", "string", note.result)
    if note.score is not None:
        score = _value("mean-score", "Mean score of 4", "numeric_score", note.score)
        facts["metadata"] = [score]
    return facts


def first_update(assessment: str, link: str) -> dict[str, Any]:
    """What our answer to the start of an assessment says of it."""
    return _status(assessment, "Invited", link)


def standing_update(assessment: str, state: str, link: str) -> dict[str, Any]:
    """What our answer to a cancellation says: nothing was canceled (E3)."""
    return _status(assessment, f"Not canceled by Ashby: {state}. Cancel it in Liaison.", link)


def _status(assessment: str, status: str, link: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "assessment_id": assessment,
        "timestamp": int(time.time() * 1000),  # milliseconds, unlike times elsewhere in Ashby
        "assessment_status": _value("status", "Status", "string", status),
    }
    if link:
        facts["assessment_profile_url"] = _value("result-url", "Open in Liaison", "url", link)
    return facts


def _value(identifier: str, label: str, kind: str, value: str | float) -> Row:
    shown = value[:LONGEST_VALUE] if isinstance(value, str) and kind == "string" else value
    return {"identifier": identifier, "label": label, "type": kind, "value": shown}


def _fact(note: Note) -> str:
    """The first line of a note, which says what happened (H9)."""
    return note.text.partition("\n")[0]
