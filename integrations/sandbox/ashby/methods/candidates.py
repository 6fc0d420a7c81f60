"""`candidate.*`: lists, one, search, and notes, which belong to the candidate."""

import re

from integrations.sandbox import cast
from integrations.sandbox.ashby.method import MOST, Method, found, invalid, moment
from integrations.sandbox.ashby.paging import page, whole
from integrations.sandbox.ashby.shapes import Shapes, only
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

MISSING = "candidate_not_found"
PLAIN, HTML = "text/plain", "text/html"
OTHER_TAG = re.compile(r"</?(?!(?:b|i|u|a|ul|ol|li|code|pre)\b)[a-zA-Z][^>]*>")


def _list(body: Row, shapes: Shapes) -> Row:
    rows = store.rows("candidates")
    if after := moment(body, "createdAfter"):
        rows = rows.filter(data__createdAt__gte=after)
    asked = page("candidate.list", body, rows)
    return {"results": [shapes.candidate(row) for row in asked.rows]} | asked.keys


def _info(body: Row, shapes: Shapes) -> Row:
    return {"results": shapes.candidate(found("candidates", body, "id", MISSING))}


def _search(body: Row, shapes: Shapes) -> Row:
    """Both conditions must hold; e-mails and names are compared without case."""
    email, name = (str(body.get(key, "")).lower() for key in ("email", "name"))
    if not email and not name:
        raise invalid("email or name is required.")
    rows = [
        row
        for row in store.rows("candidates")
        if name in row["name"].lower()
        and (not email or email in (each["value"].lower() for each in row["emailAddresses"]))
    ]
    return whole(shapes.candidate(row) for row in rows[:MOST])


def _create_note(body: Row, shapes: Shapes) -> Row:
    """A note, as often as it is asked for: there is no idempotency."""
    candidate = found("candidates", body, "candidateId", MISSING)
    given = body.get("note")
    note = given if isinstance(given, dict) else {"type": PLAIN, "value": given}
    value, kind = note.get("value"), note.get("type")
    if not isinstance(value, str) or not value.strip() or kind not in (PLAIN, HTML):
        raise invalid("note must be a text, or a type and a value.")
    row = store.add(
        "notes",
        candidate=candidate.number,
        content=OTHER_TAG.sub("", value) if kind == HTML else value,
        isPrivate=body.get("isPrivate") is True,
        author=cast.SERVICE.number,
        **({"createdAt": body["createdAt"]} if "createdAt" in body else {}),
    )
    return {"results": _note(row, shapes)}


def _list_notes(body: Row, shapes: Shapes) -> Row:
    candidate = found("candidates", body, "candidateId", MISSING)
    asked = page("candidate.listNotes", body, store.rows("notes", candidate=candidate.number))
    return {"results": [_note(row, shapes) for row in asked.rows]} | asked.keys


def _note(row: Record, shapes: Shapes) -> Row:
    author = only(shapes.users[row["author"]], ("id", "firstName", "lastName", "email"))
    return only(row, ("id", "createdAt", "isPrivate", "content")) | {"author": author}


METHODS = {
    "candidate.list": Method("candidatesRead", _list),
    "candidate.info": Method("candidatesRead", _info),
    "candidate.search": Method("candidatesRead", _search),
    "candidate.createNote": Method("candidatesWrite", _create_note),
    "candidate.listNotes": Method("candidatesRead", _list_notes),
}
