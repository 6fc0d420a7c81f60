"""The invite form, its second step with free times, and the warning that may stop it (D2, D14)."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from candidates import attempts, booking_days, invites, prospect, visibility, wishes
from candidates.actors import person
from candidates.entrance import REFUSALS, need, staff_page
from candidates.invite_checks import L3
from candidates.invite_form import PREFILLED, SCHEDULE, InviteForm
from candidates.models import InviteAttempt, Outcome
from candidates.problems import KeyReused
from portal.permissions import Act
from portal.viewers import ViewerRequest


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def invite(request: ViewerRequest) -> HttpResponse:
    """Invite a candidate, who picks the time, or for whom it is scheduled."""
    request.viewer.need(Act.INVITE)
    if request.method != "POST" or request.POST.get("action") in ("prefill", "back"):
        return invite_page(request, _sent(request))
    form = InviteForm(request.viewer, request.POST, request.FILES)
    valid = form.is_valid()
    form.keep_resume()
    if not valid:
        form.tell_field_errors()
        return _page(request, form)
    if form.cleaned_data["held"]:
        return _decide(request, form)
    wish = form.wish()
    later = form.cleaned_data["how"] == SCHEDULE and wish.start is None
    if later and not wishes.field_errors(wish):
        return _times(request, form)
    try:
        attempt = invites.invite(wish)
    except KeyReused as refusal:
        form.add_error(None, str(refusal))
        form.start_anew()
        return _page(request, form)
    except REFUSALS as refusal:
        return _times(request, form, str(refusal))
    return _answer(request, form, attempt)


def invite_page(request: ViewerRequest, known: dict[str, Any]) -> HttpResponse:
    """The form with what is known filled in, all of it to be changed; nothing is saved.

    Args:
        known: any of name, email, phone, role (id), recruiter (id), profile_url, followers (ids),
            source (preset: the form).
    """
    request.viewer.need(Act.INVITE)
    return _page(request, InviteForm(request.viewer, initial=known))


def _sent(request: ViewerRequest) -> dict[str, Any]:
    known: dict[str, Any] = {
        name: request.POST[name] for name in PREFILLED if request.POST.get(name)
    }
    followers = [pk for pk in request.POST.getlist("followers") if pk.isdecimal()]
    return known | ({"followers": followers} if followers else {})


def _answer(request: ViewerRequest, form: InviteForm, attempt: InviteAttempt) -> HttpResponse:
    """Where an attempt leads: on, to the warning, or back to the form with what is wrong."""
    if attempt.outcome == Outcome.SENT or attempt.confirmed_at:
        return _invited(request, attempt)
    if attempt.outcome == Outcome.L6:
        return _warning(request, form, attempt)
    attempts.dismiss(attempt)  # its sender reads it here and now
    current = visibility.candidacies(request.viewer).filter(attempts=attempt).first()
    form.tell_field_errors()
    if attempt.outcome == Outcome.L3:
        form.add_error(None, L3)
    form.start_anew()
    return _page(request, form, current=current)


def _invited(request: ViewerRequest, attempt: InviteAttempt) -> HttpResponse:
    interview = attempt.interview
    scheduled = interview is not None and interview.starts_at is not None
    what = "scheduled, and told by mail" if scheduled else "invited: the booking link is mailed"
    messages.success(request, f"{attempt.name} is {what}.")
    return redirect("candidacy", pk=attempt.candidacy_id)


def _decide(request: ViewerRequest, form: InviteForm) -> HttpResponse:
    """Invite anyway, or let it be (D14, D18)."""
    known = InviteAttempt.objects.select_related("role", "interview")
    attempt = get_object_or_404(known, pk=form.cleaned_data["held"])
    need(visibility.attempts(request.viewer), attempt.pk)
    request.viewer.need(Act.INVITE, attempt.role.group_id if attempt.role else None)
    if attempt.confirmed_at:
        return _invited(request, attempt)
    if form.cleaned_data["action"] == "cancel":
        attempts.dismiss(attempt)
        messages.success(request, f"{attempt.name} is not invited.")
        return redirect("funnel")
    try:
        attempt = invites.confirm(attempt, person(request.viewer.user), start=form.wish().start)
    except REFUSALS as refusal:
        return _warning(request, form, attempt, str(refusal))
    return _invited(request, attempt)


def _warning(
    request: ViewerRequest, form: InviteForm, attempt: InviteAttempt, problem: str = ""
) -> HttpResponse:
    facts = {
        "form": form,
        "attempt": attempt,
        "problem": problem,
        "earlier": attempts.warning_for(attempt, request.viewer),
    }
    return render(request, "candidates/invite_warning.html", facts)


def _times(request: ViewerRequest, form: InviteForm, problem: str = "") -> HttpResponse:
    """The second step: a time among those that are free in the role, in the viewer's zone."""
    zone = ZoneInfo(request.viewer.user.zone)
    free = prospect.free_times(form.wish())
    facts = {
        "form": form,
        "problem": problem,
        "zone": zone,
        "offer": booking_days.offer(free, zone, form.cleaned_data["day"]),
    }
    return render(request, "candidates/invite_times.html", facts)


def _page(request: ViewerRequest, form: InviteForm, **facts: Any) -> HttpResponse:
    return render(request, "candidates/invite.html", {"form": form, **facts})
