"""The door of the pages for candidates: a link instead of an account (I7, L8, P46)."""

import math
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control

from candidates import limits, links
from candidates.booking_forms import ZoneForm
from candidates.links import LinkReplaced, Purpose
from candidates.models import Interview
from portal.scope import inside

View = Callable[[HttpRequest, Interview], HttpResponse]
Page = Callable[[HttpRequest, str], HttpResponse]
REPLACED = "A newer link was sent to you since: use the one in your latest mail."


def opened_by(purpose: Purpose, *, limited: bool = True) -> Callable[[View], Page]:
    """Turn the address's token into its interview, in the scope of that interview's organization.

    A link that is not ours, or ours for another purpose, gives the same page and status as one
    that never was; 30 of them a minute close the door to their sender.

    Args:
        limited: whether presses count as changes, of which a link takes 20 an hour.
    """

    def opening(view: View) -> Page:
        @wraps(view)
        @cache_control(private=True, no_store=True)
        def page(request: HttpRequest, token: str) -> HttpResponse:
            if limits.guessed_too_often(request):
                return render(request, "booking/too_many.html", status=429)
            try:
                interview = links.interview_for(token, purpose)
            except LinkReplaced as problem:
                with inside(problem.interview.organization):
                    return gone(request, problem.interview, REPLACED)
            if interview is None:
                limits.count_guess(request)
                return unknown(request)
            with inside(interview.organization):
                if limited and request.method == "POST":
                    again_at = limits.changes_again_at(interview)
                    if again_at:
                        return _too_often(request, interview, again_at)
                return view(request, interview)

        return page

    return opening


def unknown(request: HttpRequest) -> HttpResponse:
    """The page for a link that is not ours."""
    return render(request, "booking/gone.html", status=404)


def gone(request: HttpRequest, interview: Interview, why: str) -> HttpResponse:
    """The page for a link that was ours: why it is dead, and whom to ask (L8)."""
    return show(request, interview, "booking/gone.html", status=410, why=why)


def _too_often(request: HttpRequest, interview: Interview, again_at: datetime) -> HttpResponse:
    answer = show(request, interview, "booking/too_often.html", status=429, again_at=again_at)
    answer["Retry-After"] = str(math.ceil((again_at - timezone.now()).total_seconds()))
    return answer


def show(
    request: HttpRequest,
    interview: Interview,
    template: str,
    *,
    status: int = 200,
    **facts: Any,
) -> HttpResponse:
    """Render a page about this interview, every time in the candidate's zone."""
    zone = zone_for(request, interview)
    facts = {
        "interview": interview,
        "token": links.token_for(interview, Purpose.BOOK),
        "role": interview.candidacy.role,
        "recruiter": interview.candidacy.recruiter,
        "zone": zone.key,
        "zone_form": ZoneForm(zone.key),
        "zone_is_guess": not (request.GET.get("zone") or interview.candidate.zone),
        **facts,
    }
    with timezone.override(zone):
        return render(request, template, facts, status=status)


def zone_for(request: HttpRequest, interview: Interview) -> ZoneInfo:
    """The zone asked for, else the candidate's own, else that of the organization."""
    preset = interview.candidate.zone or interview.organization.zone
    asked = ZoneForm(preset, request.GET)
    return ZoneInfo(asked.cleaned_data["zone"] if asked.is_valid() else preset)


def to_booking(interview: Interview) -> HttpResponse:
    """Lead back to the booking page."""
    return redirect(reverse("booking", args=[links.token_for(interview, Purpose.BOOK)]))
