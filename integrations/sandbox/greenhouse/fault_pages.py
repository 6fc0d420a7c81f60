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
from integrations.sandbox.greenhouse.forms import FaultForm
from integrations.sandbox.greenhouse.store import VENDOR
from integrations.sandbox.models import Fault, FaultKind

QUICK = tuple(
    (kind, f"{kind.label} for a minute")
    for kind in (FaultKind.TOO_MANY, FaultKind.SERVER_ERROR, FaultKind.SLOW, FaultKind.HTML)
)


def page(request: HttpRequest) -> HttpResponse:
    """What is switched on, four quick switches, and a form for everything else."""
    if "off" in request.POST:
        Fault.objects.filter(vendor=VENDOR).delete()
        messages.success(request, "Every fault is switched off.")
        return redirect("sandbox:greenhouse:faults")
    form = FaultForm(request.POST or None)
    if form.is_valid():
        fault = form.switch_on()
        messages.success(request, f"Switched on: {fault.get_kind_display()}.")
        return redirect("sandbox:greenhouse:faults")
    shown = {"form": form, "faults": faults.active(VENDOR), "quick": QUICK}
    return render(request, "sandbox/faults.html", shown)


@csrf_exempt
@require_http_methods(["GET", "POST", "DELETE"])
def control(request: HttpRequest) -> JsonResponse:
    """The same as JSON: GET lists, POST switches one on, DELETE switches off (`?id=` one)."""
    if request.method == "POST":
        return _switch_on(request)
    if request.method == "DELETE":
        doomed = Fault.objects.filter(vendor=VENDOR)
        chosen = request.GET.get("id")
        (doomed.filter(pk=chosen) if chosen else doomed).delete()
    return JsonResponse({"faults": [_row(fault) for fault in faults.active(VENDOR)]})


def _switch_on(request: HttpRequest) -> JsonResponse:
    try:
        said = json.loads(request.body)
    except ValueError:
        said = request.POST
    form = FaultForm(said)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    return JsonResponse(_row(form.switch_on()), status=201)


def _row(fault: Fault) -> dict[str, Any]:
    return {"id": fault.pk, "until": fault.until} | model_to_dict(fault)
