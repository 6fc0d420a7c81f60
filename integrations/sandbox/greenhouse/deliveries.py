"""Sending webhooks from their rows: claim, send, keep the answer, try again on schedule."""

from datetime import timedelta

import requests
from django.db import transaction
from django.db.models import Func
from django.utils import timezone

from integrations.sandbox.greenhouse import events
from integrations.sandbox.greenhouse.store import VENDOR, account
from integrations.sandbox.models import Delivery, DeliveryState
from integrations.sandbox.records import stamp

SCHEDULE = (0, 60, 16 * 60, 76 * 60, 196 * 60, 436 * 60, 916 * 60)  # seconds after the first try
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
        _settle(delivery, *_send(delivery))
        sent += 1
    return sent


@transaction.atomic
def _claim() -> Delivery | None:
    """Take one due row for a minute; a process that dies gives it back by doing nothing."""
    now = Func(function="clock_timestamp")
    due = Delivery.objects.filter(
        hook__vendor=VENDOR, hook__disabled=False, state=DeliveryState.WAITING, due_at__lte=now
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


def _send(delivery: Delivery) -> tuple[int | None, str]:
    """The answer's status (None when none came) and its first words."""
    secret = delivery.hook.secret + ("?" if delivery.bad_signature else "")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Greenhouse",
        "Signature": events.signature(secret, delivery.body),
        "Greenhouse-Event-ID": delivery.event_id,
    }
    try:
        answer = requests.post(
            delivery.hook.url,
            data=delivery.body.encode(),
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        return None, str(problem)[:KEPT]
    return answer.status_code, answer.text[:KEPT].replace("\x00", "")


def _settle(delivery: Delivery, status: int | None, text: str) -> None:
    """Only 200 is a success. A failed ping disables its hook; other failures wait their turn."""
    delivery.answers.append({"at": stamp(), "status": status, "answer": text})
    if status == 200:
        delivery.state = DeliveryState.DELIVERED
    elif delivery.ping:
        delivery.state = DeliveryState.GAVE_UP
        delivery.hook.disabled = True
        delivery.hook.save(update_fields=["disabled"])
    elif delivery.attempts >= len(SCHEDULE):
        delivery.state = DeliveryState.GAVE_UP
    else:
        wait = SCHEDULE[delivery.attempts] * account().retry_scale
        delivery.due_at = delivery.first_due_at + timedelta(seconds=wait)
    delivery.save(update_fields=["answers", "state", "due_at"])
