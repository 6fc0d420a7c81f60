"""The customer's own settings: credential, grants, limits, webhooks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from integrations.sandbox.forms import AccountForm, HookForm
from integrations.sandbox.models import Account, Hook
from integrations.sandbox.vendor import Vendor


def page(request: HttpRequest, vendor: Vendor) -> HttpResponse:
    """Everything a customer's administrator sets."""
    form = _form(vendor, request)
    if form.is_valid():
        form.save()
        messages.success(request, "The settings are saved.")
        return redirect(f"sandbox:{vendor.slug}:settings")
    return shown(request, vendor, form=form)


def shown(
    request: HttpRequest,
    vendor: Vendor,
    *,
    form: AccountForm | None = None,
    hook_form: HookForm | None = None,
) -> HttpResponse:
    """The page with these forms; a vendor may have a template of its own for it."""
    context = {
        "form": form or _form(vendor),
        "hook_form": hook_form or HookForm(vendor.events),
        "hooks": Hook.objects.filter(vendor=vendor.slug).order_by("event"),
    }
    templates = [f"sandbox/{vendor.slug}/settings.html", "sandbox/settings.html"]
    return render(request, templates, context | vendor.more_settings())


def _form(vendor: Vendor, request: HttpRequest | None = None) -> AccountForm:
    account = Account.objects.get(vendor=vendor.slug)
    data = request.POST if request and request.method == "POST" else None
    return vendor.account_form(vendor.scopes, data, instance=account)
