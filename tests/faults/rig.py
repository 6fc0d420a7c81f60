"""The stack on a durable database of its own, the toys on another, as separate machines are."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from portal.stack.__main__ import GUNICORN
from portal.stack.lifeline import lifeline
from portal.stack.places import CLONE
from portal.stack.postgres import Server
from tests.faults.mailbox import Mailbox, open_mailbox
from tests.faults.processes import Processes

READY_WITHIN = 120
HURRY = {"RETRY_SECONDS": "0.5", "LEASE_SECONDS": "15"}
MODULE = "tests.faults"
OPEN = "state NOT IN ('done', 'ignored', 'merged') ORDER BY id LIMIT 20"
OPEN_ROWS = (
    "SELECT now(), refusals, probe_at, key_refused_at, problem FROM integrations_connection",
    "SELECT name, beat_at FROM portal_heartbeat",
    "SELECT key, lock FROM django_q_ormq",
    "SELECT pid, objid, granted FROM pg_locks WHERE locktype = 'advisory'",
    "SELECT pid, state, backend_start, left(query, 80) FROM pg_stat_activity",
    *(
        f"SELECT id, state, attempts, strikes, next_attempt_at, error FROM {table} WHERE {OPEN}"
        for table in ("integrations_delivery", "integrations_atsupdate", "portal_mail")
    ),
)


@dataclass(frozen=True)
class Event:
    """A message of an ATS: somebody stands in the stage that invites."""

    vendor: str
    email: str
    names: list[str]  # how the vendor's calls name them
    headers: dict[str, str]
    body: str

    @property
    def about(self) -> str:
        """The first of the names, which stands for all."""
        return self.names[0]


@dataclass
class Rig:
    """What a fault run works on."""

    url: str
    webhooks: dict[str, str]  # by vendor
    ats_url: str
    ats_database: str
    events: list[Event]
    server: Server
    processes: Processes
    mailbox: Mailbox
    folder: Path
    programs: dict[str, int]  # whose CPU time is told

    def ask(self, statement: str, *values: object) -> list[Any]:
        """The rows that a statement returns on the stack's database."""
        return ask(str(self.server.running_url()), statement, *values)

    def keep_rows(self) -> None:
        """Write what is open into the run's folder, for whoever looks for the reason."""
        with (self.folder / "open-rows").open("a") as kept:
            for statement in OPEN_ROWS:
                kept.write(f"\n{statement}\n")
                kept.writelines(f"{row}\n" for row in self.ask(statement))

    def ask_ats(self, statement: str, *values: object) -> list[Any]:
        """The rows that a statement returns on the toys' database."""
        return ask(self.ats_database, statement, *values)


def ask(database: str, statement: str, *values: object) -> list[Any]:
    """The rows that a statement returns."""
    with closing(psycopg.connect(database, autocommit=True)) as connection:
        return connection.execute(statement, values or None).fetchall()


@contextmanager
def running_rig(folder: Path, events: int) -> Iterator[Rig]:
    """Start mail server, toys and stack, each with what it needs, and end them."""
    ports = [_free_port() for _ in range(3)]
    url, ats_url = (f"http://127.0.0.1:{port}" for port in ports[:2])
    server = Server(f"test-{os.getpid()}")
    with _ats_database() as ats_database, open_mailbox(ports[2]) as mailbox:
        theirs = _surroundings(ats_database, ats_url)
        target = folder / "events.json"
        making = _start(theirs, f"{MODULE}.their_world", ats_url, str(events), str(target))
        try:
            ours = _surroundings(server.start(), url)
            ours["EMAIL_URL"] = f"smtp://127.0.0.1:{mailbox.port}"
            stack = _Program(
                folder / "stack.log", ours,
                sys.executable, "-m", "portal.stack", "run", "--port", str(ports[0]),
            )  # fmt: skip
            ats = _Program(
                folder / "ats.log", theirs, *GUNICORN, "--workers", "1", "--bind", ats_url[7:]
            )
            with ats, stack:
                _wait_until_ready(url, stack)
                webhooks = json.loads(_finish(_start(ours, f"{MODULE}.our_world", ats_url)))
                _finish(making)
                yield Rig(
                    url, webhooks, ats_url, ats_database,
                    [Event(**event) for event in json.loads(target.read_text())],
                    server, Processes(stack.pid, stack.log), mailbox, folder,
                    {"stack": stack.pid, "toys": ats.pid, "all": os.getpid()},
                )  # fmt: skip
        finally:
            server.remove()


class _Program:
    """A program that runs during the block and ends with it."""

    def __init__(self, log: Path, surroundings: dict[str, str], *command: str) -> None:
        self.log = log
        self._out = log.open("wb")
        self._process = subprocess.Popen(
            command,
            env=surroundings,
            cwd=CLONE,
            stdout=self._out,
            stderr=self._out,
            preexec_fn=lifeline(signal.SIGTERM),
        )
        self.pid = self._process.pid

    def __enter__(self) -> "_Program":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._out.close()

    def ended(self) -> bool:
        return self._process.poll() is not None


def _surroundings(database: str, url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SITE_URL": url,
        "SANDBOX": "1",
        "DEMO": "0",
        "ALLOW_PRIVATE_ATS_HOSTS": "1",
        **{name: os.environ.get(name, value) for name, value in HURRY.items()},
        "LOG_LEVEL": "INFO",
    }


def _start(surroundings: dict[str, str], module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, env=surroundings, cwd=CLONE, stdout=subprocess.PIPE, text=True)


def _finish(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate()
    assert process.returncode == 0, "A world could not be made."
    return said


@contextmanager
def _ats_database() -> Iterator[str]:
    """A database on the server of the tests, which is not crashed."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"ats_{os.getpid()}"
    with closing(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _wait_until_ready(url: str, stack: _Program) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and not stack.ended():
        with suppress(URLError, OSError), urlopen(f"{url}/readyz", timeout=5) as answer:
            if answer.status == 200:
                return
        threading.Event().wait(0.2)
    raise AssertionError(f"The stack did not get ready: {stack.log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
