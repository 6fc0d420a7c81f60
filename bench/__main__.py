"""`python -m bench`: measures on a durable database of its own; a table, then JSON."""

import json
import os
import sys

import django

from portal.stack.postgres import Server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


def main() -> int:
    """Start a server, measure, print, and delete its data."""
    server = Server(f"test-{os.getpid()}")
    try:
        os.environ["DATABASE_URL"] = server.start()
        figures = _measure()
    finally:
        server.remove()
    for name, values in figures.items():
        sys.stdout.write(f"\n{name.replace('_', ' ')}\n")
        for what, value in values.items():
            sys.stdout.write(f"  {what.replace('_', ' '):<22}{value:>10}\n")
    sys.stdout.write(f"\n{json.dumps(figures)}\n")
    return 0


def _measure() -> dict[str, dict[str, float]]:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from bench import funnel, ingest

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("prepare", verbosity=0)
    figures = {"webhook_ingest": ingest.measure(), "active_funnel": funnel.measure()}
    connections.close_all()
    return figures


if __name__ == "__main__":
    sys.exit(main())
