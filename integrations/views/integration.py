"""The Integration page, each connection's own page, and what is pressed there."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from integrations import connections, switches, sync, visibility
from integrations.capabilities import Capability
from integrations.forms import SwitchForm
from integrations.models import Connection
from integrations.views.places import HERE, connection_page, time_asked
from integrations.watch import checks
from integrations.watch.panels import Panel, panels
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page

POLL = 2  # seconds between two looks at a test or sync that runs


@require_safe
@organization_page
def integration(request: ViewerRequest) -> HttpResponse:
    """A panel for each connection: what works, proved, since when, and what to do (K4)."""
    request.viewer.need(Act.SEE_INTEGRATIONS)
    shown = panels(request.viewer, visibility.connections(request.viewer))
    facts: dict[str, Any] = {
        "panels": shown,
        "may_connect": request.viewer.may(Act.RUN_INTEGRATIONS),
    }
    return page(request, HERE, "integrations/integration.html", **facts)


@require_safe
@organization_page
def connection(request: ViewerRequest, pk: int) -> HttpResponse:
    """One connection alone; a page that polls gets its panel only."""
    found = visibility.connection_for(request.viewer, pk)
    [panel] = panels(
        request.viewer, Connection.objects.filter(pk=found.pk), test_asked=time_asked(request)
    )
    facts: dict[str, Any] = {"panel": panel, "poll": _poll(request, panel), "alone": True}
    if request.htmx:  # type: ignore[attr-defined]
        facts |= {"connection": found, "organization": request.viewer.organization}
        return render(request, "integrations/_panel.html", facts)
    return connection_page(request, "connection", "integrations/connection.html", found, **facts)


@require_POST
@organization_page
def sync_now(request: ViewerRequest, pk: int) -> HttpResponse:
    """Compare with the ATS now (K13)."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    try:
        sync.start(found, by=request.viewer.user)
    except sync.CannotSync as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"The sync of {found} has begun.")
    return _back(found)


@require_POST
@organization_page
def test(request: ViewerRequest, pk: int) -> HttpResponse:
    """Try every capability now (K3)."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    if found.paused_at or found.disconnected_at:
        messages.warning(request, f"{found} is paused or disconnected, so nothing is tried.")
        return _back(found)
    if found.probe_at and found.probe_at > timezone.now():
        vendor = found.connector.name
        messages.info(request, f"{vendor} asked us to wait until {found.probe_at:%H:%M} UTC; "
                      "the test follows then.")  # fmt: skip
    checks.ask(found)
    return _back(found, asked=True)


@require_POST
@organization_page
def pause(request: ViewerRequest, pk: int) -> HttpResponse:
    """Stop syncs and posts by hand (K12)."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    connections.pause(found)
    messages.success(request, f"{found} is paused. Webhooks are kept until you resume it.")
    return _back(found)


@require_POST
@organization_page
def resume(request: ViewerRequest, pk: int) -> HttpResponse:
    """Go on after a pause (K12)."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    connections.resume(found)
    messages.success(request, f"{found} goes on. What waited goes out now.")
    return _back(found, asked=True)


@require_POST
@organization_page
def switch(request: ViewerRequest, pk: int) -> HttpResponse:
    """Switch a capability on or off (K1)."""
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nothing was switched. Use the buttons of this page.")
        return _back(found)
    capability, on = form.asked
    try:
        discarded = switches.switch(found, capability, on=on, by=request.viewer.user)
    except switches.CannotSwitch as problem:
        messages.warning(request, str(problem))
        return _back(found)
    messages.success(request, _switched(capability, on, discarded))
    return _back(found, asked=on and found.active and not found.paused_at)


def _switched(capability: Capability, on: bool, discarded: int) -> str:
    """What came of a switch, in words."""
    if on:
        return f"Switched on: {capability.wording}. It is tested now."
    left = (
        f" {discarded} waiting update{'' if discarded == 1 else 's'} will not be sent."
        if discarded
        else ""
    )
    return f"Switched off: {capability.wording}. It does nothing until it is on again.{left}"


def _back(found: Connection, *, asked: bool = False) -> HttpResponse:
    """To the connection's page; after a test was asked for, to one that shows how far it is."""
    address = reverse("connection", args=[found.organization.slug, found.pk])
    return redirect(f"{address}?asked={int(timezone.now().timestamp())}" if asked else address)


def _poll(request: ViewerRequest, panel: Panel) -> str:
    """The address to look at again while something runs, else nothing."""
    running = panel.tested is not None or panel.is_syncing
    return request.get_full_path() if running else ""
