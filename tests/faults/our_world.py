"""Run inside the running stack's surroundings: Acme with its people and roles, a connection."""

import sys
from datetime import timedelta

import django


def main(base_url: str, recruiter_source: str) -> None:
    """Make everything, and print the webhook's address."""
    django.setup()
    sys.stdout.write(_connect(base_url, recruiter_source))


def _connect(base_url: str, recruiter_source: str) -> str:
    from django.utils import timezone

    from integrations import connections
    from integrations.demo import people, roles
    from integrations.sandbox.greenhouse.access import GREENHOUSE
    from portal.scope import inside

    acme, _ = people.load()
    with inside(acme):
        roles.load(acme)
        connection = connections.create(
            "greenhouse",
            acme.groups.get(slug="engineering"),
            name="Greenhouse",
            base_url=base_url + GREENHOUSE.base_path,
            auth_url=base_url + GREENHOUSE.auth_path,
            values={
                "client_id": GREENHOUSE.client_id,
                "client_secret": GREENHOUSE.client_secret,
                "user_id": str(GREENHOUSE.sub),
                "webhook_secret": GREENHOUSE.webhook_secret,
                "trigger_stage": GREENHOUSE.trigger_stage,
                "recruiter_source": recruiter_source,
            },
        )
        later = timezone.now() + timedelta(days=1)  # the run is about events, not about the sync
        connection.active, connection.next_sync_at, connection.next_check_at = True, later, later
        connection.save()
        return connections.addresses(connection)["webhook"]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
