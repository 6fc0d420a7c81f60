"""The customer's own settings: credential, scopes, limits, webhooks, custom fields."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from integrations.sandbox.greenhouse import events
from integrations.sandbox.greenhouse.forms import AccountForm, HookForm
from integrations.sandbox.greenhouse.store import VENDOR, account, store
from integrations.sandbox.models import Account, Hook


def page(request: HttpRequest) -> HttpResponse:
    """Everything a customer's administrator sets."""
    form = AccountForm(request.POST or None, instance=account())
    if form.is_valid():
        form.save()
        messages.success(request, "The settings are saved.")
        return redirect("sandbox:greenhouse:settings")
    return render(request, "sandbox/settings.html", _shown(form, HookForm()))


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """End every access token that was given out."""
    Account.objects.filter(vendor=VENDOR).update(token_generation=F("token_generation") + 1)
    messages.success(request, "Every token is revoked; the next call must fetch a new one.")
    return redirect("sandbox:greenhouse:settings")


@require_POST
def add_hook(request: HttpRequest) -> HttpResponse:
    """Set up a webhook; a ping goes out at once."""
    form = HookForm(request.POST, instance=Hook(vendor=VENDOR))
    if form.is_valid():
        events.ping(form.save())
        messages.success(request, "The webhook is set up, and a ping is on its way.")
        return redirect("sandbox:greenhouse:settings")
    return render(request, "sandbox/settings.html", _shown(AccountForm(instance=account()), form))


def edit_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or remove a webhook; every change pings, and a failed ping disables it."""
    hook = get_object_or_404(Hook, vendor=VENDOR, pk=pk)
    if "remove" in request.POST:
        hook.delete()
        messages.success(request, "The webhook is removed.")
        return redirect("sandbox:greenhouse:settings")
    form = HookForm(request.POST or None, instance=hook)
    if form.is_valid():
        events.ping(form.save())
        messages.success(request, "The webhook is saved, and a ping is on its way.")
        return redirect("sandbox:greenhouse:settings")
    return render(request, "sandbox/hook.html", {"form": form, "hook": hook})


@require_POST
def switch_field(request: HttpRequest, number: int) -> HttpResponse:
    """Retire a custom field, or bring it back."""
    field = store.find("custom_fields", number)
    if field is None:
        raise Http404
    store.change(field, active=not field["active"])
    word = "active again" if field["active"] else "retired"
    messages.success(request, f"{field['name']} is {word}.")
    return redirect("sandbox:greenhouse:settings")


def _shown(form: AccountForm, hook_form: HookForm) -> dict[str, object]:
    return {
        "form": form,
        "hook_form": hook_form,
        "hooks": Hook.objects.filter(vendor=VENDOR).order_by("event"),
        "fields": store.rows("custom_fields"),
    }
