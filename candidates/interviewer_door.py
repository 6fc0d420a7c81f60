"""The door of the interviewers' pages: each of them finds their own interviews and no others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from candidates.models import Interview
from portal.models import Kind
from portal.scope import everywhere, inside
from portal.viewers import ViewerRequest

View = Callable[..., HttpResponse]
ONLY_INTERVIEWERS = "Only the interviewers of the service have these pages."


def interviewer_page(view: View) -> View:
    """Let interviewers in; whoever else is told who can see the page (B7, E12)."""

    @login_required
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def enter(request: ViewerRequest, **kwargs: Any) -> HttpResponse:
        if request.viewer.kind != Kind.INTERVIEWER:
            raise PermissionDenied(ONLY_INTERVIEWERS)
        return view(request, **kwargs)

    return enter


def own_interview(view: View) -> View:
    """Find the interview of the address among one's own, and open its organization's rows."""

    @interviewer_page
    @wraps(view)
    def enter(request: ViewerRequest, pk: int) -> HttpResponse:
        with everywhere():
            own = Interview.objects.filter(interviewer=request.viewer.user)
        interview = get_object_or_404(
            own.select_related(
                "organization", "candidate", "interviewer", "candidacy__role__format"
            ),
            pk=pk,
        )
        with inside(interview.organization):
            return view(request, interview)

    return enter
