"""The past of the demo's first connection: outages, their issues, and a key that expires."""

from datetime import timedelta

from django.utils import timezone

from integrations import health
from integrations.models import Connection, Issue, IssueKind, Outage
from integrations.watch import symptoms
from portal.models import User

_OUTAGES = (
    # days ago, hour of the day, hours long, reason, updates and webhooks that waited
    (71, 3, 1.5, "Greenhouse answered 503.", 0, 1),
    (38, 14, 0.5, "Greenhouse did not answer within 30 seconds.", 3, 0),
    (9, 6, 2.0, "Greenhouse answered 502.", 5, 2),
)
EXPIRES_IN = timedelta(days=45)


def load(connection: Connection, by: str) -> None:
    """Make them once; nobody is mailed of the past.

    Args:
        by: the e-mail of the admin who knows that the key expires.
    """
    if connection.issues.exists():
        return
    outages = Outage.objects.bulk_create([_outage(connection, *row) for row in _OUTAGES])
    past = [_of_outage(connection, outage) for outage in outages]
    Issue.objects.bulk_create([*past, _snoozed(connection, User.objects.get(email=by))])


def _outage(
    connection: Connection,
    days: int,
    hour: int,
    hours: float,
    reason: str,
    updates: int,
    deliveries: int,
) -> Outage:
    began = (timezone.now() - timedelta(days=days)).replace(hour=hour, minute=12)
    return Outage(
        organization_id=connection.organization_id,
        connection=connection,
        began_at=began,
        ended_at=began + timedelta(hours=hours),
        reason=reason,
        waited_updates=updates,
        waited_deliveries=deliveries,
    )


def _of_outage(connection: Connection, outage: Outage) -> Issue:
    return Issue(
        organization_id=connection.organization_id,
        connection=connection,
        kind=IssueKind.OFFLINE,
        detail=outage.reason,
        remedy=symptoms.CLEARS_ITSELF,
        count=health.BREAKER,
        first_at=outage.began_at,
        last_at=outage.ended_at or outage.began_at,
        ended_at=outage.ended_at,
        settled_at=outage.ended_at,
    )


def _snoozed(connection: Connection, admin: User) -> Issue:
    """The key expires, and an admin knows it."""
    now = timezone.now()
    connection.secrets_expire_on = (now + EXPIRES_IN).date()
    connection.save(update_fields=["secrets_expire_on"])
    [problem] = symptoms.key_expires(connection, now)
    return Issue(
        organization_id=connection.organization_id,
        connection=connection,
        kind=problem.kind,
        detail=problem.detail,
        remedy=problem.remedy,
        step=problem.step,
        first_at=now - timedelta(days=15),
        snoozed_until=now + timedelta(days=15),
        snoozed_by=admin,
    )
