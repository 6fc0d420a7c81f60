"""The log: every call received, every webhook sent, every call to the assessment partner."""

import json
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from integrations.sandbox.models import Call, Delivery, PartnerCall
from integrations.sandbox.vendor import Vendor

SHOWN, MOST = 100, 5000


def page(request: HttpRequest, vendor: Vendor) -> HttpResponse:
    """The newest hundred of each."""
    calls = Call.objects.filter(vendor=vendor.slug).order_by("-received_at", "-pk")[:SHOWN]
    deliveries = _deliveries(vendor).order_by("-pk")[:SHOWN]
    partner_calls = PartnerCall.objects.filter(vendor=vendor.slug).order_by("-pk")[:SHOWN]
    shown = {"calls": calls, "deliveries": deliveries, "partner_calls": partner_calls}
    return render(request, "sandbox/log.html", shown)


def as_json(request: HttpRequest, vendor: Vendor) -> JsonResponse:
    """The same for tests, oldest first; `?only=` asks for one list, `?method=` for some calls."""
    calls = Call.objects.filter(vendor=vendor.slug).order_by("pk")
    if method := request.GET.get("method"):
        calls = calls.filter(method=method.replace("\0", ""))
    partner_calls = PartnerCall.objects.filter(vendor=vendor.slug).order_by("pk")
    deliveries = _deliveries(vendor).order_by("pk")
    lists: dict[str, Callable[[], list[Any]]] = {
        "calls": lambda: list(calls[:MOST].values()),
        "deliveries": lambda: [_row(delivery) for delivery in deliveries[:MOST]],
        "partner_calls": lambda: list(partner_calls[:MOST].values()),
    }
    only = request.GET.get("only")
    return JsonResponse({name: read() for name, read in lists.items() if only in (None, name)})


def _deliveries(vendor: Vendor) -> QuerySet[Delivery]:
    return Delivery.objects.filter(hook__vendor=vendor.slug).select_related("hook")


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "event": delivery.hook.event,
        "url": delivery.hook.url,
        "event_id": delivery.event_id,
        "body": json.loads(delivery.body),
        "ping": delivery.ping,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "due_at": delivery.due_at,
        "answers": delivery.answers,
    }
