"""The pages of roles: the list, and each role's overview, settings and change log."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.paging import page_of
from portal.permissions import WHO_CAN, Act
from portal.viewers import Viewer, ViewerRequest
from portal.widgets import Tab
from roles import changes
from roles.forms import NewRole, RoleFilter, RoleSettings
from roles.models import Role, RoleChange
from roles.visibility import groups_to_edit, need_role_pages, role_for, roles

PAGES = (("role", "Overview"), ("role_settings", "Settings"), ("role_changes", "Change log"))
read_only = require_http_methods(["GET", "HEAD"])
form_page = require_http_methods(["GET", "HEAD", "POST"])


@read_only
@login_required
def role_list(request: ViewerRequest) -> HttpResponse:
    """The roles of the viewer, searched, filtered and sorted (C4)."""
    need_role_pages(request.viewer)
    filters = RoleFilter(request.GET, viewer=request.viewer)
    found = filters.apply(roles(request.viewer).select_related("group", "format"))
    page = page_of(
        found,
        request.GET,
        by=[filters.order.removeprefix("-")],
        descending=filters.order.startswith("-"),
    )
    facts = {
        "page": page,
        "filters": filters,
        "filtered": any(filters.data.get(name) for name in ("q", "status", "group", "format")),
        "may_create": request.viewer.may(Act.EDIT_ROLES),
    }
    return render(request, "roles/list.html", facts)


@read_only
@login_required
def overview(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a role is, at a glance (C1)."""
    role = role_for(request.viewer, pk)
    facts = {
        "bar": changes.current_bar(role),
        "hiring_managers": role.hiring_managers.order_by("name"),
        "graders": role.graders.order_by("name"),
    }
    return _page(request, role, "role", "roles/overview.html", **facts)


@form_page
@login_required
def settings(request: ViewerRequest, pk: int) -> HttpResponse:
    """A role's settings: admins change them, others read the same page (C2)."""
    role = role_for(request.viewer, pk)
    if request.method == "POST":
        request.viewer.need(Act.EDIT_ROLES, role.group_id)
    form = RoleSettings(request.POST or None, instance=copy(role))
    if not _may_edit(request.viewer, role):
        form.close()
    elif form.is_valid():
        try:
            lines = changes.change(role, form.cleaned_data, by=request.viewer.user)
        except changes.NameTaken as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _told(lines))
            return redirect("role_settings", pk=role.pk)
    return _page(request, role, "role_settings", "roles/settings.html", form=form)


@read_only
@login_required
def change_log(request: ViewerRequest, pk: int) -> HttpResponse:
    """Who changed what in a role, newest first (C2)."""
    role = role_for(request.viewer, pk)
    lines = role.changes.select_related("by")
    page = page_of(lines, request.GET, by=["id"], descending=True)
    return _page(request, role, "role_changes", "roles/changes.html", page=page)


@form_page
@login_required
def new(request: ViewerRequest) -> HttpResponse:
    """Make a role, then choose its further settings."""
    need_role_pages(request.viewer)
    request.viewer.need(Act.EDIT_ROLES)
    form = NewRole(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            role = changes.create(asked["group"], asked, by=request.viewer.user)
        except changes.NameTaken as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, f"{role} is there. Choose its further settings below.")
            return redirect("role_settings", pk=role.pk)
    facts = {"form": form, "has_groups": groups_to_edit(request.viewer).exists()}
    return render(request, "roles/new.html", facts)


@form_page
@login_required
def archive(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what archiving does, and do it (C7)."""
    role = role_for(request.viewer, pk)
    request.viewer.need(Act.EDIT_ROLES, role.group_id)
    if request.method == "POST":
        changes.archive(role, by=request.viewer.user)
        messages.success(request, f"{role} is archived and takes no new invites.")
        return redirect("role", pk=role.pk)
    return render(request, "roles/archive.html", {"role": role})


@require_http_methods(["POST"])
@login_required
def unarchive(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take invites to a role again."""
    role = role_for(request.viewer, pk)
    request.viewer.need(Act.EDIT_ROLES, role.group_id)
    changes.unarchive(role, by=request.viewer.user)
    messages.success(request, f"{role} takes invites again.")
    return redirect("role", pk=role.pk)


def _page(
    request: ViewerRequest, role: Role, name: str, template: str, **facts: Any
) -> HttpResponse:
    tabs = [Tab(label, reverse(page, args=[role.pk]), page == name) for page, label in PAGES]
    may_edit = _may_edit(request.viewer, role)
    shared = {"role": role, "tabs": tabs, "may_edit": may_edit, "who_can": WHO_CAN[Act.EDIT_ROLES]}
    return render(request, template, {**shared, **facts})


def _may_edit(viewer: Viewer, role: Role) -> bool:
    return viewer.may(Act.EDIT_ROLES, role.group_id)


def _told(lines: list[RoleChange]) -> str:
    if not lines:
        return "Nothing was different, so nothing is changed."
    return f"Saved: {', '.join(line.field for line in lines)}."
