"""Greenhouse's rows put together for the pages: jobs with applications, a candidate's notes."""

from django.urls import reverse

from integrations.sandbox.greenhouse import forms, listing
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Board, Choices, Line, Note, Press

STATES = {"in_process": "active"}
PRESSES = {
    "hired": [Press("unhire", "Take the hire back")],
    "rejected": [Press("unreject", "Take the rejection back")],
}


def boards() -> list[Board]:
    """Every job with its applications, open jobs first."""
    jobs = listing.show("jobs", list(store.rows("jobs")))
    applications = listing.show("applications", list(store.rows("applications")))
    names = {row.number: full_name(row) for row in store.rows("candidates")}
    stages = _stages()
    return [
        _board(
            job,
            [
                _line(row, names[row["candidate_id"]], stages.get(job["id"], []))
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
    return _board(job, [_line(row, names[row["candidate_id"]], stages) for row in shown])


def line(application: Record) -> Line:
    """One application."""
    candidate = store.get("candidates", application["candidate_id"])
    stages = forms.stages(application["job_id"]) if application["job_id"] else []
    return _line(listing.show("applications", [application])[0], full_name(candidate), stages)


def presses(application: Record) -> list[Press]:
    """What can be done with an application as it stands, besides moving it."""
    reject = Press("reject", "Reject", "reason", forms.reasons())
    return PRESSES.get(application["status"], [Press("hire", "Hire"), reject])


def custom_fields(application: Record) -> list[tuple[str, str]]:
    """The custom fields of an application with their values as text."""
    shown = listing.show("applications", [application])[0]["custom_fields"]
    return [(field["name"], field["value"]) for field in shown.values()]


def full_name(candidate: Record) -> str:
    """First and last name, or a stand-in for a candidate who has none."""
    name = f"{candidate['first_name'] or ''} {candidate['last_name'] or ''}".strip()
    return name or f"Candidate {candidate.number}"


def notes(candidate: int) -> list[Note]:
    """A candidate's notes with their authors' names, newest first."""
    authors = {user.number: user["name"] for user in store.rows("users")}
    rows = reversed(store.rows("notes", candidate_id=candidate))
    return [Note(row["body"], _origin(row, authors)) for row in rows]


def address(application: Record) -> str:
    """The page of a candidate, on this application."""
    person = reverse("sandbox:greenhouse:person", args=[application["candidate_id"]])
    return f"{person}?application_id={application.number}"


def _origin(note: Record, authors: dict[int, str]) -> str:
    author = authors.get(note["user_id"], "The API")
    facts = [author, note["created_at"], note["visibility"], note["type"]]
    about = note["application_id"]
    return " · ".join([*facts, f"application {about}"] if about else facts)


def _board(job: Row, lines: list[Line]) -> Board:
    facts = [f"Job {job['id']}", job["status"].capitalize()]
    facts += [job["requisition_id"] or "No requisition"]
    facts += [f"Liaison Role: {_value(job, 'liaison_role') or 'none'}"]
    return Board(job["id"], job["name"], " · ".join(facts), lines)


def _line(application: Row, name: str, stages: Choices) -> Line:
    status: str = application["status"]
    return Line(
        number=application["id"],
        candidate=application["candidate_id"],
        name=name,
        stage=application["stage_name"] or "",
        status=STATES.get(status, status),
        said=_value(application, "liaison_status"),
        stages=stages,
        active=status == "in_process",
    )


def _value(row: Row, field: str) -> str:
    """The text of a custom field, as shown."""
    return str((row["custom_fields"].get(field) or {}).get("value") or "")


def _stages() -> dict[int, list[tuple[int, str]]]:
    plans: dict[int, list[tuple[int, str]]] = {}
    rows = store.rows("job_interview_stages", active=True)
    for stage in sorted(rows, key=lambda stage: stage["sort_order"]):
        plans.setdefault(stage["job_id"], []).append((stage.number, stage["name"]))
    return plans
