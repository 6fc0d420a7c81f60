"""The page of a candidate, and what can be done there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.greenhouse import partner, payloads, people, shelf
from integrations.sandbox.greenhouse.forms import PersonForm
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.merges import MergeForm, merge
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.shown import Sheet

PAGE = "sandbox/greenhouse/person.html"


def page(request: HttpRequest, number: int) -> HttpResponse:
    """A candidate on one application: `?application_id=`, else the latest."""
    candidate, application = _found(request, number)
    form = PersonForm(initial=_initial(candidate, application))
    return render(request, PAGE, _shown(candidate, application, form))


@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Save name, e-mail, phone, recruiter and coordinator."""
    candidate, application = _found(request, number)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, _shown(candidate, application, form))
    said = form.cleaned_data
    recruiter, coordinator = said.pop("recruiter"), said.pop("coordinator")
    people.edit(number, **said)
    if application:
        people.assign(application.number, recruiter=recruiter, coordinator=coordinator)
    messages.success(request, "The candidate is saved.")
    return redirect(_address(candidate, application))


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Anonymize, delete, or merge into another candidate."""
    candidate, application = _found(request, number)
    act = request.POST.get("act")
    if act == "anonymize":
        people.anonymize(number)
        messages.success(request, "The candidate is anonymized.")
        return redirect(_address(candidate, application))
    if act == "delete":
        people.delete(number)
        messages.success(request, "The candidate is deleted.")
        return redirect("sandbox:greenhouse:jobs")
    here, there = _address(candidate, application), "sandbox:greenhouse:person"
    return merge(request, number, by=people.merge, back=here, page=there)


@require_POST
def tests(request: HttpRequest, number: int) -> HttpResponse:
    """List the partner's tests, send one, or ask how one stands."""
    application = asked.row(store, "applications", number)
    offered: list[Row] = []
    try:
        if "send" in request.POST:
            name = request.POST.get("name", "")
            partner.send_test(application, request.POST["send"], name, application["recruiter_id"])
            messages.success(request, f"{name} is sent.")
        elif "check" in request.POST:
            test = store.get("take_home_tests", int(request.POST["check"]))
            partner.test_status(test)
            messages.success(request, "The status is up to date.")
        else:
            offered = partner.list_tests()
    except partner.PartnerProblem as problem:
        messages.error(request, str(problem))
    candidate = store.get("candidates", application["candidate_id"])
    form = PersonForm(initial=_initial(candidate, application))
    shown = _shown(candidate, application, form) | {"offered": offered}
    return render(request, PAGE, shown)


def _found(request: HttpRequest, number: int) -> tuple[Record, Record | None]:
    theirs = store.rows("applications", candidate_id=number)
    return asked.row(store, "candidates", number), asked.application(request, theirs)


def _address(candidate: Record, application: Record | None) -> str:
    return (
        shelf.address(application)
        if application
        else reverse("sandbox:greenhouse:person", args=[candidate.number])
    )


def _initial(candidate: Record, application: Record | None) -> Row:
    emails, phones = candidate["email_addresses"], candidate["phone_numbers"]
    return {
        "first_name": candidate["first_name"],
        "last_name": candidate["last_name"],
        "email": emails[0]["value"] if emails else "",
        "phone": phones[0]["value"] if phones else "",
        "recruiter": application and application["recruiter_id"],
        "coordinator": application and application["coordinator_id"],
    }


def _shown(candidate: Record, application: Record | None, form: PersonForm) -> Row:
    job = store.find("jobs", application["job_id"]) if application else None
    others = store.rows("applications", candidate_id=candidate.number)
    number = application.number if application else 0
    query = f"?application_id={number}" if application else ""
    edit_url = reverse("sandbox:greenhouse:edit-person", args=[candidate.number]) + query
    return {
        "candidate": candidate,
        "name": shelf.full_name(candidate),
        "line": shelf.line(application) if application else None,
        "job": job and {"number": job.number, "name": job["name"]},
        "facts": shelf.custom_fields(application) if application else [],
        "presses": shelf.presses(application) if application else [],
        "profile_url": payloads.profile_url(application) if application else "",
        "others": [other.number for other in others.exclude(number=number)],
        "notes": shelf.notes(candidate.number),
        "attachments": store.rows("attachments", candidate_id=candidate.number),
        "tests": store.rows("take_home_tests", application_id=number),
        "sheets": [Sheet("Edit the candidate", form, edit_url, "Save the candidate", primary=True)],
        "merge_form": MergeForm(),
        "here": shelf.address(application) if application else "",
    }
