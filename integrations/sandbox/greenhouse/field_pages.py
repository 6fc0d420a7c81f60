"""What only Greenhouse's customers set: tokens ended at once, custom fields retired."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from integrations.sandbox import asked
from integrations.sandbox.greenhouse.store import VENDOR, store
from integrations.sandbox.models import Account


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """End every access token that was given out."""
    Account.objects.filter(vendor=VENDOR).update(token_generation=F("token_generation") + 1)
    messages.success(request, "Every token is revoked; the next call must fetch a new one.")
    return redirect("sandbox:greenhouse:settings")


@require_POST
def switch_field(request: HttpRequest, number: int) -> HttpResponse:
    """Retire a custom field, or bring it back."""
    field = asked.row(store, "custom_fields", number)
    store.change(field, active=not field["active"])
    word = "active again" if field["active"] else "retired"
    messages.success(request, f"{field['name']} is {word}.")
    return redirect("sandbox:greenhouse:settings")
