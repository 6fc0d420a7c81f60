"""What is pressed in the logs: replay a webhook, send an update again, discard either (H7, P19)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from candidates.entrance import posted
from candidates.forms import Confirm
from integrations import visibility
from integrations.logs import acts
from integrations.logs.acts import CannotAct
from integrations.models import AtsUpdate, Connection, Delivery
from integrations.views.places import connection_page
from portal.entrance import organization_page
from portal.permissions import Act
from portal.viewers import ViewerRequest


@require_POST
@organization_page
def replay(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """Work on a webhook anew."""
    found, delivery = _webhook(request, pk, row)
    _carry_out(
        request,
        lambda: acts.replay(delivery, request.viewer.user),
        "The webhook is worked on anew now. What it did before it does not do twice.",
    )
    return _to("log_webhook", found, row)


@require_POST
@organization_page
def resend(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """Send an update again by hand."""
    found, update = _update(request, pk, row)
    _carry_out(
        request,
        lambda: acts.resend(update, request.viewer.user),
        "The update goes out again now.",
    )
    return _to("log_update", found, row)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def discard_webhook(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """Leave a parked webhook as it is for good, after a page that says what that means."""
    found, delivery = _webhook(request, pk, row)
    return _discard(request, found, delivery, "log_webhook", "webhook")


@require_http_methods(["GET", "HEAD", "POST"])
@organization_page
def discard_update(request: ViewerRequest, pk: int, row: int) -> HttpResponse:
    """Leave an update that was given up or parked as it is for good."""
    found, update = _update(request, pk, row)
    return _discard(request, found, update, "log_update", "update")


def _discard(
    request: ViewerRequest, found: Connection, row: Delivery | AtsUpdate, back: str, noun: str
) -> HttpResponse:
    form = Confirm(posted(request))
    if form.is_valid():
        _carry_out(
            request,
            lambda: acts.discard(row, request.viewer.user),
            f"The {noun} is discarded. It can still be sent on by hand from its page.",
        )
        return _to(back, found, row.pk)
    facts = {"row": row, "form": form, "noun": noun, "back": back}
    return connection_page(request, f"{back}s", "integrations/logs/discard.html", found, **facts)


def _carry_out(request: ViewerRequest, act: Callable[[], None], done: str) -> None:
    """Do it, and say what came of it."""
    try:
        act()
    except CannotAct as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)


def _webhook(request: ViewerRequest, pk: int, row: int) -> tuple[Connection, Delivery]:
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    known = Delivery.objects.select_related("connection")
    return found, get_object_or_404(known, pk=row, connection=found)


def _update(request: ViewerRequest, pk: int, row: int) -> tuple[Connection, AtsUpdate]:
    found = visibility.connection_for(request.viewer, pk, Act.RUN_INTEGRATIONS)
    known = AtsUpdate.objects.select_related("application__connection")
    return found, get_object_or_404(known, pk=row, application__connection=found)


def _to(name: str, found: Connection, row: int) -> HttpResponse:
    return redirect(name, slug=found.organization.slug, pk=found.pk, row=row)
