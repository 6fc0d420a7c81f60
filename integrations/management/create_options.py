"""What `connection create` takes: its options, its help for each vendor, secrets from stdin."""

import sys
from argparse import Action, ArgumentParser, Namespace
from getpass import getpass
from typing import Any

from integrations.connectors import CONNECTORS
from integrations.setup.setting import Setting

FROM_STDIN = "-"


class VendorHelp(Action):
    """Shows how `create` is called, and the names that a vendor's `--set` takes."""

    def __call__(
        self, parser: ArgumentParser, chosen: Namespace, vendor: Any, option: str | None = None
    ) -> None:
        parser.print_help()
        wanted = vendor or getattr(chosen, "vendor", None)
        for slug in [wanted] if wanted in CONNECTORS else CONNECTORS:
            sys.stdout.write(f"\n{CONNECTORS[slug].name}: names for --set\n")
            for setting in CONNECTORS[slug].settings:
                sys.stdout.write(f"  {setting.name:<18} {_about(setting)}\n")
        parser.exit()


def add_create(acts: Any) -> None:
    """Add `create` to the acts of the command `connection`."""
    create = acts.add_parser(
        "create",
        help="connect an ATS for a group; prints the addresses to register there",
        description="Connect an ATS for a group; prints the addresses to register there.",
        add_help=False,
    )
    create.add_argument(
        "-h", "--help", nargs="?", metavar="VENDOR", action=VendorHelp,
        help="show this, and the names of the vendor's settings",
    )  # fmt: skip
    create.add_argument("vendor", choices=list(CONNECTORS))
    create.add_argument("--organization", required=True, metavar="SLUG")
    create.add_argument("--group", required=True, metavar="SLUG")
    create.add_argument("--base-url", default="", metavar="URL", help="the API, if not the usual")
    create.add_argument("--auth-url", default="", metavar="URL", help="sign-in, if not the usual")
    create.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", type=_pair,
        help="a setting; the value “-” is read from standard input, a line each",
    )  # fmt: skip
    create.add_argument(
        "--set-stdin", action="append", dest="set", metavar="NAME",
        type=lambda name: (name, FROM_STDIN), help="a setting read from standard input",
    )  # fmt: skip
    create.add_argument(
        "--fallback-recruiter", default="", metavar="EMAIL",
        help="who recruits where the ATS's recruiter has no account here",
    )  # fmt: skip
    create.add_argument("--name", default="", help="what the connection is called here")


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


def read_value(name: str, value: str) -> tuple[str, str]:
    """A setting as it was given, its value read from standard input where that was asked."""
    if value != FROM_STDIN:
        return name, value
    if sys.stdin.isatty():
        return name, getpass(f"{name}: ")
    return name, sys.stdin.readline().rstrip("\r\n")


def _about(setting: Setting) -> str:
    notes = [
        "required" if setting.required else "",
        "secret" if setting.secret else "",
        "made here unless given" if setting.generated else "",
        f"one of {', '.join(setting.choices)}" if setting.choices else "",
        f"preset: {setting.preset}" if setting.preset else "",
    ]
    said = ", ".join(note for note in notes if note)
    return f"{setting.title}{f' ({said})' if said else ''}. {setting.help}".strip()
