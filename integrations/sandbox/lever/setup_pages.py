"""What only Lever's administrators find in their settings: keys, tests, reruns, and a crowd."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from integrations.sandbox.lever import crowd, events, oauth
from integrations.sandbox.lever.forms import CrowdForm, KeyForm
from integrations.sandbox.lever.store import CONFIDENTIAL, VENDOR, account
from integrations.sandbox.models import Delivery, Hook


@require_POST
def new_key(request: HttpRequest) -> HttpResponse:
    """Replace the API key; access to confidential data is chosen here and nowhere else."""
    form = KeyForm(request.POST)
    customer = account()
    ordinary = [scope for scope in customer.scopes if scope != CONFIDENTIAL]
    chosen = form.is_valid() and form.cleaned_data["confidential"]
    customer.scopes = [*ordinary, *([CONFIDENTIAL] if chosen else [])]
    customer.settings["api_key"] = secrets.token_urlsafe(32)
    customer.save(update_fields=["scopes", "settings"])
    messages.success(request, "There is a new key. The old one ends at once.")
    return redirect("sandbox:lever:settings")


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Disconnect the application: every token ends."""
    oauth.revoke_all()
    messages.success(request, "Every token is revoked; the application must be authorized anew.")
    return redirect("sandbox:lever:settings")


@require_POST
def try_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """The Test button of a webhook."""
    events.trial(get_object_or_404(Hook, vendor=VENDOR, pk=pk))
    messages.success(request, "A test with empty data is on its way.")
    return redirect("sandbox:lever:settings")


@require_POST
def rerun(request: HttpRequest, pk: int) -> HttpResponse:
    """The Rerun button of a delivery."""
    events.rerun(get_object_or_404(Delivery, hook__vendor=VENDOR, pk=pk))
    messages.success(request, "The webhook is sent once more, as it was.")
    return redirect("sandbox:lever:settings")


@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """Many more opportunities on one posting."""
    form = CrowdForm(request.POST)
    if form.is_valid():
        crowd.gather(form.cleaned_data["count"])
        messages.success(request, f"{form.cleaned_data['count']} more people have applied.")
    else:
        messages.error(request, "Enter a number of people up to 2,000.")
    return redirect("sandbox:lever:settings")
