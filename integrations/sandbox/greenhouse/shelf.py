"""Rows put together for the pages: applications with their people, jobs with their applications."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from integrations.sandbox.greenhouse import forms, listing
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

STATES = {"in_process": "active", "hired": "hired", "rejected": "rejected"}


@dataclass(frozen=True)
class Line:
    """An application as a line of a table."""

    application: Row
    name: str
    stages: list[tuple[Any, str]]

    @property
    def active(self) -> bool:
        """Whether it can be moved."""
        return bool(self.application["status"] == "in_process")

    @property
    def status(self) -> str:
        """The status in a recruiter's word."""
        return STATES.get(self.application["status"]) or str(self.application["status"])

    @property
    def liaison_status(self) -> str | None:
        """What the connected product wrote into the status field."""
        field = self.application["custom_fields"].get("liaison_status") or {}
        value = field.get("value")
        return str(value) if value else None


@dataclass(frozen=True)
class Board:
    """A job with its applications."""

    job: Row
    lines: list[Line]

    @property
    def role(self) -> str | None:
        """The text of the job's role option."""
        value = (self.job["custom_fields"].get("liaison_role") or {}).get("value")
        return str(value) if value else None


def boards() -> list[Board]:
    """Every job with its applications, open jobs first."""
    jobs = listing.show("jobs", list(store.rows("jobs")))
    applications = listing.show("applications", list(store.rows("applications")))
    names = {row.number: full_name(row) for row in store.rows("candidates")}
    stages = _stages()
    return [
        Board(
            job,
            [
                Line(row, names[row["candidate_id"]], stages.get(job["id"], []))
                for row in applications
                if row["job_id"] == job["id"]
            ],
        )
        for job in sorted(jobs, key=lambda job: (job["status"] != "open", job["id"]))
    ]


def board(number: int) -> Board:
    """One job with its applications. Raises Missing."""
    job = listing.show("jobs", [store.get("jobs", number)])[0]
    applications = list(store.rows("applications", job_id=number))
    numbers = {row["candidate_id"] for row in applications}
    people = store.rows("candidates").filter(number__in=numbers)
    names = {row.number: full_name(row) for row in people}
    stages = forms.stages(number)
    shown = listing.show("applications", applications)
    return Board(job, [Line(row, names[row["candidate_id"]], stages) for row in shown])


def line(application: Record) -> Line:
    """One application."""
    candidate = store.get("candidates", application["candidate_id"])
    stages = forms.stages(application["job_id"]) if application["job_id"] else []
    return Line(listing.show("applications", [application])[0], full_name(candidate), stages)


def full_name(candidate: Record) -> str:
    """First and last name, or a stand-in for a candidate who has none."""
    name = f"{candidate['first_name'] or ''} {candidate['last_name'] or ''}".strip()
    return name or f"Candidate {candidate.number}"


def notes(candidate: int) -> list[Row]:
    """A candidate's notes with their authors' names, newest first."""
    authors = {user.number: user["name"] for user in store.rows("users")}
    rows = reversed(store.rows("notes", candidate_id=candidate))
    return [row.data | {"author": authors.get(row["user_id"], "The API")} for row in rows]


def _stages() -> dict[int, list[tuple[Any, str]]]:
    plans: dict[int, list[tuple[Any, str]]] = {}
    rows = store.rows("job_interview_stages", active=True)
    for stage in sorted(rows, key=lambda stage: stage["sort_order"]):
        plans.setdefault(stage["job_id"], []).append((stage.number, stage["name"]))
    return plans


def address(application: Record) -> str:
    """The page of a candidate, on this application."""
    person = reverse("sandbox:greenhouse:person", args=[application["candidate_id"]])
    return f"{person}?application_id={application.number}"
