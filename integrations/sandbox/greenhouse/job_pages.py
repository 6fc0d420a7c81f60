"""The pages of jobs: all of them with their candidates, one of them, a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.greenhouse import jobs, people, shelf
from integrations.sandbox.greenhouse.forms import (
    ApplicantForm,
    EditJobForm,
    JobForm,
    RenameStageForm,
)
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Sheet


def index(request: HttpRequest) -> HttpResponse:
    """Every job with its candidates, and the way to move them."""
    return _index(request, JobForm())


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a job."""
    form = JobForm(request.POST)
    if form.is_valid():
        job = jobs.add(**form.cleaned_data)
        messages.success(request, f"{job['name']} is open.")
        return redirect("sandbox:greenhouse:job", job.number)
    return _index(request, form)


def page(request: HttpRequest, number: int) -> HttpResponse:
    """One job: its candidates, its settings, a form for a new candidate."""
    record = asked.row(store, "jobs", number)
    form = EditJobForm(request.POST or None, initial=_initial(record))
    if form.is_valid():
        jobs.edit(number, **form.cleaned_data)
        messages.success(request, "The job is saved, and its webhook is on its way.")
        return redirect("sandbox:greenhouse:job", number)
    return _page(request, record, form, ApplicantForm())


@require_POST
def add_candidate(request: HttpRequest, number: int) -> HttpResponse:
    """Let a new candidate apply to the job."""
    record = asked.row(store, "jobs", number)
    form = ApplicantForm(request.POST)
    if form.is_valid():
        application = people.add(number, **form.cleaned_data)
        messages.success(request, "The candidate has applied.")
        return redirect(shelf.address(application))
    return _page(request, record, EditJobForm(initial=_initial(record)), form)


@require_POST
def rename_stage(request: HttpRequest, number: int) -> HttpResponse:
    """Rename a stage of the job's plan."""
    record = asked.row(store, "jobs", number)
    form = RenameStageForm(number, request.POST)
    if form.is_valid():
        jobs.rename_stage(**form.cleaned_data)
        messages.success(request, "The stage is renamed.")
        return redirect("sandbox:greenhouse:job", number)
    return _page(request, record, EditJobForm(initial=_initial(record)), ApplicantForm(), form)


def _initial(record: Record) -> Row:
    return {
        "name": record["name"],
        "role": record["custom_fields"].get("liaison_role"),
        "status": record["status"],
        "recruiter": jobs.recruiter_of(record),
    }


def _index(request: HttpRequest, form: JobForm) -> HttpResponse:
    sheet = Sheet("Add a job", form, reverse("sandbox:greenhouse:add-job"), "Add the job")
    return render(request, "sandbox/jobs.html", {"boards": shelf.boards(), "sheets": [sheet]})


def _page(
    request: HttpRequest,
    record: Record,
    form: EditJobForm,
    applicant_form: ApplicantForm,
    stage_form: RenameStageForm | None = None,
) -> HttpResponse:
    job, stage, candidate = (
        reverse(f"sandbox:greenhouse:{name}", args=[record.number])
        for name in ("job", "rename-stage", "add-candidate")
    )
    stages = stage_form or RenameStageForm(record.number)
    sheets = [
        Sheet("Job settings", form, job, "Save the job", primary=True),
        Sheet("Rename a stage", stages, stage, "Rename the stage"),
        Sheet("Add a candidate", applicant_form, candidate, "Add the candidate"),
    ]
    shown = {"board": shelf.board(record.number), "sheets": sheets}
    return render(request, "sandbox/job.html", shown)
