"""The page of a candidate, and what can be done there."""

from django.contrib import messages
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.jobvite import people, shelf
from integrations.sandbox.jobvite.fields import CANDIDATE
from integrations.sandbox.jobvite.forms import PersonForm, ValuesForm
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.shown import Sheet


def page(request: HttpRequest, number: int) -> HttpResponse:
    """A candidate on one application: `?application_id=`, else the latest."""
    application = _found(request, number)
    return _page(request, application)


def named(request: HttpRequest) -> HttpResponse:
    """Where a profile address leads, which names the application by its eId."""
    eid = request.GET.get("applicationId", "").replace("\x00", "")
    application = store.rows("applications", id=eid).first()
    if application is None:
        raise Http404("No application has this id.")
    return redirect(shelf.address(application))


@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Save name, e-mail and phones."""
    application = _found(request, number)
    form = PersonForm(request.POST)
    if form.is_valid():
        people.edit(number, **form.cleaned_data)
        messages.success(request, "The candidate is saved.")
        return redirect(shelf.address(application))
    return _page(request, application, person=form)


@require_POST
def fill(request: HttpRequest, number: int) -> HttpResponse:
    """Fill the application's custom fields: followers and recruiter among them."""
    application = _found(request, number)
    form = ValuesForm(CANDIDATE, application["customField"], request.POST)
    if form.is_valid():
        people.fill(application.number, form.cleaned_data)
        messages.success(request, "The custom fields are saved.")
        return redirect(shelf.address(application))
    return _page(request, application, values=form)


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Delete the candidate with every application."""
    _found(request, number)
    people.delete(number)
    messages.success(request, "The candidate is deleted.")
    return redirect("sandbox:jobvite:jobs")


def _found(request: HttpRequest, number: int) -> Record:
    """The application the page is about."""
    theirs = store.rows("applications", candidate_id=number)
    chosen = asked.application(request, theirs)
    if chosen is None:
        raise Http404
    return chosen


def _page(
    request: HttpRequest,
    application: Record,
    *,
    person: BaseForm | None = None,
    values: BaseForm | None = None,
) -> HttpResponse:
    candidate = store.get("candidates", application["candidate_id"])
    job = store.find("jobs", application["job_id"])
    others = store.rows("applications", candidate_id=candidate.number)
    edit_url, fill_url, remove_url = (
        reverse(f"sandbox:jobvite:{name}", args=[candidate.number])
        + f"?application_id={application.number}"
        for name in ("edit-person", "fill-person", "remove-person")
    )
    person = person or PersonForm(initial=candidate.data)
    values = values or ValuesForm(CANDIDATE, application["customField"])
    shown = {
        "candidate": candidate,
        "name": shelf.full_name(candidate),
        "line": shelf.line(application),
        "job": job and {"number": job.number, "name": job["title"]},
        "facts": shelf.facts(application),
        "presses": shelf.presses(),
        "profile_url": shelf.profile_url(application),
        "others": [other.number for other in others.exclude(number=application.number)],
        "notes": shelf.notes(application),
        "sheets": [
            Sheet("Custom fields", values, fill_url, "Save the custom fields"),
            Sheet("Edit the candidate", person, edit_url, "Save the candidate", primary=True),
            Sheet("Delete the candidate", Form(), remove_url, "Delete the candidate"),
        ],
        "here": shelf.address(application),
    }
    return render(request, "sandbox/person.html", shown)
