"""The log: every call received, every webhook sent, every call to the assessment partner."""

import json
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
    """The same for tests, oldest first: `?after=` leaves out calls up to that id."""
    after = request.GET.get("after", "0")
    first = int(after) if after.isdecimal() else 0
    calls = Call.objects.filter(vendor=vendor.slug, pk__gt=first).order_by("pk")[:MOST]
    partner_calls = PartnerCall.objects.filter(vendor=vendor.slug).order_by("pk")[:MOST]
    deliveries = _deliveries(vendor).order_by("pk")[:MOST]
    return JsonResponse(
        {
            "calls": list(calls.values()),
            "deliveries": [_row(delivery) for delivery in deliveries],
            "partner_calls": list(partner_calls.values()),
        }
    )


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
