"""While the breaker is open, one worker at a time may try whether the ATS is back (P29)."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from integrations import health
from integrations.models import Connection
from portal.work import backoff


def take(connection: Connection) -> bool:
    """Whether this worker may call the ATS now.

    With the breaker closed every worker may. With it open the first to ask may, and nobody else
    before its answer or the usual pause.
    """
    connection.refresh_from_db(fields=["refusals"])
    if not health.is_probing(connection):
        return True
    due = Q(probe_at=None) | Q(probe_at__lte=Now())
    taken = Connection.objects.filter(due, pk=connection.pk)
    return taken.update(probe_at=Now() + pause(connection)) == 1


def pause(connection: Connection) -> timedelta:
    """How long others leave the ATS alone while one worker tries."""
    return min(backoff(connection.refusals), health.PROBE_PAUSE)
