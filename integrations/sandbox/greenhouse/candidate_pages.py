"""The page of a candidate, and what can be done there."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from integrations.sandbox.greenhouse import moves, partner, payloads, people, shelf
from integrations.sandbox.greenhouse.forms import MergeForm, MoveForm, PersonForm, RejectForm
from integrations.sandbox.greenhouse.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Missing, Row


def page(request: HttpRequest, number: int) -> HttpResponse:
    """A candidate on one application: `?application_id=`, else the latest."""
    candidate, application = _found(request, number)
    form = PersonForm(initial=_initial(candidate, application))
    return render(request, "sandbox/person.html", _shown(candidate, application, form))


@require_POST
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Save name, e-mail, phone, recruiter and coordinator."""
    candidate, application = _found(request, number)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return render(request, "sandbox/person.html", _shown(candidate, application, form))
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
    form = MergeForm(request.POST)
    survivor = form.cleaned_data["survivor"] if form.is_valid() else 0
    try:
        people.merge(number, survivor)
    except (Missing, moves.NotNow):
        messages.error(request, "Enter the number of another candidate to merge into.")
        return redirect(_address(candidate, application))
    messages.success(request, "The candidates are merged.")
    return redirect("sandbox:greenhouse:person", survivor)


@require_POST
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Move, reject, unreject, hire, unhire or delete an application."""
    if verb not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[verb](request, number))
    except Missing:
        raise Http404 from None
    except moves.NotNow as problem:
        messages.error(request, str(problem))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return HttpResponseRedirect(back)
    return redirect("sandbox:greenhouse:jobs")


@require_POST
def tests(request: HttpRequest, number: int) -> HttpResponse:
    """List the partner's tests, send one, or ask how one stands."""
    application = store.find("applications", number)
    if application is None:
        raise Http404
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
    return render(request, "sandbox/person.html", shown)


def _move(request: HttpRequest, number: int) -> str:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise moves.NotNow("Choose a stage.")
    application = moves.move(number, form.cleaned_data["stage"])
    name = shelf.full_name(store.get("candidates", application["candidate_id"]))
    return f"{name} is now in {application['stage_name']}."


def _reject(request: HttpRequest, number: int) -> str:
    form = RejectForm(request.POST)
    if not form.is_valid():
        raise moves.NotNow("Choose a reason.")
    moves.reject(number, form.cleaned_data["reason"])
    return "The candidate is rejected."


def _unreject(request: HttpRequest, number: int) -> str:
    moves.unreject(number)
    return "The rejection is taken back."


def _hire(request: HttpRequest, number: int) -> str:
    moves.hire(number)
    return "The candidate is hired."


def _unhire(request: HttpRequest, number: int) -> str:
    moves.unhire(number)
    return "The hire is taken back."


def _delete(request: HttpRequest, number: int) -> str:
    people.delete_application(number)
    return "The application is deleted."


ACTS: dict[str, Callable[[HttpRequest, int], str]] = {
    "move": _move,
    "reject": _reject,
    "unreject": _unreject,
    "hire": _hire,
    "unhire": _unhire,
    "delete": _delete,
}


def _found(request: HttpRequest, number: int) -> tuple[Record, Record | None]:
    candidate = store.find("candidates", number)
    if candidate is None:
        raise Http404
    applications = store.rows("applications", candidate_id=number)
    asked = request.GET.get("application_id", "").strip()
    if not asked:
        return candidate, applications.last()
    chosen = applications.filter(number=int(asked)).first() if asked.isdecimal() else None
    if chosen is None:
        raise Http404
    return candidate, chosen


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
    others = store.rows("applications", candidate_id=candidate.number)
    number = application.number if application else 0
    return {
        "candidate": candidate,
        "name": shelf.full_name(candidate),
        "application": application,
        "line": shelf.line(application) if application else None,
        "job": store.find("jobs", application["job_id"]) if application else None,
        "profile_url": payloads.profile_url(application) if application else "",
        "applications": others.exclude(number=number),
        "notes": shelf.notes(candidate.number),
        "attachments": store.rows("attachments", candidate_id=candidate.number),
        "tests": store.rows("take_home_tests", application_id=number),
        "form": form,
        "reject_form": RejectForm(),
        "merge_form": MergeForm(),
        "here": shelf.address(application) if application else "",
    }
