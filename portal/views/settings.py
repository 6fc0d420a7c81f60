"""The pages under Settings: one's own profile, and messaging for the whole organization."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from portal import organizations
from portal.forms import Messaging, Profile
from portal.permissions import WHO_CAN, Act
from portal.viewers import Viewer, ViewerRequest
from portal.widgets import Tab

PAGES = (
    ("settings", "Profile", None),
    ("mail_choices", "Notifications", None),
    ("settings_messaging", "Candidate messaging", Act.RUN_ORGANIZATION),
)
form_page = require_http_methods(["GET", "HEAD", "POST"])


def tabs_for(viewer: Viewer, current: str) -> list[Tab]:
    """The settings pages this viewer may open."""
    tabs = []
    for name, label, need in PAGES:
        allowed = need is None or (viewer.organization is not None and viewer.may(need))
        url = _address(name) if allowed else ""
        if url:
            tabs.append(Tab(label, url, name == current))
    return tabs


@form_page
@login_required
def profile(request: ViewerRequest) -> HttpResponse:
    """One's name, time zone and look of the pages."""
    user = copy(request.viewer.user)
    form = Profile(request.POST or None, instance=user)
    if form.is_valid():
        user.save(update_fields=list(form.cleaned_data))
        messages.success(request, "Your profile is saved.")
        return redirect("settings")
    return _page(request, "settings", "settings/profile.html", form=form)


@form_page
@login_required
def messaging(request: ViewerRequest) -> HttpResponse:
    """The recent interview warning (D13)."""
    organization = request.viewer.organization
    if organization is None:
        raise PermissionDenied(WHO_CAN[Act.RUN_ORGANIZATION])
    request.viewer.need(Act.RUN_ORGANIZATION)
    sent = request.POST if request.method == "POST" else None  # all off is an empty one
    form = Messaging(sent, instance=copy(organization))
    if form.is_valid():
        organizations.change_settings(organization, form.cleaned_data)
        messages.success(request, "The messaging settings are saved.")
        return redirect("settings_messaging")
    return _page(request, "settings_messaging", "settings/messaging.html", form=form)


def _page(request: ViewerRequest, name: str, template: str, **facts: Any) -> HttpResponse:
    return render(request, template, {"tabs": tabs_for(request.viewer, name), **facts})


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
