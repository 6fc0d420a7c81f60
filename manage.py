#!/usr/bin/env python3
"""Run a management command, on the embedded database where no DATABASE_URL is given."""

import os
import sys
from contextlib import nullcontext

NEED_NO_DATABASE = {"capabilities", "help", "--help", "version", "--version", "compilemessages"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    from portal.stack import postgres

    without = len(sys.argv) < 2 or sys.argv[1] in NEED_NO_DATABASE or "--help" in sys.argv
    with nullcontext() if without else postgres.ensure():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
