"""What a press on an opportunity does, and what is said then."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from integrations.sandbox.lever import moves, people, shelf
from integrations.sandbox.lever.forms import ArchiveForm, MoveForm, TransferForm
from integrations.sandbox.lever.store import store
from integrations.sandbox.records import NotNow
from integrations.sandbox.vendor import Act


def move(number: int, asked: QueryDict) -> str:
    """Move to another stage."""
    form = _valid(MoveForm(asked), "Choose a stage.")
    record = moves.move(number, form.cleaned_data["stage"])
    stage = store.named("stages", record["stage"])
    return f"{shelf.name_of(record)} is now in {stage['text']}."


def archive(number: int, asked: QueryDict) -> str:
    """Archive for a reason; with a hiring reason that is a hire."""
    form = _valid(ArchiveForm(asked), "Choose a reason.")
    record = moves.archive(number, form.cleaned_data["reason"])
    return f"{shelf.name_of(record)} is {shelf.status(record)}."


def unarchive(number: int, asked: QueryDict) -> str:
    """Bring back."""
    return f"{shelf.name_of(moves.unarchive(number))} is active again."


def transfer(number: int, asked: QueryDict) -> str:
    """Move to another job, which makes a new opportunity."""
    form = _valid(TransferForm(asked), "Choose a posting.")
    made = people.transfer(number, form.cleaned_data["posting"], form.cleaned_data["reason"])
    return f"{shelf.name_of(made)} has a new opportunity on {shelf.posting_of(made)}."


def anonymize(number: int, asked: QueryDict) -> str:
    """Forget whose it is."""
    people.anonymize(number)
    return "The opportunity is anonymized."


def delete(number: int, asked: QueryDict) -> str:
    """Delete for good."""
    people.delete(number, None)
    return "The opportunity is deleted."


ACTS: Mapping[str, Act] = {
    "move": move,
    "archive": archive,
    "unarchive": unarchive,
    "transfer": transfer,
    "anonymize": anonymize,
    "delete": delete,
}


def _valid(form: forms.Form, complaint: str) -> forms.Form:
    if not form.is_valid():
        raise NotNow(complaint)
    return form
