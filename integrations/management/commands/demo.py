"""Loads the demo world, or prints where to find it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from integrations.demo import people, world


class Command(BaseCommand):
    """The demo's own command; `make demo` calls it."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--load", action="store_true", help="load what is not there yet")
        parser.add_argument("--addresses", action="store_true", help="print addresses and logins")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO and settings.SANDBOX):
            raise CommandError("This is not a demo. Run `make demo`, or set DEMO=1 and SANDBOX=1.")
        if options["load"]:
            world.load()
        if options["addresses"]:
            world.connect()
            self.stdout.write(addresses())


def addresses() -> str:
    """The four addresses and four logins a visitor needs."""
    site = settings.SITE_URL
    places = (
        ("Portal", f"{site}/"),
        ("Sandbox", f"{site}/sandbox/"),
        ("Outbox", f"{site}/outbox/"),
        ("Integration", f"{site}/organizations/acme/integration/"),
    )
    lines = ["", "Liaison's demo is ready.", ""]
    lines += [f"  {name:<12} {address}" for name, address in places]
    lines += ["", f"Sign in with the password {people.PASSWORD} as", ""]
    lines += [f"  {login.title:<12} {login.email}" for login in people.LOGINS]
    lines += ["", "The demo asks for no second factor. Ctrl-C ends everything.", ""]
    return "\n".join(lines)
