"""The pages on which a candidate books, moves, gives up or cancels an interview (E, L8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from candidates import calendar, interviews, links, slots
from candidates.actors import CANDIDATE
from candidates.booking_days import offer
from candidates.booking_forms import BookForm, CancelForm, DayForm
from candidates.booking_link import gone, opened_by, show, to_booking, zone_for
from candidates.endings import why_dead
from candidates.links import Purpose
from candidates.models import Interview
from candidates.problems import SlotTaken, TooLate, WrongState
from candidates.states import HELD, InterviewState

BOOKABLE = (InterviewState.SCHEDULING, InterviewState.SCHEDULED)
asking_and_doing = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@opened_by(Purpose.BOOK)
def booking(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Whatever the interview needs now: a time, a look at what is booked, or why it is over."""
    if interview.state == InterviewState.SCHEDULING:
        return _times(request, interview)
    if interview.state in HELD:
        return _booked(request, interview)
    return gone(request, interview, why_dead(interview, zone_for(request, interview)))


@require_safe
@opened_by(Purpose.BOOK)
def move(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Choose another time for what is booked; it stays booked until then."""
    if interview.state != InterviewState.SCHEDULED or not _may_change(interview):
        return to_booking(interview)
    return _times(request, interview)


@asking_and_doing
@opened_by(Purpose.BOOK)
def confirm(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Ask whether the time is right, at night in so many words (E7), then book it."""
    form = BookForm(zone_for(request, interview).key, request.POST or request.GET)
    if interview.state not in BOOKABLE:
        return to_booking(interview)
    if not form.is_valid():
        return _times(request, interview, "Choose one of the times below.", status=400)
    if request.method == "POST" and not form.needs_a_word():
        return _book(request, interview, form)
    return _ask(request, interview, form)


@asking_and_doing
@opened_by(Purpose.BOOK)
def release(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Give the time up and choose a new one later (E1)."""
    if interview.state == InterviewState.SCHEDULING:
        return to_booking(interview)
    if request.method != "POST":
        return _show_if_changeable(request, interview, "booking/release.html")
    return _act(
        request,
        interview,
        lambda: interviews.release_slot(interview, CANDIDATE),
        "Your time is free again. Choose a new one whenever you are ready.",
    )


@asking_and_doing
@opened_by(Purpose.BOOK)
def cancel(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Cancel for a reason, for good (E2)."""
    form = CancelForm(request.POST or None)
    if not form.is_valid():
        return _show_if_changeable(request, interview, "booking/cancel.html", form=form)
    return _act(
        request,
        interview,
        lambda: interviews.cancel(interview, form.cleaned_data["reason"], CANDIDATE),
        "Your interview is canceled. Thank you for telling us.",
    )


@require_safe
@opened_by(Purpose.BOOK)
def calendar_entry(request: HttpRequest, interview: Interview) -> HttpResponse:
    """The calendar entry as a download."""
    if interview.state not in HELD:
        return to_booking(interview)
    return HttpResponse(
        calendar.entry(interview),
        content_type="text/calendar; method=REQUEST; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="interview.ics"'},
    )


def _booked(request: HttpRequest, interview: Interview) -> HttpResponse:
    limit = timedelta(minutes=interview.candidacy.role.change_limit_minutes)
    return show(
        request,
        interview,
        "booking/booked.html",
        may_change=_may_change(interview),
        change_until=interview.starts_at and interview.starts_at - limit,
    )


def _times(
    request: HttpRequest, interview: Interview, problem: str = "", status: int = 200
) -> HttpResponse:
    form = DayForm(request.GET)
    asked = form.cleaned_data["day"] if form.is_valid() else None
    now = timezone.now()
    free = slots.offered(interview, now)
    return show(
        request,
        interview,
        "booking/times.html",
        status=status,
        problem=problem,
        times_url=_times_url(interview),
        offer=offer(free, zone_for(request, interview), asked),
        book_by=slots.book_by(interview),
        now=now,
    )


def _times_url(interview: Interview) -> str:
    booked = interview.state == InterviewState.SCHEDULED
    token = links.token_for(interview, Purpose.BOOK)
    return reverse("booking_move" if booked else "booking", args=[token])


def _ask(request: HttpRequest, interview: Interview, form: BookForm) -> HttpResponse:
    start = form.cleaned_data["start"]
    if start == interview.starts_at:
        return to_booking(interview)
    if all(slot.start != start for slot in slots.offered(interview, timezone.now())):
        return _times(request, interview, interviews.TAKEN, status=409)
    return show(
        request,
        interview,
        "booking/confirm.html",
        start=start,
        odd=form.needs_a_word(),
        times_url=_times_url(interview),
    )


def _book(request: HttpRequest, interview: Interview, form: BookForm) -> HttpResponse:
    start = form.cleaned_data["start"]
    form.remember_zone(interview.candidate)
    try:
        interviews.book(interview, start, CANDIDATE)
    except (SlotTaken, WrongState, TooLate) as problem:
        interview.refresh_from_db()
        if interview.starts_at != start:  # else it was booked by the same press, sent twice
            return _not_booked(request, interview, problem)
    messages.success(request, "Your interview is booked. A mail with all of this is on its way.")
    return to_booking(interview)


def _not_booked(
    request: HttpRequest, interview: Interview, problem: SlotTaken | WrongState | TooLate
) -> HttpResponse:
    if isinstance(problem, SlotTaken):
        return _times(request, interview, str(problem), status=409)
    messages.error(request, str(problem))
    return to_booking(interview)


def _act(
    request: HttpRequest, interview: Interview, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except (WrongState, TooLate) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return to_booking(interview)


def _show_if_changeable(
    request: HttpRequest, interview: Interview, template: str, **facts: Any
) -> HttpResponse:
    if not _may_change(interview):
        return to_booking(interview)
    return show(request, interview, template, **facts)


def _may_change(interview: Interview) -> bool:
    """Whether candidates can still help themselves (E9)."""
    if interview.state not in BOOKABLE:
        return False
    try:
        interviews.check_change_limit(interview)
    except TooLate:
        return False
    return True
