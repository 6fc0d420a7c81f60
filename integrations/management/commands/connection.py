"""Lists, creates, tests, syncs, pauses and disconnects the connections to ATSs."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from candidates.people import recruiters
from integrations import connections, health, switches, sync
from integrations.connectors import CONNECTORS
from integrations.management.create_options import add_create, read_value
from integrations.models import Connection, SyncRun, SyncState
from portal.models import Group, User
from portal.scope import everywhere, inside

LOOK_EVERY = 0.2  # seconds between two looks at a sync that another worker runs


class Command(BaseCommand):
    help = "List, create, test, sync, pause and disconnect the connections to ATSs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        everything = acts.add_parser("list", help="list connections and how they are")
        everything.add_argument("--organization", metavar="SLUG", help="only those of this one")
        add_create(acts)
        for act, text in (
            ("check", "try each capability now; exit 1 if one is red"),
            ("sync", "compare jobs, people, stages and states with the ATS"),
            ("pause", "stop syncs and posts; webhooks are kept"),
            ("resume", "go on; what waited goes out"),
            ("delete-key", "delete the key for good; this cannot be undone"),
        ):
            known = acts.add_parser(act, help=text, description=f"{text.capitalize()}.")
            known.add_argument("id", type=int, help="the connection's id, as `list` shows it")
        acts.choices["sync"].add_argument(
            "--wait", action="store_true", help="run it here, and print what it found"
        )
        acts.choices["delete-key"].add_argument(
            "--confirm", metavar="NAME", required=True, help="the connection's name, to confirm"
        )
        for known in acts.choices.values():
            known.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with everywhere():
                self._act(options)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        except Error as problem:
            raise CommandError(f"The database does not answer as it should: {problem}") from problem

    def _act(self, options: dict[str, Any]) -> None:
        acts: dict[str, Callable[..., None]] = {
            "check": self._check, "sync": self._sync, "pause": self._pause,
            "resume": self._resume, "delete-key": self._delete_key,
        }  # fmt: skip
        if options["act"] == "list":
            self._list(options)
        elif options["act"] == "create":
            self._create(options)
        else:
            connection = _connection(options["id"])
            with inside(connection.organization_id):
                acts[options["act"]](connection, options)

    def _list(self, options: dict[str, Any]) -> None:
        found = Connection.objects.select_related("organization", "group")
        found = found.prefetch_related("proofs").order_by("pk")
        if options["organization"]:
            found = found.filter(organization__slug=options["organization"])
        facts = [_facts(connection) for connection in found]
        lines = [
            "{id:>4}  {vendor}  {organization}/{group}  {name}: {status}. {reason}".format(**each)
            for each in facts
        ]
        self._print(options, facts, lines or ["There is no connection yet."])

    def _create(self, options: dict[str, Any]) -> None:
        group = _group(options["organization"], options["group"])
        values = dict(read_value(name, value) for name, value in options["set"])
        with inside(group.organization_id):
            connection = connections.create(
                options["vendor"],
                group,
                base_url=options["base_url"],
                auth_url=options["auth_url"],
                values=values,
                name=options["name"],
                fallback_recruiter=_recruiter(group, options["fallback_recruiter"]),
            )
        made = {
            name: connection.secrets[name]
            for name, setting in CONNECTORS[connection.vendor].settings_by_name().items()
            if setting.generated and name not in values
        }
        facts = _facts(connection)
        facts |= {"addresses": connections.addresses(connection), "generated": made}
        self._print(options, facts, _created(connection, made))

    def _check(self, connection: Connection, options: dict[str, Any]) -> None:
        if connection.disconnected_at:
            raise CommandError("Its key was deleted. Create a new connection.")
        proofs = health.check(connection)
        connection = _connection(connection.pk)
        whole = len(proofs) == len(switches.in_use(connection))
        facts = _facts(connection) | {
            "ok": whole and all(proof.ok for proof in proofs),
            "proofs": [
                {"capability": proof.capability, "ok": proof.ok, "tried": proof.tried,
                 "remedy": proof.remedy} for proof in proofs
            ],
        }  # fmt: skip
        lines = [
            f"{'ok ' if proof.ok else 'RED'}  {proof.capability:<18} {proof.tried} {proof.remedy}"
            for proof in proofs
        ]
        if not whole:
            lines.append(f"The test was broken off: {_why(connection)}")
        self._print(options, facts, lines)
        if not facts["ok"]:
            sys.exit(1)

    def _sync(self, connection: Connection, options: dict[str, Any]) -> None:
        try:
            run = sync.start(connection)
        except sync.CannotSync as problem:
            raise CommandError(str(problem)) from problem
        while options["wait"] and run.state == SyncState.RUNNING:
            sync.run_due()
            run.refresh_from_db()
            if run.state == SyncState.RUNNING:
                time.sleep(LOOK_EVERY)
        names = ("state", "seen", "changed", "ignored", "failed", "error")
        facts = {"run": run.pk, **{name: getattr(run, name) for name in names}}
        self._print(options, facts, [_told(run)])
        if run.state == SyncState.FAILED:
            sys.exit(1)

    def _pause(self, connection: Connection, options: dict[str, Any]) -> None:
        connections.pause(connection)
        self._print_condition(connection, options)

    def _resume(self, connection: Connection, options: dict[str, Any]) -> None:
        connections.resume(connection)
        self._print_condition(connection, options)

    def _delete_key(self, connection: Connection, options: dict[str, Any]) -> None:
        if options["confirm"] != connection.name:
            raise CommandError(
                f"Nothing was deleted. To confirm, give the name: --confirm “{connection.name}”."
            )
        parked = connections.delete_key(connection)
        text = connections.deleted_in_words(connection, parked)
        self._print(options, {"id": connection.pk, "parked": parked}, [text])

    def _print_condition(self, connection: Connection, options: dict[str, Any]) -> None:
        facts = _facts(_connection(connection.pk))
        self._print(options, facts, ["{name}: {status}. {reason}".format(**facts)])

    def _print(self, options: dict[str, Any], facts: Any, lines: Sequence[str]) -> None:
        text = json.dumps(facts, indent=2) if options["json"] else "\n".join(lines)
        self.stdout.write(text)


def _connection(pk: int) -> Connection:
    found = Connection.objects.select_related("organization", "group").filter(pk=pk).first()
    if found is None:
        raise CommandError(f"There is no connection {pk}. `connection list` shows them.")
    return found


def _group(organization: str, group: str) -> Group:
    found = Group.objects.select_related("organization").filter(
        organization__slug=organization, slug=group
    )
    if not found:
        known = Group.objects.order_by("organization__slug", "slug")
        names = ", ".join(f"{each.organization.slug}/{each.slug}" for each in
                          known.select_related("organization")[:20])  # fmt: skip
        raise CommandError(
            f"There is no group {organization}/{group}. There are: {names or 'none'}."
        )
    return found[0]


def _recruiter(group: Group, email: str) -> User | None:
    if not email:
        return None
    found = recruiters(group).filter(email=email.strip().lower()).first()
    if found is None:
        raise CommandError(f"{email} cannot be a recruiter in {group}: see who can under People.")
    return found


def _facts(connection: Connection) -> dict[str, Any]:
    condition, reason = health.condition(connection)
    return {
        "id": connection.pk,
        "name": connection.name,
        "vendor": connection.vendor,
        "organization": connection.organization.slug,
        "group": connection.group.slug,
        "status": condition.value,
        "reason": reason,
    }


def _why(connection: Connection) -> str:
    return connection.problem or "the ATS could not be asked. Try again in a minute."


def _told(run: SyncRun) -> str:
    if run.state == SyncState.RUNNING:
        return f"Sync {run.pk} has begun; a worker runs it."
    counts = f"{run.seen} seen, {run.changed} changed, {run.ignored} ignored, {run.failed} failed"
    return f"Sync {run.pk} {run.get_state_display().lower()}: {counts}. {run.error}".strip()


def _created(connection: Connection, made: dict[str, str]) -> list[str]:
    titles = {endpoint.name: endpoint.title for endpoint in connection.connector.endpoints}
    lines = [f"Connection {connection.pk} is created: {connection}.", "Register in the ATS:"]
    lines += [
        f"  {titles[name]:<40} {address}"
        for name, address in connections.addresses(connection).items()
    ]
    if made:
        lines.append("Copy now, this is not shown again:")
        lines += [f"  {name:<40} {secret}" for name, secret in made.items()]
    return [*lines, f"Then run `manage.py connection check {connection.pk}`."]
