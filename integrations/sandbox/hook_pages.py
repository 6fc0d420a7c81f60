"""Webhooks as the customer sets them up: one event, one address, one secret each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from integrations.sandbox import settings_pages
from integrations.sandbox.forms import HookForm
from integrations.sandbox.models import Hook
from integrations.sandbox.vendor import Vendor


@require_POST
def add(request: HttpRequest, vendor: Vendor) -> HttpResponse:
    """Set up a webhook, and try it where the vendor does."""
    form = HookForm(vendor.events, request.POST, instance=Hook(vendor=vendor.slug))
    if form.is_valid():
        return _saved(request, vendor, form, "set up")
    return settings_pages.shown(request, vendor, hook_form=form)


def edit(request: HttpRequest, vendor: Vendor, pk: int) -> HttpResponse:
    """Change or remove a webhook."""
    hook = get_object_or_404(Hook, vendor=vendor.slug, pk=pk)
    if "remove" in request.POST:
        hook.delete()
        messages.success(request, "The webhook is removed.")
        return redirect(f"sandbox:{vendor.slug}:settings")
    form = HookForm(vendor.events, request.POST or None, instance=hook)
    if form.is_valid():
        return _saved(request, vendor, form, "saved")
    return render(request, "sandbox/hook.html", {"form": form, "hook": hook})


def _saved(request: HttpRequest, vendor: Vendor, form: HookForm, done: str) -> HttpResponse:
    on_its_way = ", and a ping is on its way" if vendor.ping(form.save()) else ""
    messages.success(request, f"The webhook is {done}{on_its_way}.")
    return redirect(f"sandbox:{vendor.slug}:settings")
