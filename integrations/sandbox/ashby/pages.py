"""The pages of jobs, and the token switch of the settings."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked, cast
from integrations.sandbox.ashby import jobs, people, shelf
from integrations.sandbox.ashby.forms import JobForm, PersonForm
from integrations.sandbox.ashby.store import VENDOR, store
from integrations.sandbox.models import Account, Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Sheet

ROLE = str(cast.ROLE_FIELD)


def index(request: HttpRequest) -> HttpResponse:
    """Every job with its candidates, and the way to move them."""
    return render(request, "sandbox/jobs.html", {"boards": shelf.boards()})


def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job: its candidates, its settings, a form for a new candidate."""
    record = asked.row(store, "jobs", number)
    form = JobForm(request.POST or None, initial=_initial(record))
    if form.is_valid():
        said = form.cleaned_data
        jobs.edit(number, fields={ROLE: said.pop("role") or None}, **said)
        messages.success(request, "The job is saved, and its webhook is on its way.")
        return redirect("sandbox:ashby:job", number)
    return _page(request, record, form, PersonForm())


@require_POST
def add_candidate(request: HttpRequest, number: int) -> HttpResponse:
    """Let a new candidate apply to the job."""
    record = asked.row(store, "jobs", number)
    form = PersonForm(request.POST)
    if form.is_valid():
        application = people.add(number, **form.cleaned_data)
        messages.success(request, "The candidate has applied.")
        return redirect(shelf.address(application))
    return _page(request, record, JobForm(initial=_initial(record)), form)


@require_POST
def expire(request: HttpRequest) -> HttpResponse:
    """End every sync token and every cursor that was given out."""
    Account.objects.filter(vendor=VENDOR).update(token_generation=F("token_generation") + 1)
    messages.success(request, "Every sync token and cursor has expired; the next sync starts anew.")
    return redirect("sandbox:ashby:settings")


def _initial(record: Record) -> Row:
    return {
        "title": record["title"],
        "role": record["fields"].get(ROLE),
        "status": record["status"],
        "recruiter": jobs.recruiter_of(record),
    }


def _page(
    request: HttpRequest, record: Record, form: JobForm, applicant: PersonForm
) -> HttpResponse:
    here, there = (
        reverse(f"sandbox:ashby:{name}", args=[record.number]) for name in ("job", "add-candidate")
    )
    sheets = [
        Sheet("Job settings", form, here, "Save the job", primary=True),
        Sheet("Add a candidate", applicant, there, "Add the candidate"),
    ]
    shown = {"board": shelf.board(record), "sheets": sheets}
    return render(request, "sandbox/job.html", shown)
