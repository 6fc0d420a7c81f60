"""The interviewer's side of the room: presence, clock, call, and how it ends (E1, E6)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from candidates import links, sittings, write_ups
from candidates.actors import person
from candidates.entrance import carried_out, posted
from candidates.interviewer_door import own_interview
from candidates.interviewer_forms import EndEarlyForm, StartForm
from candidates.models import Interview
from candidates.problems import WrongState
from candidates.states import HELD, InterviewState
from portal.viewers import ViewerRequest


@require_safe
@own_interview
def room(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """The room: who is there, the clock and the call; looking at it changes nothing (P47)."""
    return _room(request, interview)


@require_POST
@own_interview
def here(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """Say that the interviewer is there: by a press first, then by the open page by itself."""
    if interview.state in HELD:
        sittings.seen(interview, "interviewer")
        interview.interviewer_seen_at = timezone.now()
    if request.htmx:  # type: ignore[attr-defined]
        return _room(request, interview)
    return redirect("interviewer_room", interview.pk)


@require_POST
@own_interview
def start(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """Begin, once both are in the room or the interviewer says that both are in the call."""
    form = StartForm(request.POST)
    both_here = form.is_valid() and form.cleaned_data["both_here"]

    def begin() -> object:
        begun = sittings.start(interview, person(request.viewer.user), both_here=both_here)
        sittings.seen(begun, "interviewer")
        return begun

    return _act(request, interview, begin, "The interview is under way.")


@require_POST
@own_interview
def late(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """Mail the room link to a candidate who is not there (E6)."""
    return _act(
        request,
        interview,
        lambda: sittings.press_late(interview, person(request.viewer.user)),
        f"{interview.candidate} is reminded by mail, and support is told.",
    )


@require_POST
@own_interview
def finish(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """End as planned: the write-up is next."""
    return _act(
        request,
        interview,
        lambda: sittings.finish(interview, person(request.viewer.user)),
        "The interview is finished. Write it up while it is fresh.",
        then="interviewer_write_up",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_interview
def no_show(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """Say what a no-show means, and note it when pressed (E6)."""
    if request.method != "POST" and interview.state == InterviewState.SCHEDULED:
        return render(request, "interviewer/no_show.html", _facts(interview))
    if request.method != "POST":
        return redirect("interviewer_room", interview.pk)
    return _act(
        request,
        interview,
        lambda: sittings.no_show(interview, person(request.viewer.user)),
        "The no-show is noted, and the recruiter is told. There is nothing to write up.",
        then="interviewer_interview",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_interview
def end_early(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """End before the plan: why, and whether the questions were seen."""
    if interview.state != InterviewState.IN_PROGRESS:
        return redirect("interviewer_room", interview.pk)
    form = EndEarlyForm(posted(request))

    def end() -> object:
        asked = form.cleaned_data
        by = person(request.viewer.user)
        return sittings.end_early(interview, asked["reason"], asked["questions_seen"], by)

    if not carried_out(form, end):
        return render(request, "interviewer/end_early.html", {"interview": interview, "form": form})
    messages.success(request, "The interview is ended, and the recruiter is told why.")
    seen = form.cleaned_data["questions_seen"]
    return redirect("interviewer_write_up" if seen else "interviewer_interview", interview.pk)


def _room(request: ViewerRequest, interview: Interview) -> HttpResponse:
    """The room, or for a page that keeps itself up to date, what is in it."""
    if interview.state in HELD:
        name = "_room" if request.htmx else "room"  # type: ignore[attr-defined]
        with timezone.override(request.viewer.user.zone):
            return render(request, f"interviewer/{name}.html", _facts(interview))
    due = write_ups.is_due(interview)
    after = reverse("interviewer_write_up" if due else "interviewer_interview", args=[interview.pk])
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(after)
    return redirect(after)


def _facts(interview: Interview) -> dict[str, Any]:
    """What can be seen in the room of a held interview now, and done there."""
    assert interview.starts_at
    now = timezone.now()
    late_from = interview.starts_at + sittings.LATE_AFTER
    no_show_from = interview.starts_at + sittings.NO_SHOW_AFTER
    reminders = sittings.MOST_LATE_PRESSES - interview.late_presses
    candidate_here = sittings.is_present(interview.candidate_seen_at)
    missed = interview.state == InterviewState.SCHEDULED and not candidate_here
    return {
        "interview": interview,
        "now": now,
        "here": sittings.is_present(interview.interviewer_seen_at),
        "candidate_here": candidate_here,
        "missed": missed,
        "reminders": reminders,
        "late_from": late_from,
        "no_show_from": no_show_from,
        "may_press_late": missed and reminders > 0 and now >= late_from,
        "may_say_no_show": missed and now >= no_show_from,
        "meeting_url": links.meeting_url(interview),
    }


def _act(
    request: ViewerRequest,
    interview: Interview,
    verb: Callable[[], object],
    done: str,
    then: str = "interviewer_room",
) -> HttpResponse:
    try:
        verb()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        then = "interviewer_room"
    else:
        messages.success(request, done)
    return redirect(then, interview.pk)
