"""Prepare the database for this version: its tables, the cache's, and in the demo its world."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """What runs before web and worker start; a second time changes nothing."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        loud = options["verbosity"]
        call_command("migrate", interactive=False, verbosity=loud, skip_checks=False)
        call_command("createcachetable", verbosity=loud)
        if settings.DEMO:
            call_command("demo", load=True)
