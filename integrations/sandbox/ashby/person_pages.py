"""The page of a candidate, and what can be done there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.ashby import partner, people, shelf
from integrations.sandbox.ashby.forms import PersonForm, RecruiterForm
from integrations.sandbox.ashby.jobs import recruiter_of
from integrations.sandbox.ashby.shapes import profile_url
from integrations.sandbox.ashby.store import store
from integrations.sandbox.merges import MergeForm, merge
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Sheet


def page(request: HttpRequest, number: int) -> HttpResponse:
    """A candidate on one application: `?application_id=`, else the latest."""
    candidate, application = _found(request, number)
    return _page(request, candidate, application)


def profile(request: HttpRequest, candidate: UUID, application: UUID | None = None) -> HttpResponse:
    """Where the vendor's own profile address leads, taken to the toy."""
    person = store.named("candidates", str(candidate))
    one = store.named("applications", str(application)) if application else None
    if person is None or (application and one is None):
        raise Http404
    return redirect(shelf.address(one) if one else _address(person, None))


@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Save name, e-mail and phone."""
    candidate, application = _found(request, number)
    form = PersonForm(request.POST)
    if form.is_valid():
        people.edit(number, **form.cleaned_data)
        messages.success(request, "The candidate is saved.")
        return redirect(_address(candidate, application))
    return _page(request, candidate, application, form)


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Give an application another recruiter."""
    application = asked.row(store, "applications", number)
    form = RecruiterForm(request.POST)
    if form.is_valid():
        people.assign(number, form.cleaned_data["recruiter"])
        messages.success(request, "The recruiter is saved.")
    else:
        messages.error(request, "Choose a recruiter from the list.")
    return redirect(shelf.address(application))


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a candidate, or merge one into another."""
    candidate, application = _found(request, number)
    if request.POST.get("act") == "delete":
        people.delete(number)
        messages.success(request, "The candidate is deleted.")
        return redirect("sandbox:ashby:jobs")
    here, there = _address(candidate, application), "sandbox:ashby:person"
    return merge(request, number, by=people.merge, back=here, page=there)


@require_POST
def assessments(request: HttpRequest, number: int) -> HttpResponse:
    """List the partner's assessments, start one, or cancel one."""
    application = asked.row(store, "applications", number)
    offered: list[Row] = []
    try:
        if "start" in request.POST:
            name = request.POST.get("name", "")
            partner.start(application, request.POST["start"], name)
            messages.success(request, f"{name} is started.")
        elif "cancel" in request.POST:
            partner.cancel(_assessment(request.POST["cancel"]))
            messages.success(request, "The partner has heard that it is no longer wanted.")
        else:
            offered = partner.list_assessments()
    except partner.PartnerProblem as problem:
        messages.error(request, str(problem))
    candidate = store.get("candidates", application["candidate"])
    return _page(request, candidate, application, offered=offered)


def _assessment(said: str) -> Record:
    return asked.row(store, "assessments", int(said) if said.isdecimal() else 0)


def _found(request: HttpRequest, number: int) -> tuple[Record, Record | None]:
    theirs = store.rows("applications", candidate=number)
    return asked.row(store, "candidates", number), asked.application(request, theirs)


def _address(candidate: Record, application: Record | None) -> str:
    person = reverse("sandbox:ashby:person", args=[candidate.number])
    return shelf.address(application) if application else person


def _page(
    request: HttpRequest,
    candidate: Record,
    application: Record | None,
    form: PersonForm | None = None,
    offered: list[Row] | None = None,
) -> HttpResponse:
    form = form or PersonForm(initial=_initial(candidate))
    edit_url = reverse("sandbox:ashby:edit-person", args=[candidate.number])
    shown = {
        "candidate": candidate,
        "name": shelf.full_name(candidate),
        "notes": shelf.notes(candidate.number),
        "assessments": shelf.assessments(candidate.number),
        "offered": offered or [],
        "merge_form": MergeForm(),
        "sheets": [Sheet("Edit the candidate", form, edit_url, "Save the candidate", primary=True)],
    }
    shown |= _of_application(application) if application else {}
    return render(request, "sandbox/ashby/person.html", shown)


def _of_application(application: Record) -> Row:
    job = store.get("jobs", application["job"])
    team = application if application["team"] is not None else job
    others = store.rows("applications", candidate=application["candidate"])
    url = f"{profile_url(application['candidate'])}/applications/{application['id']}/feed"
    return {
        "line": shelf.line(application),
        "job": {"number": job.number, "name": job["title"]},
        "facts": shelf.facts(application),
        "presses": shelf.presses(application),
        "profile_url": url,
        "others": [one.number for one in others.exclude(number=application.number)],
        "recruiter_form": RecruiterForm(initial={"recruiter": recruiter_of(team)}),
        "here": shelf.address(application),
    }


def _initial(candidate: Record) -> Row:
    emails, phones = candidate["emailAddresses"], candidate["phoneNumbers"]
    return {
        "name": candidate["name"],
        "email": emails[0]["value"] if emails else "",
        "phone": phones[0]["value"] if phones else "",
    }
