"""Webhooks out: which hooks hear of an event, and the rows that wait to be sent."""

import random
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from integrations.sandbox import faults
from integrations.sandbox.models import Delivery, FaultKind, Hook
from integrations.sandbox.records import next_number


def emit(
    vendor: str,
    event: str,
    body: str,
    event_id: str = "",
    hears: Callable[[Hook], bool] = lambda hook: True,
) -> list[Delivery]:
    """Leave a delivery for every enabled hook of this event, struck by the webhook faults.

    `hears` says which hooks hear of it where a vendor's hooks have conditions.
    """
    listening = Hook.objects.filter(vendor=vendor, event=event, disabled=False)
    return [
        delivery
        for hook in listening
        if hears(hook)
        for delivery in _deliveries(hook, body, event_id)
    ]


def try_out(hook: Hook, body: str, event_id: str = "") -> Delivery:
    """Leave a ping: a hook that does not answer it is disabled."""
    number = event_id or str(next_number())
    return Delivery.objects.create(hook=hook, event_id=number, body=body, ping=True)


def register(vendor: str, events: tuple[str, ...], url: str, secret: str) -> list[Hook]:
    """Set up one webhook for each event; again moves them to the url."""
    names = {event: f"Liaison {event}" for event in events}
    ours = Hook.objects.filter(vendor=vendor, name__in=names.values()).order_by("pk")
    ours.update(url=url, secret=secret)
    known = set(ours.values_list("event", flat=True))
    Hook.objects.bulk_create(
        Hook(vendor=vendor, event=event, name=name, url=url, secret=secret)
        for event, name in names.items()
        if event not in known
    )
    return list(ours)


def _deliveries(hook: Hook, body: str, event_id: str) -> list[Delivery]:
    copies, due_at, bad = 1, timezone.now(), False
    for fault in faults.strike_webhook(hook.vendor, hook.event):
        if fault.kind == FaultKind.DUPLICATE:
            copies = fault.copies
        elif fault.kind == FaultKind.SHUFFLE:
            turn = random.Random(f"{fault.seed}:{fault.judged}:due")  # noqa: S311
            due_at += timedelta(seconds=turn.uniform(0, fault.delay))
        else:
            bad = True
    number = event_id or str(next_number())
    waiting = [
        Delivery(
            hook=hook,
            event_id=number,
            body=body,
            bad_signature=bad,
            first_due_at=due_at,
            due_at=due_at,
        )
        for _ in range(copies)
    ]
    return Delivery.objects.bulk_create(waiting)
