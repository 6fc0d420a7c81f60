"""Prints the guided set-up of a vendor as `docs/connectors/<vendor>.md` has it; no database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from integrations.connectors import CONNECTORS
from integrations.setup.guide import documented


class Command(BaseCommand):
    help = "Print the steps of a vendor's guided set-up, as its page in docs/connectors has them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("vendor", choices=list(CONNECTORS))

    def handle(self, *args: Any, **options: Any) -> None:
        connector = CONNECTORS[options["vendor"]]
        self.stdout.write(documented(connector.guide, connector.titles()))
