"""A real worker and watchdog on a database of their own, whose processes a test can kill."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django_q.tasks import async_task

from portal.stack.broker import ADD, CHANNEL, WakeUpBroker
from portal.stack.places import CLONE
from portal.stack.postgres import Server
from tests.portal.stack import probe

ROLES = {"worker": "ready for work at", "monitor": "monitoring at", "pusher": "pushing tasks at"}


class Outside(WakeUpBroker):
    """Queues tasks on the rig's database rather than on this process's own."""

    def __init__(self, queue: psycopg.Connection) -> None:
        super().__init__(probe.TASK)
        self.queue = queue

    def enqueue(self, task: str) -> int:
        return self.queue.execute(ADD, [self.list_key, task, CHANNEL]).fetchone()[0]


class Rig:
    """The running stack, seen from outside."""

    def __init__(self, stack: subprocess.Popen[bytes], server: Server, log: Path) -> None:
        self.stack = stack
        self.server = server
        self.url = str(server.running_url())
        self.log = log

    def ask(self, statement: str, *values: object) -> object:
        """The first value that a statement returns."""
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            row = connection.execute(statement, values).fetchone()
            return row[0] if row else None

    def post(self, *, pause: float = 0) -> int:
        """Keep an event and call the worker, as the product does; its number."""
        event = self.ask("INSERT INTO probe (pause) VALUES (%s) RETURNING id", pause)
        self.call()
        return int(str(event))

    def call(self) -> None:
        """Queue the task that looks for events."""
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            async_task(probe.TASK, broker=Outside(connection))

    def wait_until_done(self, event: int, within: float) -> None:
        """Wait for the end of an event; fail after so many seconds."""
        wait_for(lambda: self.ask("SELECT done FROM probe WHERE id = %s", event), within)

    def beating(self) -> bool:
        """Whether the latest cluster has been beating for the last four seconds."""
        return bool(
            self.ask("SELECT beat_at > now() - interval '4 seconds' FROM portal_heartbeat")
        ) and all(self.pids(role) for role in ROLES)

    def guard(self) -> int:
        """The process that django-q2's worker, monitor and pusher are children of."""
        return parent_of(self.pids("pusher")[-1])

    def pids(self, role: str) -> list[int]:
        """The living processes of a role, the oldest first."""
        said = re.findall(rf"{ROLES[role]} (\d+)", self.log.read_text(errors="replace"))
        return [pid for pid in map(int, said) if alive(pid)]

    def kill(self, role: str) -> None:
        """Send SIGKILL to one process of a role."""
        victim = self.guard() if role == "guard" else self.pids(role)[-1]
        os.kill(victim, signal.SIGKILL)


@contextmanager
def running_rig(folder: Path) -> Iterator[Rig]:
    """Start database, worker and watchdog; end them all afterwards."""
    server = Server(f"test-{os.getpid()}")
    surroundings = os.environ | {
        "DATABASE_URL": server.start(),
        "DJANGO_SETTINGS_MODULE": "tests.portal.stack.probe_settings",
        "LOG_LEVEL": "INFO",
        "WORKERS": "2",
    }
    log = folder / "worker.log"
    try:
        _prepare(surroundings)
        with log.open("wb") as out:
            stack = subprocess.Popen(
                [sys.executable, "-m", "portal.stack", "worker"],
                env=surroundings, cwd=CLONE, stdout=out, stderr=out,
            )  # fmt: skip
        with stack:
            try:
                yield Rig(stack, server, log)
            finally:
                stack.terminate()
    finally:
        server.remove()


def _prepare(surroundings: dict[str, str]) -> None:
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=surroundings, cwd=CLONE, check=True)
    with closing(psycopg.connect(surroundings["DATABASE_URL"], autocommit=True)) as connection:
        connection.execute(probe.TABLE)


def alive(pid: int) -> bool:
    """Whether a process lives; one that only waits for its parent to notice does not."""
    try:
        return _stat(pid)[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], object], within: float) -> None:
    """Wait until a condition holds; fail after so many seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not within {within} seconds"
        time.sleep(0.1)


def parent_of(pid: int) -> int:
    """The parent of a process."""
    return int(_stat(pid)[1])


def _stat(pid: int) -> list[str]:
    """State, parent and so on, as /proc tells them behind the program's name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
