"""Rows put together for the pages: postings with their opportunities, notes with their authors."""

from datetime import UTC, datetime

from django.urls import reverse

from integrations.sandbox.lever import forms, shapes
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Board, Line, Note, Press

MOST = 50  # lines a posting shows


class Shelf:
    """Lines of opportunities; stages, reasons and people are read once."""

    def __init__(self, opportunities: list[Record]) -> None:
        contacts = {record["contact"] for record in opportunities}
        people = store.rows("contacts").filter(data__id__in=contacts)
        self.people = {person["id"]: person for person in people}
        self.stages = forms.stages()
        self.stage_names = dict(self.stages)
        self.reasons = {row["id"]: row.data for row in store.rows("archive_reasons")}
        postings = store.rows("postings")
        self.inherited = {row["id"]: shapes.inherited(row.data) for row in postings}

    def line(self, record: Record) -> Line:
        """One opportunity. Tags of its own stand where a product's status would."""
        person = self.people[record["contact"]]
        inherited = self.inherited.get(record["posting"], [])
        return Line(
            number=record.number,
            candidate=person.number,
            name=_named(person),
            stage=self.stage_names.get(record["stage"], record["stage"]),
            status=self.status(record),
            said=", ".join(tag for tag in record["tags"] if tag not in inherited),
            stages=self.stages,
            active=record["archived"] is None,
        )

    def status(self, record: Record) -> str:
        """Active, hired, or archived with the reason."""
        if record["archived"] is None:
            return "active"
        reason = self.reasons.get(record["archived"]["reason"], {})
        return "hired" if reason.get("type") == "hired" else f"archived: {reason.get('text')}"


def boards() -> list[Board]:
    """Every posting with its opportunities, published ones first, and those without a posting."""
    postings = sorted(store.rows("postings"), key=lambda row: row["state"] != "published")
    found = list(store.rows("opportunities"))
    shelf = Shelf(found)
    grouped: dict[str | None, list[Record]] = {}
    for record in found:
        grouped.setdefault(record["posting"], []).append(record)
    lines = {
        name: [shelf.line(record) for record in records[:MOST]] for name, records in grouped.items()
    }
    leads = Board(None, "No posting", "Sourced: they have no application", lines.get(None, []))
    return [
        *(
            Board(row.number, row["text"], facts(row, grouped), lines.get(row["id"], []))
            for row in postings
        ),
        leads,
    ]


def board(posting: Record) -> Board:
    """One posting with its opportunities."""
    found = list(store.rows("opportunities", posting=posting["id"]))
    shelf = Shelf(found[:MOST])
    lines = [shelf.line(record) for record in found[:MOST]]
    said = facts(posting, {posting["id"]: found})
    return Board(posting.number, posting["text"], said, lines)


def facts(posting: Record, grouped: dict[str | None, list[Record]]) -> str:
    """A line about a posting."""
    tags = ", ".join(posting["tags"]) or "none"
    count = len(grouped.get(posting["id"], []))
    shown = f" · the first {MOST} of {count} are shown" if count > MOST else ""
    state = posting["state"].capitalize()
    hidden = " · confidential" if posting["confidentiality"] == shapes.CONFIDENTIAL else ""
    return f"{state}{hidden} · {posting['reqCode'] or 'No requisition'} · Own tags: {tags}{shown}"


def presses(record: Record) -> list[Press]:
    """What can be done to an opportunity now."""
    gone = [Press("anonymize", "Anonymize"), Press("delete", "Delete")]
    if record["archived"]:
        return [Press("unarchive", "Bring back"), *gone]
    return [
        Press("archive", "Hire", "reason", forms.reasons("hired")),
        Press("archive", "Archive", "reason", forms.reasons("non-hired")),
        *gone,
    ]


def notes(record: Record) -> list[Note]:
    """An opportunity's notes with their authors, newest first."""
    authors: Row = {user["id"]: user["name"] for user in store.rows("users")}
    rows = reversed(store.rows("notes", opportunity=record["id"]))
    return [_note(row, authors) for row in rows]


def name_of(record: Record) -> str:
    """Whose opportunity this is."""
    return _named(store.named("contacts", record["contact"]))


def posting_of(record: Record) -> str:
    """The title of an opportunity's posting."""
    return str(store.named("postings", record["posting"])["text"])


def status(record: Record) -> str:
    """How an opportunity stands."""
    return Shelf([record]).status(record)


def address(record: Record) -> str:
    """The page of an opportunity."""
    person = store.named("contacts", record["contact"])
    page = reverse("sandbox:lever:person", args=[person.number])
    return f"{page}?application_id={record.number}"


def _note(row: Record, authors: Row) -> Note:
    first = row["fields"][0]
    at = datetime.fromtimestamp(row["createdAt"] / 1000, UTC)
    said = [
        authors.get(row["user"], "The API"),
        f"{at:%Y-%m-%d %H:%M:%S} UTC",
        "secret" if row["secret"] else "visible to all",
        "followers are notified" if row["notifyFollowers"] else "",
        f"score {first['score']}" if first["score"] else "",
    ]
    text = "\n".join(entry["value"] for entry in row["fields"])
    return Note(text, " · ".join(part for part in said if part))


def _named(person: Record) -> str:
    return str(person["name"]) or f"Person {person.number}"
