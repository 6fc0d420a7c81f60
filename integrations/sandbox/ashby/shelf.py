"""Ashby's rows put together for the pages: jobs with applications, notes, assessments."""

from typing import Any

from django.urls import reverse

from integrations.sandbox import cast
from integrations.sandbox.ashby import forms
from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Board, Choices, Line, Note, Press


def boards() -> list[Board]:
    """Every job with its applications, open jobs first."""
    desk = Desk()
    rows = sorted(desk.shapes.jobs.values(), key=lambda job: (job["status"] != "Open", job.number))
    return [desk.board(row) for row in rows]


def board(job: Record) -> Board:
    """One job with its applications."""
    return Desk().board(job)


def line(application: Record) -> Line:
    """One application."""
    return Desk().line(application)


class Desk:
    """Puts rows together; what many lines need is read once."""

    def __init__(self) -> None:
        self.shapes = Shapes(confidential=True, private=True)
        self.names = {row.number: full_name(row) for row in store.rows("candidates")}
        self.applications: dict[int, list[Record]] = {}
        for row in store.rows("applications"):
            self.applications.setdefault(row["job"], []).append(row)
        self.plans: dict[int, list[Record]] = {}
        for stage in self.shapes.stages.values():
            self.plans.setdefault(stage["plan"], []).append(stage)

    def board(self, job: Record) -> Board:
        fields = self.shapes.fields.show(job["fields"])
        roles = [field["valueLabel"] for field in fields if "valueLabel" in field]
        facts = [f"Job {job.number}", job["status"], job["customRequisitionId"] or "No requisition"]
        facts += [f"Liaison role: {', '.join(roles) or 'none'}"]
        facts += ["Confidential"] if job["confidential"] else []
        lines = [self.line(row) for row in self.applications.get(job.number, [])]
        return Board(job.number, job["title"], " · ".join(facts), lines)

    def line(self, application: Record) -> Line:
        stage = self.shapes.stages[application["stage"]]
        return Line(
            number=application.number,
            candidate=application["candidate"],
            name=self.names[application["candidate"]],
            stage=stage["title"],
            status=application["status"],
            said=application["fields"].get(str(cast.STATUS_FIELD)) or "",
            stages=self._stages(stage["plan"]),
            active=application["status"] in ("Active", "Lead"),
        )

    def _stages(self, plan: int) -> Choices:
        plain = [stage for stage in self.plans[plan] if stage["type"] not in ("Hired", "Archived")]
        ordered = sorted(plain, key=lambda stage: stage["orderInInterviewPlan"])
        return [(stage.number, stage["title"]) for stage in ordered]


def presses(application: Record) -> list[Press]:
    """What can be done with an application as it stands, besides moving it."""
    if application["status"] in ("Archived", "Hired"):
        return [Press("restore", "Put back where it was")]
    archive = Press("archive", "Archive", "reason", forms.reasons())
    return [Press("hire", "Hire"), archive]


def facts(application: Record) -> list[tuple[str, str]]:
    """The hiring team and the custom fields of an application."""
    shown = Shapes(confidential=True, private=True).application(application)
    team = [(one["role"], f"{one['firstName']} {one['lastName']}") for one in shown["hiringTeam"]]
    fields = shown["customFields"]
    return team + [(field["title"], field.get("valueLabel", field["value"])) for field in fields]


def full_name(candidate: Record) -> str:
    """The name, or a stand-in for a candidate who has none."""
    return candidate["name"] or f"Candidate {candidate.number}"


def notes(candidate: int) -> list[Note]:
    """A candidate's notes, newest first."""
    users = Shapes().users
    rows = reversed(store.rows("notes", candidate=candidate))
    return [Note(row["content"], _origin(row, users[row["author"]])) for row in rows]


def assessments(candidate: int) -> list[Row]:
    """What was ordered of the partner, and each update it sent."""
    return [
        {
            "number": row.number,
            "name": row["name"],
            "state": row["state"],
            "updates": [_said(update) for update in row["updates"]],
        }
        for row in store.rows("assessments", candidate=candidate)
    ]


def address(application: Record) -> str:
    """The page of a candidate, on this application."""
    person = reverse("sandbox:ashby:person", args=[application["candidate"]])
    return f"{person}?application_id={application.number}"


def _origin(note: Record, author: Record) -> str:
    facts = [f"{author['firstName']} {author['lastName']}", note["createdAt"]]
    return " · ".join([*facts, "private"] if note["isPrivate"] else facts)


def _said(update: Row) -> list[tuple[str, Any]]:
    """Label and value of everything an update holds."""
    values = [value for value in update.values() if isinstance(value, dict) and "label" in value]
    values += update.get("metadata") or []
    return [(value["label"], value["value"]) for value in values]
