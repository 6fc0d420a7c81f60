"""Says whether everything this installation stands on is well, and what to do where it is not."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from integrations import doctor


class Command(BaseCommand):
    help = (
        "Check database, migrations, worker, due rows, sealed keys, mail server and clocks; "
        "exit 1 with the remedy if something is wrong."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = list(doctor.run_checks())
        well = all(check.ok for check in checks)
        if options["json"]:
            found = {check.name: {"ok": check.ok, "text": check.text} for check in checks}
            self.stdout.write(json.dumps({"ok": well, "checks": found}, indent=2))
        else:
            for check in checks:
                self.stdout.write(f"{'ok   ' if check.ok else 'WRONG'} {check.name}: {check.text}")
        if not well:
            sys.exit(1)
