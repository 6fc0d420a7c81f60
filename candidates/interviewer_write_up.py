"""The write-up page: saves itself, says what is missing, and is read-only once submitted."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from candidates import write_ups
from candidates.actors import person
from candidates.interviewer_door import own_interview
from candidates.interviewer_forms import WriteUpForm
from candidates.models import Interview, WriteUp
from candidates.problems import WrongState
from candidates.write_ups import Incomplete
from portal.viewers import ViewerRequest


@require_safe
@own_interview
def write_up_page(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """The write-up to fill in, or to read once it was submitted."""
    write_up = _write_up(interview)
    if write_up.submitted_at:
        return _read(request, interview, write_up)
    if not write_ups.takes_drafts(interview):
        return redirect("interviewer_interview", interview.pk)
    return _page(request, interview, _form(interview))


@require_POST
@own_interview
def save(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """Keep the draft: pressed, or by the page itself while somebody writes."""
    form = _form(interview, request.POST)
    problem = _keep(request, interview, form)
    if request.htmx:  # type: ignore[attr-defined]
        facts = {"problem": problem, "saved_at": timezone.now()}
        return render(request, "interviewer/_saved.html", facts)
    if problem:
        return _page(request, interview, form, problem=problem)
    messages.success(request, "The draft is saved. Submit it when it is complete.")
    return redirect("interviewer_write_up", interview.pk)


@require_POST
@own_interview
def submit(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """Hand the write-up in, or say exactly what it lacks; the draft is kept either way."""
    form = _form(interview, request.POST)
    if problem := _keep(request, interview, form):
        return _page(request, interview, form, problem=problem)
    try:
        write_ups.submit(interview, person(request.viewer.user))
    except Incomplete as incomplete:
        return _page(request, interview, form, missing=incomplete.missing)
    except WrongState as refusal:
        return _page(request, interview, form, problem=str(refusal))
    messages.success(request, "Thank you. The write-up is submitted, and the result is out.")
    return redirect("interviewer_write_up", interview.pk)


def _write_up(interview: Interview) -> WriteUp:
    """What was written so far, or an empty one that is not kept."""
    kept = WriteUp.objects.select_related("submitted_by").filter(interview=interview).first()
    return kept or WriteUp(interview=interview)


def _form(interview: Interview, data: QueryDict | None = None) -> WriteUpForm:
    competencies = interview.candidacy.role.format.competencies
    return WriteUpForm(competencies, _write_up(interview), data)


def _keep(request: ViewerRequest, interview: Interview, form: WriteUpForm) -> str:
    """Save the draft; returns why it could not be saved, if so."""
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    said, by = form.cleaned_data, person(request.viewer.user)
    try:
        write_ups.save_draft(interview, form.scores(), said["recommendation"], said["summary"], by)
    except WrongState as refusal:
        return str(refusal)
    return ""


def _page(
    request: ViewerRequest,
    interview: Interview,
    form: WriteUpForm,
    *,
    problem: str = "",
    missing: Sequence[str] = (),
) -> HttpResponse:
    facts = {
        "interview": interview,
        "role": interview.candidacy.role,
        "form": form,
        "problem": problem,
        "missing": missing,
        "may_submit": write_ups.is_due(interview),
        "saved_at": form.saved_at,
    }
    return render(request, "interviewer/write_up.html", facts)


def _read(request: ViewerRequest, interview: Interview, write_up: WriteUp) -> HttpResponse:
    competencies = interview.candidacy.role.format.competencies
    facts = {
        "interview": interview,
        "role": interview.candidacy.role,
        "write_up": write_up,
        "scores": [(name, write_up.scores.get(name)) for name in competencies],
    }
    return render(request, "interviewer/written_up.html", facts)
