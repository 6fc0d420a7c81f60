"""The embedded PostgreSQL, a child process in the foreground; used where no DATABASE_URL is set."""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from portal.stack import binaries, places, surroundings
from portal.stack.binaries import NoServer
from portal.stack.lifeline import lifeline

DEMO = "demo"
NAME = "liaison"  # of the database and of its owner
START_WITHIN = 120  # seconds; recovery after a crash takes a while
STOP_WITHIN = 3  # seconds for a fast stop, then an immediate one
DURABLE = {"synchronous_commit": "on"}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",  # a run of tests is over before it would pay
}
ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Server:
    """One embedded server with a data folder of its own.

    Args:
        name: names the data folder; the demo, the tests and the fault runs each have their own.
        fast: gives up durability for speed; for tests only, never for fault runs.
    """

    def __init__(self, name: str = DEMO, *, fast: bool = False) -> None:
        self.name = name
        self.fast = fast
        self.data = places.database_folder() / name
        self.log = places.private(places.LOGS) / f"postgres-{name}.log"
        self._state = places.private(places.STATE) / f"{name}.json"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def owned(self) -> bool:
        """Whether this object started the server, rather than found it running."""
        return self._process is not None

    @property
    def died(self) -> bool:
        """Whether a server started by this object has ended."""
        return self._process is not None and self._process.poll() is not None

    def start(self) -> str:
        """Start the server, or find it running; the answer is its DATABASE_URL.

        The port stays the same over a crash and a new start if it is still free.

        Raises:
            NoServer: it cannot run here; the text says why.
        """
        with self._alone():
            if url := self.running_url():
                return url
            self._initialize()
            self._launch()
            self._wait_until_ready()
        return self._url()

    def running_url(self) -> str | None:
        """The DATABASE_URL of the running server, or None when it does not run."""
        pid = self._read().get("pid")
        if not pid or not _lives(pid):
            return None
        with socket.socket() as probe:
            listens = probe.connect_ex(("127.0.0.1", self._read()["port"])) == 0
        return self._url() if listens else None

    def stop(self) -> None:
        """End the server in an orderly way; one that this object found running stays."""
        self._end(signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)

    def crash(self) -> None:
        """End the server at once, as a power cut would; the next start recovers."""
        self._end(signal.SIGQUIT, signal.SIGKILL)

    def remove(self) -> None:
        """Stop the server and delete all of its data."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        for file in (self._state, self.log, self._state.with_suffix(".lock")):
            file.unlink(missing_ok=True)

    def _end(self, *signals: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for signum in signals:
            process.send_signal(signum)
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_WITHIN)
                return

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._state.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self) -> dict[str, Any]:
        with suppress(FileNotFoundError, ValueError):
            return dict(json.loads(self._state.read_text()))
        return {}

    def _write(self, **changes: object) -> None:
        new = self._state.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(self._read() | changes))
        new.replace(self._state)

    def _url(self, database: str = NAME) -> str:
        state = self._read()
        return f"postgres://{NAME}:{state['password']}@127.0.0.1:{state['port']}/{database}"

    def _initialize(self) -> None:
        if self.data.exists() and self._read().get("password"):
            return
        self._refuse_if_used()
        shutil.rmtree(self.data, ignore_errors=True)
        unfinished = self.data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        password = secrets.token_urlsafe(24)
        password_file = self.data.with_suffix(".password")
        password_file.touch(mode=0o600)
        password_file.write_text(password)
        for path in (unfinished, password_file):
            binaries.own(path)
        try:
            _initdb(unfinished, password_file, sync=not self.fast)
        finally:
            password_file.unlink()
        self._write(password=password, pid=None)
        unfinished.rename(self.data)

    def _refuse_if_used(self) -> None:
        with suppress(FileNotFoundError, ValueError):
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            if _lives(pid):
                raise NoServer(f"PostgreSQL {pid} still uses {self.data}. End it, then try again.")

    def _launch(self) -> None:
        port = _free_port(self._read().get("port", 0))
        options = ALWAYS | (FAST if self.fast else DURABLE) | {"port": str(port)}
        command = [str(binaries.folder() / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lifeline(signal.SIGINT),
                **binaries.as_server_user(),
            )
        self._process = process
        self._write(pid=process.pid, port=port)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline and not self.died:
            with suppress(psycopg.OperationalError):
                self._make_database()
                return
            time.sleep(0.05)
        self.stop()
        last = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
        raise NoServer(f"PostgreSQL did not start. The end of {self.log}:\n{last}")

    def _make_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=5) as made:
            found = made.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not found.fetchone():
                made.execute(f"CREATE DATABASE {NAME}")


@contextmanager
def ensure() -> Iterator[str]:
    """Have a database while the block runs, its address in the environment's DATABASE_URL.

    It is the one of DATABASE_URL, else the running demo's, else one started for the block.
    """
    surroundings.read_file()
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    server = Server()
    os.environ["DATABASE_URL"] = server.start()
    try:
        yield os.environ["DATABASE_URL"]
    finally:
        del os.environ["DATABASE_URL"]
        server.stop()


@contextmanager
def throwaway() -> Iterator[str]:
    """A fast server with empty data of its own, for one run of tests; removed afterwards."""
    for state in places.private(places.STATE).glob("test-*.json"):
        abandoned = Server(state.stem)
        if not _lives(int(state.stem.removeprefix("test-"))):
            abandoned.remove()
    server = Server(f"test-{os.getpid()}", fast=True)
    try:
        yield server.start()
    finally:
        server.remove()


def _initdb(data: Path, password_file: Path, *, sync: bool) -> None:
    modern = binaries.folder().parent.name == "pginstall18"
    provider = ["--locale-provider=builtin"] if modern else []
    command = [
        str(binaries.folder() / "initdb"), "-D", str(data), "-U", NAME, f"--pwfile={password_file}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", *provider,
        *([] if sync else ["--no-sync"]),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, **binaries.as_server_user()
    )
    if done.returncode:
        raise NoServer(f"PostgreSQL could not make its data folder: {done.stderr.strip()}")


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise NoServer("No port is free on 127.0.0.1.")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
