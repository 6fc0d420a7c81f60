"""How much waits for connections, counted for all of them at once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from integrations.models import AtsUpdate, Connection, Delivery
from portal.work import WorkState

STUCK = (WorkState.PARKED, WorkState.GAVE_UP)


@dataclass(frozen=True)
class Waiting:
    """How much waits for a connection, and how much nobody works on any more."""

    updates: int = 0
    stuck_updates: int = 0
    deliveries: int = 0
    stuck_deliveries: int = 0


def waiting_for(known: Sequence[Connection]) -> dict[int, Waiting]:
    """What waits for each of these connections."""
    updates = _counts(AtsUpdate.objects.filter(application__connection__in=known),
                      "application__connection")  # fmt: skip
    deliveries = _counts(Delivery.objects.filter(connection__in=known), "connection")
    return {
        one.pk: Waiting(
            updates[one.pk]["open"], updates[one.pk]["stuck"],
            deliveries[one.pk]["open"], deliveries[one.pk]["stuck"],
        )
        for one in known
    }  # fmt: skip


def _counts(rows: "QuerySet[AtsUpdate] | QuerySet[Delivery]", path: str) -> dict[int, Counter[str]]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    unfinished = rows.filter(AtsUpdate.OPEN | Q(state__in=STUCK))
    for connection, state, count in unfinished.values_list(path, "state").annotate(Count("pk")):
        counts[connection]["stuck" if state in STUCK else "open"] += count
    return counts
