"""The pages of postings: all of them with their candidates, one of them, a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.lever import people, postings, shelf
from integrations.sandbox.lever.forms import (
    ApplicantForm,
    EditPostingForm,
    PostingForm,
    RenameStageForm,
    comma_list,
)
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Sheet


def index(request: HttpRequest) -> HttpResponse:
    """Every posting with its candidates, and the way to move them."""
    return _index(request, PostingForm(), RenameStageForm())


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Publish a posting."""
    form = PostingForm(request.POST)
    if not form.is_valid():
        return _index(request, form, RenameStageForm())
    said = form.cleaned_data
    made = postings.add(said["text"], tags=comma_list(said["tags"]), owner=said["owner"] or None)
    messages.success(request, f"{made['text']} is published.")
    return redirect("sandbox:lever:job", made.number)


@require_POST
def rename_stage(request: HttpRequest) -> HttpResponse:
    """Rename a stage of the account."""
    form = RenameStageForm(request.POST)
    if not form.is_valid():
        return _index(request, PostingForm(), form)
    stage = store.named("stages", form.cleaned_data["stage"])
    store.note(stage, text=form.cleaned_data["new_name"])
    messages.success(request, "The stage is renamed.")
    return redirect("sandbox:lever:jobs")


def page(request: HttpRequest, number: int) -> HttpResponse:
    """One posting: its candidates, its settings, a form for a new candidate."""
    record = asked.row(store, "postings", number)
    form = EditPostingForm(request.POST or None, initial=_initial(record))
    if form.is_valid():
        said = form.cleaned_data
        postings.change(
            record,
            text=said["text"],
            tags=comma_list(said["tags"]),
            owner=said["owner"] or None,
            hiringManager=said["hiring_manager"] or None,
            state=said["state"],
        )
        messages.success(request, "The posting is saved. No webhook tells of it.")
        return redirect("sandbox:lever:job", number)
    return _page(request, record, form, ApplicantForm())


@require_POST
def add_candidate(request: HttpRequest, number: int) -> HttpResponse:
    """Let a new candidate apply to the posting."""
    record = asked.row(store, "postings", number)
    form = ApplicantForm(request.POST)
    if form.is_valid():
        made = people.apply(number, **form.cleaned_data)
        messages.success(request, "The candidate has applied.")
        return redirect(shelf.address(made))
    return _page(request, record, EditPostingForm(initial=_initial(record)), form)


def _initial(record: Record) -> Row:
    return {
        "text": record["text"],
        "tags": ", ".join(record["tags"]),
        "owner": record["owner"],
        "hiring_manager": record["hiringManager"],
        "state": record["state"],
    }


def _index(request: HttpRequest, form: PostingForm, stage_form: RenameStageForm) -> HttpResponse:
    add_url, rename_url = (reverse(f"sandbox:lever:{name}") for name in ("add-job", "rename-stage"))
    sheets = [
        Sheet("Add a posting", form, add_url, "Publish the posting"),
        Sheet("Rename a stage of every posting", stage_form, rename_url, "Rename the stage"),
    ]
    shown = {"boards": shelf.boards(), "sheets": sheets}
    return render(request, "sandbox/jobs.html", shown)


def _page(
    request: HttpRequest, record: Record, form: EditPostingForm, applicant_form: ApplicantForm
) -> HttpResponse:
    save_url, candidate_url = (
        reverse(f"sandbox:lever:{name}", args=[record.number]) for name in ("job", "add-candidate")
    )
    sheets = [
        Sheet("Posting settings", form, save_url, "Save the posting", primary=True),
        Sheet("Add a candidate", applicant_form, candidate_url, "Add the candidate"),
    ]
    shown = {"board": shelf.board(record), "sheets": sheets}
    return render(request, "sandbox/job.html", shown)
