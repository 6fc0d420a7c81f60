"""Who may follow candidacies, as an ATS offers them, and who was chosen there (J5)."""

import logging

from django.db.models.functions import Now

from candidates import people
from integrations import recruiters, switches
from integrations.capabilities import Capability
from integrations.connectors import CONNECTORS
from integrations.models import Connection
from integrations.vocabulary import Applicant
from portal.models import Group, Organization, User
from portal.scope import inside
from portal.wakeups import wake

log = logging.getLogger(__name__)


def offered(connection: Connection) -> tuple[str, ...]:
    """The e-mails of the people who may follow.

    Connections of other groups to the same ATS keep the same list, so all their people are in it.
    """
    same = Connection.objects.filter(
        vendor=connection.vendor, base_url=connection.base_url, disconnected_at=None
    )
    groups = Group.objects.filter(pk__in=same.values("group"))
    return tuple(sorted(user.email for user in people.followers(*groups)))


def mark_changed(organization: Organization) -> None:
    """Have the list pushed anew wherever an ATS keeps one of this organization's people."""
    offering = [
        slug
        for slug, connector in CONNECTORS.items()
        if connector.capabilities[Capability.FOLLOWER_LIST].offered
    ]
    with inside(organization):
        keeping = Connection.objects.filter(vendor__in=offering, active=True)
        if keeping.update(options_due_at=Now()):
            wake("integrations.tasks.push_options")


def chosen(connection: Connection, applicant: Applicant) -> list[User]:
    """The people chosen in the ATS to follow; those who may not are passed over."""
    if not (applicant.followers and switches.is_on(connection, Capability.FOLLOWER_LIST)):
        return []
    able = recruiters.follower_accounts(connection, list(applicant.followers))
    if left := len(applicant.followers) - len(able):
        log.info("%s chosen followers of %s may not follow", left, applicant.application)
    return able
