"""An interviewer's day, an interview of theirs, and giving its slot up (E12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from candidates import hours, write_ups
from candidates.agenda import agenda
from candidates.interviewer_door import interviewer_page, own_interview
from candidates.models import Interview
from candidates.problems import WrongState
from candidates.states import HELD, InterviewState
from portal.viewers import ViewerRequest


@require_safe
@interviewer_page
def day(request: ViewerRequest) -> HttpResponse:
    """What needs the interviewer first, then today, tomorrow and later."""
    interviewer = request.viewer.user
    facts = {
        "agenda": agenda(interviewer, timezone.now()),
        "has_hours": interviewer.availability.exists(),
    }
    return render(request, "interviewer/day.html", facts)


@require_safe
@own_interview
def interview_page(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """What an interviewer must know: never a phone number or an address (M3)."""
    facts = {
        "interview": interview,
        "role": interview.candidacy.role,
        "held": interview.state in HELD,
        "scheduled": interview.state == InterviewState.SCHEDULED,
        "write_up_due": write_ups.is_due(interview),
        "submitted": interview.state == InterviewState.RESULTS_POSTED,
    }
    return render(request, "interviewer/interview.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@own_interview
def give_up(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """Say what giving the slot up does, and do it when pressed (E1)."""
    if interview.state != InterviewState.SCHEDULED:
        return redirect("interviewer_interview", interview.pk)
    if request.method != "POST":
        return render(request, "interviewer/give_up.html", {"interview": interview})
    try:
        hours.give_up(interview, request.viewer.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"The slot is given up. {interview.candidate} chooses another time."
        )
    return redirect("interviewer_day")
