"""What staff do to an interview: reschedule it, cancel it, or press one of its buttons."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from candidates import booking_days, interviews, slots
from candidates.actors import person
from candidates.booking_forms import DayForm
from candidates.entrance import carried_out, interview_or_404, posted, staff_page
from candidates.forms import Confirm, Reason, SlotForm
from candidates.presses import BY_SLUG
from candidates.states import InterviewState
from portal.viewers import ViewerRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@staff_page
def reschedule(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give an interview a time, or another one, in the viewer's zone (D9, E9)."""
    interview = interview_or_404(request, pk)
    form = SlotForm(posted(request))

    def book() -> object:
        return interviews.book(interview, form.cleaned_data["start"], person(request.viewer.user))

    if carried_out(form, book):
        messages.success(request, "The interview is scheduled, and everybody concerned is told.")
        return redirect("candidacy_interviews", pk=interview.candidacy_id)
    zone = ZoneInfo(request.viewer.user.zone)
    day = DayForm(request.GET)
    asked = day.cleaned_data["day"] if day.is_valid() else None
    asked = asked or (interview.starts_at and interview.starts_at.astimezone(zone).date())
    facts = {
        "interview": interview,
        "form": form,
        "zone": zone,
        "candidate_zone": _other(interview.candidate.zone, zone),
        "offer": booking_days.offer(slots.offered(interview, timezone.now()), zone, asked),
        "new": interview.state == InterviewState.SCHEDULING,
    }
    return render(request, "candidates/reschedule.html", facts)


@form_page
@staff_page
def cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """Cancel for a reason (E2)."""
    interview = interview_or_404(request, pk)
    form = Reason(posted(request))

    def cancel() -> object:
        reason = form.cleaned_data["reason"]
        return interviews.cancel(interview, reason, person(request.viewer.user))

    if carried_out(form, cancel):
        messages.success(request, "The interview is canceled, and everybody concerned is told.")
        return redirect("candidacy", pk=interview.candidacy_id)
    return render(request, "candidates/cancel.html", {"interview": interview, "form": form})


@form_page
@staff_page
def press(request: ViewerRequest, pk: int, act: str) -> HttpResponse:
    """Say what a button does, and do it when it is pressed."""
    interview = interview_or_404(request, pk)
    if act not in BY_SLUG:
        raise Http404
    chosen = BY_SLUG[act]
    chosen.need(request.viewer)
    form = Confirm(posted(request))
    if carried_out(form, lambda: chosen.verb(interview, person(request.viewer.user))):
        messages.success(request, chosen.done)
        return redirect("candidacy_interviews", pk=interview.candidacy_id)
    facts = {"interview": interview, "press": chosen, "form": form}
    return render(request, "candidates/press.html", facts)


def _other(candidate_zone: str, zone: ZoneInfo) -> str:
    """The candidate's zone, if it is known and not the viewer's too."""
    return "" if candidate_zone == zone.key else candidate_zone
