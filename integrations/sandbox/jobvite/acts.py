"""What the buttons of an application do: move, hire, reject."""

from django.http import QueryDict

from integrations.sandbox.jobvite import moves, shelf
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow
from integrations.sandbox.vendor import Act


def _move(number: int, said: QueryDict) -> str:
    return _told(moves.move(number, _chosen(said, "stage", "Choose a workflow state.")))


def _hire(number: int, said: QueryDict) -> str:
    return _told(moves.hire(number))


def _reject(number: int, said: QueryDict) -> str:
    return _told(moves.reject(number, _chosen(said, "reason", "Choose a disposition.")))


def _chosen(said: QueryDict, name: str, demand: str) -> int:
    text = said.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise NotNow(demand)
    return int(text)


def _told(application: Record) -> str:
    name = shelf.full_name(store.get("candidates", application["candidate_id"]))
    return f"{name} is now in {application['workflowState']}."


ACTS: dict[str, Act] = {"move": _move, "hire": _hire, "reject": _reject}
