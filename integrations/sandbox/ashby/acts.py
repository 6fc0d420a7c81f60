"""What the buttons of an application do: move, hire, archive, take back."""

from django.http import QueryDict

from integrations.sandbox.ashby import moves
from integrations.sandbox.ashby.forms import ArchiveForm, MoveForm
from integrations.sandbox.ashby.store import store
from integrations.sandbox.records import NotNow
from integrations.sandbox.vendor import Act


def _move(number: int, said: QueryDict) -> str:
    form = MoveForm(said)
    if not form.is_valid():
        raise NotNow("Choose a stage.")
    application = moves.change_stage(number, form.cleaned_data["stage"])
    name = store.get("candidates", application["candidate"])["name"]
    stage = store.get("interviewStages", application["stage"])["title"]
    return f"{name} is now in {stage}."


def _archive(number: int, said: QueryDict) -> str:
    form = ArchiveForm(said)
    if not form.is_valid():
        raise NotNow("Choose a reason.")
    moves.archive(number, form.cleaned_data["reason"])
    return "The application is archived."


def _hire(number: int, said: QueryDict) -> str:
    moves.hire(number)
    return "The candidate is hired."


def _restore(number: int, said: QueryDict) -> str:
    moves.restore(number)
    return "The application is active again."


ACTS: dict[str, Act] = {
    "move": _move,
    "archive": _archive,
    "hire": _hire,
    "restore": _restore,
}
