"""The pages of an organization's people: list, invite, change, archive (B1, B4)."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import memberships
from portal.entrance import organization_page
from portal.forms import InviteMember, MemberForm, PeopleFilter
from portal.models import Membership
from portal.paging import page_of
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page

HERE = "organization_people"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@organization_page
def people_list(request: ViewerRequest) -> HttpResponse:
    """The active people; archived ones too when asked for (B4)."""
    members = _members(request).prefetch_related("groups")
    filters = PeopleFilter(request.GET)
    found = page_of(filters.apply(members), request.GET, by=["user__name", "pk"])
    return page(request, HERE, "organizations/people.html", page=found, filters=filters)


@form_page
@organization_page
def invite(request: ViewerRequest) -> HttpResponse:
    """Make somebody a member and mail them how to sign in."""
    request.viewer.need(Act.RUN_ORGANIZATION)
    organization = request.viewer.organization
    assert organization is not None  # the entrance has seen to it
    form = InviteMember(request.POST or None, organization=organization)
    if form.is_valid():
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        try:
            invited = memberships.invite(organization, email, name, form.access())
        except memberships.NotPossible as problem:
            form.add_error("email", str(problem))
        else:
            messages.success(request, f"The invitation to {invited.user.email} is on its way.")
            return redirect(HERE, slug=organization.slug)
    return page(request, HERE, "organizations/invite.html", form=form)


@form_page
@organization_page
def member(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change what somebody is here, and which groups they reach."""
    found = _member(request, pk)
    preset = {
        "kind": found.kind, "all_groups": found.all_groups, "groups": found.groups.all(),
    }  # fmt: skip
    form = MemberForm(request.POST or None, initial=preset, organization=found.organization)
    if form.is_valid():
        try:
            memberships.change(found, form.access())
        except memberships.LastAdmin as problem:
            form.add_error("kind", str(problem))
        else:
            messages.success(request, f"{found.user} is changed.")
            return redirect(HERE, slug=found.organization.slug)
    return page(request, HERE, "organizations/member.html", form=form, member=found)


@form_page
@organization_page
def archive(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what archiving does, and do it (B4)."""
    found = _member(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            memberships.archive(found)
        except memberships.LastAdmin as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"{found.user} is archived.")
            return redirect(HERE, slug=found.organization.slug)
    facts = {"member": found, "problem": problem}
    return page(request, HERE, "organizations/archive_member.html", **facts)


@require_POST
@organization_page
def unarchive(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take an archived member back."""
    found = memberships.unarchive(_member(request, pk))
    messages.success(request, f"{found.user} can sign in again.")
    return redirect(HERE, slug=found.organization.slug)


@require_POST
@organization_page
def invite_again(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mail somebody once more who has neither set a password nor signed in."""
    found = _member(request, pk)
    if found.archived_at or found.user.last_login or found.user.has_usable_password():
        raise Http404
    memberships.send_invitation(found)
    messages.success(request, f"The invitation to {found.user.email} is on its way again.")
    return redirect(HERE, slug=found.organization.slug)


def _members(request: ViewerRequest) -> QuerySet[Membership]:
    """The members of the viewer's organization, for those who may change them (B3 row 5)."""
    request.viewer.need(Act.RUN_ORGANIZATION)
    return Membership.objects.filter(organization=request.viewer.organization).select_related(
        "user", "organization"
    )


def _member(request: ViewerRequest, pk: int) -> Membership:
    return get_object_or_404(_members(request), pk=pk)
