"""The tabs of a candidacy: timeline, interviews, result, notifications."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from candidates import candidacies, results, resumes, told, visibility
from candidates.entrance import candidacy_or_404, staff_page
from candidates.links import booking_url
from candidates.models import Candidacy, Interview, Notification
from candidates.next_step import next_step
from candidates.presses import presses_for
from candidates.states import ACTIVE, FINAL, InterviewState
from candidates.story import story
from portal.paging import page_of
from portal.permissions import WHO_CAN, Act
from portal.viewers import ViewerRequest
from portal.widgets import Tab

PAGES = (
    ("candidacy", "Timeline"),
    ("candidacy_interviews", "Interviews"),
    ("candidacy_result", "Result"),
    ("candidacy_notifications", "Notifications"),
    ("candidacy_ats", "ATS"),
    ("candidacy_settings", "Settings"),
)


@require_safe
@staff_page
def timeline(request: ViewerRequest, pk: int) -> HttpResponse:
    """What happened: who, when and why, newest first (E10)."""
    candidacy = candidacy_or_404(request, pk)
    events = candidacy.events.select_related("user")
    page = page_of(events, request.GET, by=["pk"], descending=True)
    facts = {
        "page": page,
        "story": story(candidacy, page, request.viewer),
        "resume": resumes.of(candidacy),
    }
    return candidacy_page(request, candidacy, "candidacy", "candidates/timeline.html", **facts)


@require_safe
@staff_page
def interview_list(request: ViewerRequest, pk: int) -> HttpResponse:
    """The original and its redo, and what can be done to each."""
    candidacy = candidacy_or_404(request, pk)
    may_act = request.viewer.may(Act.INVITE, candidacy.role.group_id)
    cards = [_card(interview, request, may_act) for interview in _interviews(candidacy)]
    facts = {"cards": cards, "earlier": results.earlier(request.viewer, candidacy)}
    return candidacy_page(
        request, candidacy, "candidacy_interviews", "candidates/interviews.html", **facts
    )


@require_safe
@staff_page
def result(request: ViewerRequest, pk: int) -> HttpResponse:
    """The write-ups, original and redo beside each other (F8), for who may see them."""
    candidacy = candidacy_or_404(request, pk)
    if not visibility.sees_result(request.viewer, candidacy):
        raise PermissionDenied(WHO_CAN[Act.SEE_RESULTS])
    facts = {"results": results.of(candidacy)}
    return candidacy_page(request, candidacy, "candidacy_result", "candidates/result.html", **facts)


@require_safe
@staff_page
def notifications(request: ViewerRequest, pk: int) -> HttpResponse:
    """Who hears of what from now on (I3), and who was told."""
    candidacy = candidacy_or_404(request, pk)
    sent = Notification.objects.filter(event__candidacy=candidacy).select_related(
        "event", "user", "candidate", "mail"
    )
    page = page_of(sent, request.GET, by=["pk"], descending=True)
    facts = {"page": page, "will_be_told": told.will_be_told(candidacy)}
    return candidacy_page(
        request, candidacy, "candidacy_notifications", "candidates/notifications.html", **facts
    )


def candidacy_page(
    request: ViewerRequest, candidacy: Candidacy, name: str, template: str, **facts: Any
) -> HttpResponse:
    """A tab of a candidacy under its head: what comes next, and what the ATS says (G9)."""
    may_act = request.viewer.may(Act.INVITE, candidacy.role.group_id)
    latest = candidacy.interviews.select_related("interviewer").order_by("-pk").first()
    if latest:
        latest.candidacy = candidacy
    final = candidacy.standing in FINAL
    shared = {
        "candidacy": candidacy,
        "latest": latest,
        "step": next_step(candidacy, latest, timezone.now()),
        "tabs": _tabs(request, candidacy, name),
        "may_act": may_act,
        "may_invite_again": may_act and latest is not None and latest.state not in ACTIVE,
        "final": final,
        "pointless": candidacies.open_interviews(candidacy).first() if final else None,
    }
    return render(request, template, {**shared, **facts})


def _tabs(request: ViewerRequest, candidacy: Candidacy, current: str) -> list[Tab]:
    """The tabs that are there, less those that are not for this viewer."""
    hidden = set()
    if not visibility.sees_result(request.viewer, candidacy):
        hidden.add("candidacy_result")
    if not request.viewer.may(Act.INVITE, candidacy.role.group_id):
        hidden.add("candidacy_settings")
    return [
        Tab(label, url, name == current)
        for name, label in PAGES
        if name not in hidden and (url := _address(name, candidacy))
    ]


def _address(name: str, candidacy: Candidacy) -> str:
    try:
        return reverse(name, args=[candidacy.pk])
    except NoReverseMatch:
        return ""


def _interviews(candidacy: Candidacy) -> list[Interview]:
    found = candidacy.interviews.select_related("interviewer", "redo").order_by("-pk")
    for interview in found:
        interview.candidacy = candidacy
    return list(found)


def _card(interview: Interview, request: ViewerRequest, may_act: bool) -> dict[str, Any]:
    """An interview and what this viewer can do to it."""
    open_now = interview.state in (InterviewState.SCHEDULING, InterviewState.SCHEDULED)
    return {
        "interview": interview,
        "booking_url": booking_url(interview) if may_act and open_now else "",
        "presses": presses_for(interview, request.viewer) if may_act else [],
        "may_change": may_act and open_now,
    }
