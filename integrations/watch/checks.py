"""The cheap check of each connection every few minutes, spread out, and the one asked for."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from integrations import health, probes
from integrations.models import Connection
from portal.scope import everywhere, inside
from portal.wakeups import wake

LEASE = timedelta(minutes=2)


def ask(connection: Connection) -> None:
    """Have a worker test this connection now."""
    Connection.objects.filter(pk=connection.pk).update(next_check_at=Now())
    wake("integrations.tasks.check_connections")


def run_due() -> None:
    """Test each connection whose time has come, unless its vendor asked us to wait."""
    with everywhere():
        due = Connection.objects.filter(
            Q(probe_at=None) | Q(probe_at__lte=Now()),
            next_check_at__lte=Now(),
            paused_at=None,
            disconnected_at=None,
        )
        for connection in due.select_related("organization", "group"):
            with inside(connection.organization_id):
                _check(connection)


def _check(connection: Connection) -> None:
    """Test a connection that no other worker tests or tries now; the test plans the next one."""
    asked = Connection.objects.filter(pk=connection.pk, next_check_at=connection.next_check_at)
    if probes.take(connection) and asked.update(next_check_at=Now() + LEASE):
        health.check(connection)
