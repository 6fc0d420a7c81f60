"""The availability page: weekly hours and time off, and what both do to what is booked (E12)."""

from calendar import day_name
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from candidates import hours
from candidates.hours import InTheWay
from candidates.interviewer_door import interviewer_page
from candidates.interviewer_forms import HoursForm, TimeOffForm
from candidates.models import Availability
from portal.models import User
from portal.viewers import ViewerRequest


@require_safe
@interviewer_page
def availability(request: ViewerRequest) -> HttpResponse:
    """When one can be booked, when not, and what is booked all the same."""
    return _page(request)


@require_POST
@interviewer_page
def add_hours(request: ViewerRequest) -> HttpResponse:
    """Take bookings in more hours."""
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _page(request, hours_form=form)
    asked = form.cleaned_data
    hours.add(request.viewer.user, asked["weekdays"], asked["starts"], asked["ends"])
    messages.success(request, "Your hours are saved. Candidates can book them from now on.")
    return redirect("interviewer_availability")


@require_POST
@interviewer_page
def remove_hours(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take no more bookings in these hours."""
    hours.remove(get_object_or_404(request.viewer.user.availability, pk=pk))
    messages.success(request, "The hours are removed. What is booked in them stays booked.")
    return redirect("interviewer_availability")


@require_POST
@interviewer_page
def add_time_off(request: ViewerRequest) -> HttpResponse:
    """Keep a time free; where interviews are booked in it, ask before they lose their slot."""
    interviewer = request.viewer.user
    form = TimeOffForm(ZoneInfo(interviewer.zone), request.POST)
    if not form.is_valid():
        return _page(request, off_form=form)
    starts_at, ends_at = form.span()
    try:
        given_up = hours.take_off(interviewer, starts_at, ends_at, giving_up=form.agreed())
    except InTheWay as problem:
        facts = {"form": form, "span": form.span(), "booked": problem.interviews}
        return render(request, "interviewer/time_off.html", facts)
    messages.success(request, _done(len(given_up)))
    return redirect("interviewer_availability")


@require_POST
@interviewer_page
def remove_time_off(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take bookings in this time again."""
    hours.work_again(get_object_or_404(request.viewer.user.time_off, pk=pk))
    messages.success(request, "The time off is removed. Candidates can book this time again.")
    return redirect("interviewer_availability")


def _done(given_up: int) -> str:
    if not given_up:
        return "The time is yours: nobody can book you in it."
    candidates = "The candidate chooses" if given_up == 1 else f"{given_up} candidates choose"
    return f"The time is yours. {candidates} another time."


def _page(
    request: ViewerRequest,
    hours_form: HoursForm | None = None,
    off_form: TimeOffForm | None = None,
) -> HttpResponse:
    interviewer = request.viewer.user
    facts = {
        "week": _week(interviewer),
        "time_off": interviewer.time_off.filter(ends_at__gt=timezone.now()),
        "elsewhere": hours.booked_elsewhere(interviewer),
        "hours_form": hours_form or HoursForm(),
        "off_form": off_form or TimeOffForm(ZoneInfo(interviewer.zone)),
    }
    return render(request, "interviewer/availability.html", facts)


def _week(interviewer: User) -> list[tuple[str, list[Availability]]]:
    """The days of the week by name, each with its hours."""
    kept = list(interviewer.availability.all())
    return [
        (name, [span for span in kept if span.weekday == day]) for day, name in enumerate(day_name)
    ]
