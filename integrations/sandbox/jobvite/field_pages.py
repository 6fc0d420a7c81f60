"""A custom field as the customer's administrator keeps it, by hand where the API may not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from integrations.sandbox.jobvite import fields
from integrations.sandbox.jobvite.forms import FieldForm
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.shown import Sheet


def page(request: HttpRequest, number: int) -> HttpResponse:
    """Change a field's code and options, retire it or bring it back."""
    field = store.find("fields", number)
    if field is None:
        raise Http404
    options = field["options"] or []
    form = FieldForm(request.POST or None, initial=field.data | {"options": "\n".join(options)})
    if form.is_valid():
        told = form.cleaned_data
        if field["fieldType"] == fields.TEXT:
            told["options"] = None
        store.change(field, **told)
        messages.success(request, f"{field['displayName']} is saved.")
        return redirect("sandbox:jobvite:settings")
    url = reverse("sandbox:jobvite:field", args=[number])
    sheet = Sheet("Custom field", form, url, "Save the field", primary=True)
    return render(request, "sandbox/jobvite/field.html", {"field": field, "sheets": [sheet]})
