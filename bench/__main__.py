"""`python -m bench`: measures on an empty database and prints one JSON object."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()


def main() -> int:
    """Migrate the database of DATABASE_URL, measure, print."""
    from django.conf import settings
    from django.core.management import call_command

    from bench import funnel, ingest

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    figures = {
        "measured_at": funnel.stamp(),
        "webhook_ingest": ingest.measure(),
        "active_funnel": funnel.measure(),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
