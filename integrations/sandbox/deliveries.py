"""Sending webhooks from their rows: claim, send, keep the answer, try again on schedule."""

from datetime import timedelta

import requests
from django.db import transaction
from django.db.models import Func
from django.utils import timezone

from integrations.sandbox.models import Account, Delivery, DeliveryState
from integrations.sandbox.records import stamp
from integrations.sandbox.vendor import Vendor
from integrations.sandbox.vendors import VENDORS

TIMEOUT = 10
LEASE = timedelta(seconds=60)
KEPT = 2000


def deliver_due(limit: int = 100) -> int:
    """Send what is due, oldest first, at most `limit`; returns how many were sent."""
    sent = 0
    while sent < limit:
        delivery = _claim()
        if delivery is None:
            break
        vendor = VENDORS[delivery.hook.vendor]
        _settle(vendor, delivery, *_send(vendor, delivery))
        sent += 1
    return sent


@transaction.atomic
def _claim() -> Delivery | None:
    """Take one due row for a minute; a process that dies gives it back by doing nothing."""
    now = Func(function="clock_timestamp")
    due = Delivery.objects.filter(
        hook__vendor__in=VENDORS, hook__disabled=False, state=DeliveryState.WAITING, due_at__lte=now
    )
    delivery = (
        due.select_related("hook")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "pk")
        .first()
    )
    if delivery:
        delivery.due_at = timezone.now() + LEASE
        delivery.attempts += 1
        delivery.save(update_fields=["due_at", "attempts"])
    return delivery


def _send(vendor: Vendor, delivery: Delivery) -> tuple[int | None, str]:
    """The answer's status (None when none came) and its first words."""
    secret = delivery.hook.secret + ("?" if delivery.bad_signature else "")
    headers, body = vendor.message(delivery, secret)
    try:
        answer = requests.post(
            delivery.hook.url,
            data=body.encode(),
            headers={"Content-Type": "application/json", "User-Agent": vendor.name} | headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        return None, str(problem)[:KEPT]
    return answer.status_code, answer.text[:KEPT].replace("\x00", "")


def _settle(vendor: Vendor, delivery: Delivery, status: int | None, text: str) -> None:
    """A failed ping disables its hook; other failures wait their turn, if there is one left."""
    delivery.answers.append({"at": stamp(), "status": status, "answer": text})
    if vendor.accepts(status, ping=delivery.ping):
        delivery.state = DeliveryState.DELIVERED
    elif delivery.ping:
        delivery.state = DeliveryState.GAVE_UP
        delivery.hook.disabled = True
        delivery.hook.save(update_fields=["disabled"])
    elif delivery.attempts >= len(vendor.schedule) or not vendor.tries_again(status):
        delivery.state = DeliveryState.GAVE_UP
    else:
        scale = Account.objects.get(vendor=vendor.slug).retry_scale
        wait = timedelta(seconds=vendor.schedule[delivery.attempts] * scale)
        delivery.due_at = delivery.first_due_at + wait
    delivery.save(update_fields=["answers", "state", "due_at"])
