"""The pages of organizations: those of the viewer, each one's overview and settings."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import memberships, organizations
from portal.entrance import organization_page
from portal.forms import OrganizationSettings
from portal.models import Organization
from portal.permissions import Act
from portal.viewers import SESSION_KEY, ViewerRequest
from portal.widgets import Tab

PAGES = (
    ("organization", "Overview", None),
    ("organization_groups", "Groups", None),
    ("organization_people", "People", Act.RUN_ORGANIZATION),
    ("integration", "Integration", Act.SEE_INTEGRATIONS),
    ("organization_api_keys", "API keys", Act.RUN_ORGANIZATION),
    ("organization_settings", "Settings", Act.RUN_ORGANIZATION),
)


@require_GET
@login_required
def organization_list(request: ViewerRequest) -> HttpResponse:
    """The organizations whose pages the viewer can open."""
    own = request.viewer.organizations
    counts = Organization.objects.filter(pk__in=[organization.pk for organization in own]).annotate(
        group_count=Count("groups", distinct=True),
        people_count=Count("memberships", filter=Q(memberships__archived_at=None), distinct=True),
    )
    return render(request, "organizations/list.html", {"found": counts.order_by("name")})


@require_GET
@organization_page
def overview(request: ViewerRequest) -> HttpResponse:
    """An organization at a glance: groups, settings, and whom to ask."""
    organization = _own(request)
    facts: dict[str, Any] = {
        "groups": request.viewer.visible_groups(),
        "admins": memberships.admins(organization),
        "may_see_integrations": request.viewer.may(Act.SEE_INTEGRATIONS),
    }
    return page(request, "organization", "organizations/overview.html", **facts)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def settings(request: ViewerRequest) -> HttpResponse:
    """What an organization admin decides for everybody."""
    request.viewer.need(Act.RUN_ORGANIZATION)
    form = OrganizationSettings(request.POST or None, instance=copy(_own(request)))
    if form.is_valid():
        organizations.change_settings(_own(request), form.cleaned_data)
        messages.success(request, "The settings are saved.")
        return redirect("organization_settings", slug=_own(request).slug)
    return page(request, "organization_settings", "organizations/settings.html", form=form)


@require_POST
@login_required
def switch(request: ViewerRequest) -> HttpResponse:
    """Act in another organization of one's own from now on."""
    wanted = request.POST.get("organization", "")
    own = {str(organization.pk): organization for organization in request.viewer.organizations}
    if wanted not in own:
        raise Http404
    request.session[SESSION_KEY] = own[wanted].pk
    messages.success(request, f"You are acting in {own[wanted]} now.")
    back = _next(request) or reverse("organization", args=[own[wanted].slug])
    return HttpResponseRedirect(back)


def page(request: ViewerRequest, name: str, template: str, **facts: Any) -> HttpResponse:
    """A page of the viewer's organization, with tabs to those beside it that they may open."""
    organization = _own(request)
    tabs = [
        Tab(label, reverse(other, args=[organization.slug]), other == name)
        for other, label, need in PAGES
        if need is None or request.viewer.may(need)
    ]
    shared = {
        "organization": organization,
        "tabs": tabs,
        "may_run": request.viewer.may(Act.RUN_ORGANIZATION),
    }
    return render(request, template, {**shared, **facts})


def _own(request: ViewerRequest) -> Organization:
    assert request.viewer.organization is not None  # the entrance has seen to it
    return request.viewer.organization


def _next(request: ViewerRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else ""
