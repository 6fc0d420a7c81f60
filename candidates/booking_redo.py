"""The page on which a candidate takes or declines the offer of a second interview (F)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from candidates import links, redo
from candidates.actors import CANDIDATE
from candidates.booking_link import gone, opened_by, show, to_booking
from candidates.links import Purpose
from candidates.models import Interview
from candidates.redo import OfferEnded


@require_safe
@opened_by(Purpose.REDO)
def offer(request: HttpRequest, interview: Interview) -> HttpResponse:
    """The offer, or why it is over and whom to ask (F4)."""
    try:
        redo.check_open(interview)
    except OfferEnded as problem:
        return _over(request, interview, problem)
    return show(
        request,
        interview,
        "booking/redo.html",
        redo_token=links.token_for(interview, Purpose.REDO),
    )


@require_POST
@opened_by(Purpose.REDO)
def take(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Use the offer and go on to choosing a time (F3)."""
    try:
        second = redo.take(interview, CANDIDATE)
    except OfferEnded as problem:
        return _over(request, interview, problem)
    messages.success(request, "Good. Now choose a time for your second interview.")
    return to_booking(second)


@require_POST
@opened_by(Purpose.REDO)
def decline(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Say no thanks: the offer is over."""
    try:
        redo.decline(interview, CANDIDATE)
    except OfferEnded as problem:
        return _over(request, interview, problem)
    messages.success(request, "Thank you for telling us. Your first interview counts as it is.")
    return redirect("redo", links.token_for(interview, Purpose.REDO))


def _over(request: HttpRequest, interview: Interview, problem: OfferEnded) -> HttpResponse:
    """Lead on to the second interview where there is one, else say why the offer is over."""
    if hasattr(interview, "redo"):
        return to_booking(interview.redo)
    return gone(request, interview, str(problem))
