"""The pages that change a connection's key and settings, or delete its key for good (K10)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from candidates.entrance import posted
from integrations import connections, switches, visibility
from integrations.models import AtsUpdate, Connection, Delivery
from integrations.setup.forms import ConnectionKey, DeleteKey
from integrations.setup.key_news import key_news
from integrations.views.places import connection_page, time_asked
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest

HERE = "connection_setup"
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
    if form.is_valid() and _changed(form, found):
        messages.success(request, "Saved. The connection is being tested.")
        address = reverse("connection_key", args=[found.organization.slug, found.pk])
        return redirect(f"{address}?asked={int(timezone.now().timestamp())}")
    news = key_news(found, time_asked(request))
    facts: dict[str, Any] = {"news": news, "poll": request.get_full_path() if news.goes_on else ""}
    facts["offered"] = len(switches.in_use(found))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "integrations/_key_news.html", {**facts, "connection": found})
    return connection_page(request, HERE, "integrations/key.html", found, form=form, **facts)


def _changed(form: ConnectionKey, found: Connection) -> bool:
    found.secrets_expire_on = form.cleaned_data["expires_on"]
    try:
        connections.change(found, form.values())
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True


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
        messages.success(request, connections.deleted_in_words(found, parked))
        return redirect("connection", slug=found.organization.slug, pk=found.pk)
    updates = AtsUpdate.objects.filter(AtsUpdate.OPEN, application__connection=found)
    deliveries = Delivery.objects.filter(Delivery.OPEN, connection=found)
    facts = {"form": form, "waiting": updates.count(), "unread": deliveries.count()}
    return connection_page(request, "connection", "integrations/delete_key.html", found, **facts)


def _connected(request: ViewerRequest, pk: int) -> Connection:
    return visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)


def _gone(request: ViewerRequest, found: Connection) -> HttpResponse:
    messages.warning(request, f"The key of {found} is deleted. Make a new connection instead.")
    return redirect("connection", slug=found.organization.slug, pk=found.pk)
