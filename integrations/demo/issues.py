"""The issues of the demo's connection: those of its past outages, and a key that expires."""

from datetime import timedelta

from django.utils import timezone

from integrations import health
from integrations.models import Connection, Issue, IssueKind, Outage
from integrations.watch import symptoms
from portal.models import User

EXPIRES_IN = timedelta(days=45)


def load(connection: Connection, admin: User) -> None:
    """Make them once, with the outages there are; nobody is mailed of the past."""
    outages = Outage.objects.filter(connection=connection, ended_at__isnull=False)
    past = [_of_outage(connection, outage) for outage in outages]
    Issue.objects.bulk_create([*past, _snoozed(connection, admin)])


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
