"""Outages: begun by the first failure, ended by the first success with what had waited (K6)."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now

from integrations.models import AtsUpdate, Connection, Delivery, Outage


def begin(connection: Connection, reason: str) -> None:
    """Begin an outage unless one is open."""
    Outage.objects.bulk_create(
        [
            Outage(
                organization_id=connection.organization_id,
                connection=connection,
                reason=reason[:300],
            )
        ],
        ignore_conflicts=True,
    )


def end(connection: Connection) -> bool:
    """End the open outage, if there is one; what was sent since it began had waited as well."""
    going_on = Outage.objects.filter(connection=connection, ended_at=None)
    updates = AtsUpdate.objects.filter(
        AtsUpdate.OPEN | Q(sent_at__gte=OuterRef("began_at")),
        application__connection=OuterRef("connection"),
    )
    deliveries = Delivery.objects.filter(Delivery.OPEN, connection=OuterRef("connection"))
    ended = going_on.update(
        ended_at=Now(),
        waited_updates=_count(updates, "application__connection"),
        waited_deliveries=_count(deliveries, "connection"),
    )
    return bool(ended)


def _count(rows: QuerySet[AtsUpdate] | QuerySet[Delivery], path: str) -> Coalesce:
    counted = rows.order_by().values(path).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
