"""Prints what each vendor's connector can do and how soon, read from the classes; no database."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from integrations.connectors import CONNECTORS


class Command(BaseCommand):
    help = "Print what each ATS can do here, and how soon; where it cannot, the vendor's reason."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON alone")

    def handle(self, *args: Any, **options: Any) -> None:
        found = capabilities()
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
            return
        for vendor, grades in found.items():
            self.stdout.write(vendor)
            for capability, grade in grades.items():
                reason = f"  {grade['reason']}" if grade["reason"] else ""
                self.stdout.write(f"  {capability:<18} {grade['grade']}{reason}")


def capabilities() -> dict[str, dict[str, dict[str, str]]]:
    """Every vendor's grade for each capability, by the names that JSON uses."""
    return {
        vendor: {
            capability.value: {"grade": grade.word, "reason": grade.reason}
            for capability, grade in connector.capabilities.items()
        }
        for vendor, connector in CONNECTORS.items()
    }
