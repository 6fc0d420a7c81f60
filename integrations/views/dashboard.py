"""The dashboard: where people land after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from integrations import dashboard
from portal.models import Kind
from portal.permissions import Act
from portal.viewers import ViewerRequest


@require_safe
@login_required
def home(request: ViewerRequest) -> HttpResponse:
    """What needs this person first; interviewers find it on their day's page."""
    viewer = request.viewer
    if viewer.kind == Kind.INTERVIEWER:
        return redirect("interviewer_day")
    page = {
        "may_invite": viewer.may(Act.INVITE),
        "needs": dashboard.needs(viewer),
        "results": dashboard.results(viewer),
        "coming": dashboard.coming(viewer),
        "week": dashboard.week(viewer),
        "first_steps": dashboard.first_steps(viewer),
    }
    return render(request, "dashboard/home.html", page)
