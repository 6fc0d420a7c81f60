"""Trouble on demand: which switched-on fault strikes which call or webhook."""

import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from integrations.sandbox.models import Fault, FaultKind

API = "api"  # the bucket of the calls that products make; others are for tokens and partners
OF_WEBHOOKS = (FaultKind.BAD_SIGNATURE, FaultKind.DUPLICATE, FaultKind.SHUFFLE)
OF_THE_API = tuple(kind for kind in FaultKind if kind not in OF_WEBHOOKS)
WORK_IS_DONE = (
    FaultKind.SLOW,
    FaultKind.TRUNCATED,
    FaultKind.DROPPED,
    FaultKind.HUGE,
    FaultKind.DRIP,
)


def active(vendor: str) -> QuerySet[Fault]:
    """Faults that can still strike, oldest first."""
    return Fault.objects.filter(
        Q(until=None) | Q(until__gt=timezone.now()), Q(left=None) | Q(left__gt=0), vendor=vendor
    ).order_by("pk")


def switch_on(vendor: str, kind: FaultKind, *, seconds: float | None = None, **how: Any) -> Fault:
    """Switch a fault on, for `seconds` if given."""
    if kind in OF_THE_API:
        how.setdefault("after_work", kind in WORK_IS_DONE)
    until = timezone.now() + timedelta(seconds=seconds) if seconds else None
    return Fault.objects.create(vendor=vendor, kind=kind, until=until, **how)


def strike(vendor: str, bucket: str, path: str, method: str, scope: str) -> Fault | None:
    """The first API fault that hits this call, if any; without a path it hits the API alone."""
    for fault in active(vendor).filter(kind__in=OF_THE_API):
        meant = fault.path in path if fault.path else bucket == API
        if not meant or fault.method not in ("", method):
            continue
        if fault.kind == FaultKind.FORBIDDEN and fault.scope not in ("", scope):
            continue
        if judge(fault):
            return fault
    return None


def strike_webhook(vendor: str, event: str) -> Iterable[Fault]:
    """Every webhook fault that hits this event; a path filter names the event here."""
    for fault in active(vendor).filter(kind__in=OF_WEBHOOKS):
        if fault.path in event and judge(fault):
            yield fault


@transaction.atomic
def judge(fault: Fault) -> bool:
    """Whether the fault strikes this time: by its seed and its turn, so a run can be repeated."""
    fresh = Fault.objects.select_for_update().filter(pk=fault.pk).first()
    if fresh is None or fresh.left == 0:
        return False
    hit = random.Random(f"{fresh.seed}:{fresh.judged}").random() < fresh.chance  # noqa: S311
    fresh.judged += 1
    if hit:
        fresh.struck += 1
        fresh.left = fresh.left - 1 if fresh.left else fresh.left
    fresh.save(update_fields=["judged", "struck", "left"])
    return hit
