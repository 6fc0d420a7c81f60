"""The candidate's side of the room, and the demo's meeting page (E12)."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from candidates import links, sittings
from candidates.actors import CANDIDATE
from candidates.booking_link import opened_by, show, to_booking, unknown
from candidates.links import Purpose
from candidates.models import Interview
from candidates.problems import WrongState
from candidates.states import HELD, InterviewState


@require_safe
@opened_by(Purpose.BOOK)
def room(request: HttpRequest, interview: Interview) -> HttpResponse:
    """The room: who is there, the clock and the call; looking at it changes nothing (P47)."""
    if interview.state not in HELD:
        return to_booking(interview)
    return _room(request, interview, "booking/room.html")


@require_POST
@opened_by(Purpose.BOOK, limited=False)
def here(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Say that the candidate is there: by a press first, then by the open page by itself."""
    token = links.token_for(interview, Purpose.BOOK)
    if interview.state not in HELD:
        return _lead(request, reverse("booking", args=[token]))
    sittings.seen(interview, "candidate")
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("booking_room", token)
    interview.candidate_seen_at = timezone.now()
    return _room(request, interview, "booking/_room.html")


@require_POST
@opened_by(Purpose.BOOK)
def absent(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Say that the interviewer did not come: the booking link is live again (E1)."""
    try:
        sittings.interviewer_absent(interview, CANDIDATE)
    except WrongState as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "We are sorry about that. Choose another time that suits you.")
    return to_booking(interview)


@require_safe
@opened_by(Purpose.MEET)
def meeting(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Where the call would be: a real deployment names its own place in MEETING_URL."""
    if settings.MEETING_URL or interview.state not in HELD:
        return unknown(request)
    return render(request, "booking/meeting.html", {"interview": interview})


def _room(request: HttpRequest, interview: Interview, template: str) -> HttpResponse:
    late = interview.starts_at is not None and (
        timezone.now() >= interview.starts_at + sittings.NO_SHOW_AFTER
    )
    other_side = sittings.is_present(interview.interviewer_seen_at)
    waiting = interview.state == InterviewState.SCHEDULED and not other_side
    return show(
        request,
        interview,
        template,
        here=sittings.is_present(interview.candidate_seen_at),
        interviewer_here=other_side,
        may_report_absence=waiting and late,
        meeting_url=links.meeting_url(interview),
        now=timezone.now(),
    )


def _lead(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect that an open page follows as well."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
