"""The pages that change a connection's key and settings, or delete its key for good (K10)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from candidates.entrance import posted
from integrations import connections, visibility
from integrations.forms import ConnectionKey, DeleteKey
from integrations.models import AtsUpdate, Connection
from integrations.views.places import HERE
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page

form_page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@form_page
@organization_page
def replace_key(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put new keys over the old ones, and change settings (K10, K11)."""
    found = _connected(request, pk)
    if found.disconnected_at:
        return _gone(request, found)
    form = ConnectionKey(posted(request), found)
    if form.is_valid():
        try:
            connections.change(found, form.values())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Saved. The connection is being tested.")
            address = reverse("connection", args=[found.organization.slug, found.pk])
            return redirect(f"{address}?asked={int(timezone.now().timestamp())}")
    return page(request, HERE, "integrations/key.html", form=form, connection=found)


@form_page
@organization_page
def delete_key(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what deleting the key does, ask for the connection's name, and do it (K10, P61)."""
    found = _connected(request, pk)
    if found.disconnected_at:
        return _gone(request, found)
    form = DeleteKey(posted(request), found)
    if form.is_valid():
        parked = connections.delete_key(found)
        messages.success(request, f"The key of {found} is deleted; {parked} updates are parked.")
        return redirect("connection", slug=found.organization.slug, pk=found.pk)
    waiting = AtsUpdate.objects.filter(AtsUpdate.OPEN, application__connection=found).count()
    facts = {"form": form, "connection": found, "waiting": waiting}
    return page(request, HERE, "integrations/delete_key.html", **facts)


def _connected(request: ViewerRequest, pk: int) -> Connection:
    return visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)


def _gone(request: ViewerRequest, found: Connection) -> HttpResponse:
    messages.warning(request, f"The key of {found} is deleted. Make a new connection instead.")
    return redirect("connection", slug=found.organization.slug, pk=found.pk)
