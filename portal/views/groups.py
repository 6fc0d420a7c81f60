"""The pages of an organization's groups."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from portal import organizations
from portal.entrance import organization_page
from portal.forms import GroupForm
from portal.models import Group
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page

FORM = "organizations/group.html"


@require_GET
@organization_page
def group_list(request: ViewerRequest) -> HttpResponse:
    """The groups the viewer can see."""
    groups = request.viewer.visible_groups()
    return page(request, "organization_groups", "organizations/groups.html", groups=groups)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def new(request: ViewerRequest) -> HttpResponse:
    """Add a group."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def rename(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give a group another name."""
    return _edit(request, get_object_or_404(request.viewer.organization.groups, pk=pk))  # type: ignore[union-attr]


def _edit(request: ViewerRequest, group: Group | None) -> HttpResponse:
    request.viewer.need(Act.RUN_ORGANIZATION)
    organization = request.viewer.organization
    assert organization is not None  # the entrance has seen to it
    before = str(group or "")
    form = GroupForm(request.POST or None, instance=group)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            if group:
                organizations.rename_group(group, name)
            else:
                organizations.create_group(organization, name)
        except organizations.NameTaken as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, f"The group {name} is saved.")
            return redirect("organization_groups", slug=organization.slug)
    return page(request, "organization_groups", FORM, form=form, before=before)
