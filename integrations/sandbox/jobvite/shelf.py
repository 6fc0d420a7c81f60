"""Jobvite's rows put together for the pages: requisitions with applications, what came back."""

from collections.abc import Iterable

from django.urls import reverse

from integrations.sandbox.jobvite import fields, forms
from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.habits import Value
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.shown import Board, Choices, Line, Note, Press


def boards() -> list[Board]:
    """Every requisition with its applications, open ones first."""
    jobs = sorted(store.rows("jobs"), key=lambda job: (job["jobState"] != "Open", job.number))
    lines = _lines(store.rows("applications"))
    return [_board(job, lines.get(job.number, [])) for job in jobs]


def board(job: Record) -> Board:
    """One requisition with its applications."""
    return _board(job, _lines(store.rows("applications", job_id=job.number)).get(job.number, []))


def line(application: Record) -> Line:
    """One application."""
    candidate = store.get("candidates", application["candidate_id"])
    return _line(application, full_name(candidate), _meanings(), forms.states())


def presses() -> list[Press]:
    """What can be done with any application, besides moving it."""
    reject = Press("reject", "Reject", "reason", forms.dispositions())
    return [Press("hire", "Hire"), reject]


def facts(application: Record) -> list[tuple[str, str]]:
    """Ids, and the custom fields of an application with their values as text."""
    candidate = store.get("candidates", application["candidate_id"])
    held = application["customField"]
    return [
        ("Candidate eId", candidate["id"]),
        ("Application eId", application["id"]),
        ("Disposition", application["disposition"] or "None"),
        *(
            (field["displayName"], _text(held.get(code, "")) or "Empty")
            for code, field in fields.of(fields.CANDIDATE).items()
        ),
    ]


def notes(application: Record) -> list[Note]:
    """The comments a connected product wrote."""
    return [Note(one["comment"], "Comment by the API") for one in application["comments"]]


def full_name(candidate: Record) -> str:
    """First and last name, or a stand-in for a candidate who has none."""
    name = f"{candidate['firstName']} {candidate['lastName']}".strip()
    return name or f"Candidate {candidate.number}"


def address(application: Record) -> str:
    """The page of a candidate, on this application."""
    person = reverse("sandbox:jobvite:person", args=[application["candidate_id"]])
    return f"{person}?application_id={application.number}"


def profile_url(application: Record) -> str:
    """An address of the vendor's own page; where such pages stand is not known for certain."""
    candidate = store.get("candidates", application["candidate_id"])
    ids = f"candidateId={candidate['id']}&applicationId={application['id']}"
    return f"https://app.jobvite.com/candidate?{ids}"


def _lines(applications: Iterable[Record]) -> dict[int | None, list[Line]]:
    """Lines by the number of their requisition."""
    names = {row.number: full_name(row) for row in store.rows("candidates")}
    meanings, states = _meanings(), forms.states()
    found: dict[int | None, list[Line]] = {}
    for row in applications:
        one = _line(row, names[row["candidate_id"]], meanings, states)
        found.setdefault(row["job_id"], []).append(one)
    return found


def _line(application: Record, name: str, meanings: dict[str, str], states: Choices) -> Line:
    state = application["workflowState"]
    return Line(
        number=application.number,
        candidate=application["candidate_id"],
        name=name,
        stage=state,
        status=meanings.get(state) or "active",
        said=_text(application["customField"].get(JOBVITE.status_field, "")),
        stages=states,
    )


def _board(job: Record, lines: list[Line]) -> Board:
    values = job["customField"]
    role = _text(values.get(JOBVITE.role_field, "")) or "none"
    followers = _text(values.get(JOBVITE.followers_field, "")) or "none"
    told = [job["requisitionId"], job["jobState"], f"Liaison Role: {role}"]
    return Board(job.number, job["title"], " · ".join([*told, f"Followers: {followers}"]), lines)


def _meanings() -> dict[str, str]:
    return {state["name"]: state["meaning"] for state in store.rows("states")}


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
