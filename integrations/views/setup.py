"""The pages that begin a connection: choose an ATS, say for which group (K3)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from candidates.entrance import posted
from integrations import connections, visibility
from integrations.capabilities import Capability
from integrations.connectors import CONNECTORS
from integrations.models import Connection
from integrations.setup.forms import NewConnection
from integrations.views.places import HERE
from portal.entrance import organization_page
from portal.models import Group
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page

NO_GROUP = "You act in no group yet. An organization admin can give you access to one."


@require_safe
@organization_page
def choose(request: ViewerRequest) -> HttpResponse:
    """The ATSs there are connectors for, and what each can do."""
    _groups(request)
    vendors = [
        (slug, vendor.name, [(each, vendor.capabilities[each]) for each in Capability])
        for slug, vendor in CONNECTORS.items()
    ]
    return page(request, HERE, "integrations/choose.html", vendors=vendors)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def new(request: ViewerRequest, vendor: str) -> HttpResponse:
    """Begin a connection; the steps of the set-up follow."""
    groups = _groups(request)
    if vendor not in CONNECTORS:
        raise Http404
    connector = CONNECTORS[vendor]
    form = NewConnection(posted(request), connector=connector, groups=groups)
    made = _draft(form, vendor) if form.is_valid() else None
    if made is None:
        facts = {"form": form, "vendor": connector.name, "steps": len(connector.guide)}
        return page(request, HERE, "integrations/new.html", **facts)
    first = made.connector.guide[0].name
    return redirect("connection_step", slug=made.organization.slug, pk=made.pk, step=first)


def _draft(form: NewConnection, vendor: str) -> Connection | None:
    asked = form.cleaned_data
    try:
        return connections.draft(
            vendor,
            asked["group"],
            base_url=asked["base_url"],
            auth_url=asked["auth_url"],
            name=asked["name"],
            fallback_recruiter=asked["fallback_recruiter"],
        )
    except ValidationError as problem:
        form.add_error(None, ValidationError(problem.messages))
        return None


def _groups(request: ViewerRequest) -> list[Group]:
    """The groups the viewer may connect an ATS for. Raises PermissionDenied when there are none."""
    request.viewer.need(Act.RUN_INTEGRATIONS)
    groups = list(visibility.groups_to_connect(request.viewer))
    if not groups:
        raise PermissionDenied(NO_GROUP)
    return groups
