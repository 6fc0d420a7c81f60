"""The fault switches: a page for people and one address for tests."""

import json
from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from integrations.sandbox import faults
from integrations.sandbox.forms import FaultForm
from integrations.sandbox.models import Fault, FaultKind
from integrations.sandbox.vendor import Vendor

QUICK = tuple(
    (kind, f"{kind.label} for a minute")
    for kind in (FaultKind.TOO_MANY, FaultKind.SERVER_ERROR, FaultKind.SLOW, FaultKind.HTML)
)


def page(request: HttpRequest, vendor: Vendor) -> HttpResponse:
    """What is switched on, four quick switches, and a form for everything else."""
    if "off" in request.POST:
        Fault.objects.filter(vendor=vendor.slug).delete()
        messages.success(request, "Every fault is switched off.")
        return redirect(f"sandbox:{vendor.slug}:faults")
    form = FaultForm(request.POST or None)
    if form.is_valid():
        fault = form.switch_on(vendor.slug)
        messages.success(request, f"Switched on: {fault.get_kind_display()}.")
        return redirect(f"sandbox:{vendor.slug}:faults")
    shown = {"form": form, "faults": faults.active(vendor.slug), "quick": QUICK}
    return render(request, "sandbox/faults.html", shown)


@csrf_exempt
@require_http_methods(["GET", "POST", "DELETE"])
def control(request: HttpRequest, vendor: Vendor) -> JsonResponse:
    """The same as JSON: GET lists, POST switches one on, DELETE switches off (`?id=` one)."""
    if request.method == "POST":
        return _switch_on(request, vendor)
    if request.method == "DELETE":
        doomed = Fault.objects.filter(vendor=vendor.slug)
        chosen = request.GET.get("id")
        (doomed.filter(pk=chosen) if chosen else doomed).delete()
    return JsonResponse({"faults": [_row(fault) for fault in faults.active(vendor.slug)]})


def _switch_on(request: HttpRequest, vendor: Vendor) -> JsonResponse:
    try:
        said = json.loads(request.body)
    except ValueError:
        said = request.POST
    form = FaultForm(said)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    return JsonResponse(_row(form.switch_on(vendor.slug)), status=201)


def _row(fault: Fault) -> dict[str, Any]:
    return {"id": fault.pk, "until": fault.until} | model_to_dict(fault)
