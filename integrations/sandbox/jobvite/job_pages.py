"""The pages of requisitions: all of them with their candidates, one of them, a new one."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.jobvite import people, requisitions, shelf
from integrations.sandbox.jobvite.fields import REQUISITION
from integrations.sandbox.jobvite.forms import (
    ApplicantForm,
    JobForm,
    NewJobForm,
    StateForm,
    ValuesForm,
)
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow
from integrations.sandbox.shown import Sheet


def index(request: HttpRequest) -> HttpResponse:
    """Every requisition with its candidates, and the way to move them."""
    return _index(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a requisition."""
    form = NewJobForm(request.POST)
    if not form.is_valid():
        return _index(request, new=form)
    job = requisitions.add(**form.cleaned_data)
    messages.success(request, f"{job['title']} is open.")
    return redirect("sandbox:jobvite:job", job.number)


@require_POST
def rename_state(request: HttpRequest) -> HttpResponse:
    """Rename a state of the workflow."""
    form = StateForm(request.POST)
    if form.is_valid():
        try:
            requisitions.rename_state(form.cleaned_data["state"], form.cleaned_data["name"])
        except NotNow as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, "The state is renamed.")
            return redirect("sandbox:jobvite:jobs")
    return _index(request, state=form)


def page(request: HttpRequest, number: int) -> HttpResponse:
    """One requisition: its candidates, its team, its custom fields, a new candidate."""
    job = asked.row(store, "jobs", number)
    form = JobForm(request.POST or None, initial=job.data)
    if form.is_valid():
        requisitions.edit(number, **form.cleaned_data)
        messages.success(request, "The requisition is saved, and its webhook is on its way.")
        return redirect("sandbox:jobvite:job", number)
    return _page(request, job, job_form=form)


@require_POST
def fill(request: HttpRequest, number: int) -> HttpResponse:
    """Fill the requisition's custom fields: role and followers among them."""
    job = asked.row(store, "jobs", number)
    form = ValuesForm(REQUISITION, job["customField"], request.POST)
    if form.is_valid():
        requisitions.fill(number, form.cleaned_data)
        messages.success(request, "The custom fields are saved.")
        return redirect("sandbox:jobvite:job", number)
    return _page(request, job, values=form)


@require_POST
def add_candidate(request: HttpRequest, number: int) -> HttpResponse:
    """Let a new candidate apply."""
    job = asked.row(store, "jobs", number)
    form = ApplicantForm(request.POST)
    if form.is_valid():
        application = people.add(number, **form.cleaned_data)
        messages.success(request, "The candidate has applied.")
        return redirect(shelf.address(application))
    return _page(request, job, applicant=form)


def _index(
    request: HttpRequest, *, new: BaseForm | None = None, state: BaseForm | None = None
) -> HttpResponse:
    add_url, state_url = (
        reverse(f"sandbox:jobvite:{name}") for name in ("add-job", "rename-state")
    )
    sheets = [
        Sheet("Add a requisition", new or NewJobForm(), add_url, "Add the requisition"),
        Sheet("Rename a workflow state", state or StateForm(), state_url, "Rename the state"),
    ]
    return render(request, "sandbox/jobs.html", {"boards": shelf.boards(), "sheets": sheets})


def _page(
    request: HttpRequest,
    job: Record,
    *,
    job_form: BaseForm | None = None,
    values: BaseForm | None = None,
    applicant: BaseForm | None = None,
) -> HttpResponse:
    job_url, fill_url, add_url = (
        reverse(f"sandbox:jobvite:{name}", args=[job.number])
        for name in ("job", "fill-job", "add-candidate")
    )
    values = values or ValuesForm(REQUISITION, job["customField"])
    job_form = job_form or JobForm(initial=job.data)
    sheets = [
        Sheet("Requisition", job_form, job_url, "Save the requisition", primary=True),
        Sheet("Custom fields", values, fill_url, "Save the custom fields"),
        Sheet("Add a candidate", applicant or ApplicantForm(), add_url, "Add the candidate"),
    ]
    return render(request, "sandbox/job.html", {"board": shelf.board(job), "sheets": sheets})
