"""Run inside the running stack's surroundings: Acme with its people and roles, all connections."""

import json
import sys
from datetime import timedelta

from django.utils import timezone

from integrations import connections
from integrations.demo import people, roles
from portal.models import Group
from portal.scope import inside
from tests.faults.vendor import Vendor
from tests.faults.vendors import VENDORS


def main(base_url: str) -> None:
    """Make everything, and print the address of each vendor's webhooks."""
    acme, _ = people.load()
    with inside(acme):
        roles.load(acme)
        group = acme.groups.get(slug="engineering")
        webhooks = {slug: _connect(vendor, group, base_url) for slug, vendor in VENDORS.items()}
    sys.stdout.write(json.dumps(webhooks))


def _connect(vendor: Vendor, group: Group, base_url: str) -> str:
    connection = connections.create(
        vendor.slug,
        group,
        name=vendor.slug,
        base_url=base_url + vendor.base_path,
        auth_url=base_url + vendor.auth_path if vendor.auth_path else "",
        values=dict(vendor.values),
    )
    later = timezone.now() + timedelta(days=1)  # the run is about events, not about the sync
    connection.active, connection.next_sync_at, connection.next_check_at = True, later, later
    connection.save()
    return connections.addresses(connection)["webhook"]


if __name__ == "__main__":
    main(sys.argv[1])
