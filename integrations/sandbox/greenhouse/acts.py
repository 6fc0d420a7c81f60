"""What the buttons of an application do: move, reject, hire, take back, delete."""

from django.http import QueryDict

from integrations.sandbox.greenhouse import moves, people, shelf
from integrations.sandbox.greenhouse.forms import MoveForm, RejectForm
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.records import NotNow
from integrations.sandbox.vendor import Act


def _move(number: int, said: QueryDict) -> str:
    form = MoveForm(said)
    if not form.is_valid():
        raise NotNow("Choose a stage.")
    application = moves.move(number, form.cleaned_data["stage"])
    name = shelf.full_name(store.get("candidates", application["candidate_id"]))
    return f"{name} is now in {application['stage_name']}."


def _reject(number: int, said: QueryDict) -> str:
    form = RejectForm(said)
    if not form.is_valid():
        raise NotNow("Choose a reason.")
    moves.reject(number, form.cleaned_data["reason"])
    return "The candidate is rejected."


def _unreject(number: int, said: QueryDict) -> str:
    moves.unreject(number)
    return "The rejection is taken back."


def _hire(number: int, said: QueryDict) -> str:
    moves.hire(number)
    return "The candidate is hired."


def _unhire(number: int, said: QueryDict) -> str:
    moves.unhire(number)
    return "The hire is taken back."


def _delete(number: int, said: QueryDict) -> str:
    people.delete_application(number)
    return "The application is deleted."


ACTS: dict[str, Act] = {
    "move": _move,
    "reject": _reject,
    "unreject": _unreject,
    "hire": _hire,
    "unhire": _unhire,
    "delete": _delete,
}
