"""Starts the processes of the stack, keeps them running, and ends them all."""

import http.client
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from portal.stack import places
from portal.stack.children import Child
from portal.stack.lifeline import lifeline
from portal.stack.postgres import Server

BARK = 75  # the watchdog's exit code for a cluster that hangs
ROUND = 0.2  # seconds
READY_WITHIN = 180  # seconds
WORKER = "worker"


class Stopped(BaseException):
    """Somebody asked the stack to end."""


class Failed(Exception):
    """The stack could not start; the text says what to do."""


class Supervisor:
    """The parent of all processes; single-threaded, because children are tied to a thread.

    Args:
        server: the embedded database where one is used.
        grace: seconds that the children have to end their work.
        quiet: children write to files in `.local/log/`, else to the console.
    """

    def __init__(self, server: Server | None, *, grace: float, quiet: bool) -> None:
        self.server = server
        self.grace = grace
        self.quiet = quiet
        self.children: dict[str, Child] = {}

    def add(self, name: str, *command: str) -> None:
        """Start one more process that must run all the time."""
        self.children[name] = Child(name, list(command), log=self._log(name))
        self.children[name].start()

    def once(self, name: str, *command: str) -> None:
        """Run a command to its end.

        Raises:
            Failed: it did not succeed.
        """
        log = self._log(name)
        with log.open("ab") if log else open(1, "wb", closefd=False) as out:
            done = subprocess.run(
                command,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
                start_new_session=True,
                preexec_fn=lifeline(),
            )
        if done.returncode:
            raise Failed(f"{name} did not succeed.{_end_of(log)}")

    def tend(self) -> None:
        """Start again what has died."""
        if self.server and self.server.died:
            say("PostgreSQL ended; it is started again.")
            self.server.start()
        for child in self.children.values():
            code = child.ended()
            if code is not None:
                self._mourn(child, code)
            if child.due():
                child.start()

    def wait_until_ready(self, port: int) -> None:
        """Tend the children until `/readyz` answers 200.

        Raises:
            Failed: it did not within READY_WITHIN seconds.
        """
        deadline = time.monotonic() + READY_WITHIN
        while (problem := _not_ready(port)) and time.monotonic() < deadline:
            self.tend()
            time.sleep(ROUND)
        if problem:
            raise Failed(f"The stack did not get ready: {problem}\nIts logs: {places.LOGS}")

    def run(self) -> NoReturn:
        """Tend the children until somebody asks to stop."""
        while True:
            self.tend()
            time.sleep(ROUND)

    def end(self) -> None:
        """End every process, the database last."""
        for child in self.children.values():
            child.ask_to_end()
        until = time.monotonic() + self.grace
        for child in self.children.values():
            child.wait(until)
        if self.server:
            self.server.stop()

    def _mourn(self, child: Child, code: int) -> None:
        if code == BARK and WORKER in self.children:
            say("The worker hangs; it is started again.")
            self.children[WORKER].kill()
        else:
            say(f"{child.name} ended with code {code}; it is started again.")

    def _log(self, name: str) -> Path | None:
        return places.private(places.LOGS) / f"{name}.log" if self.quiet else None


def listen_for_the_end() -> None:
    """Turn the signals that end a program into Stopped; the first is enough."""
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(signum: int, frame: FrameType | None) -> NoReturn:
        for end in ends:
            signal.signal(end, signal.SIG_IGN)
        raise Stopped

    for end in ends:
        signal.signal(end, stop)


def say(sentence: str) -> None:
    """Tell the person at the console."""
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()


def _not_ready(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return "" if answer.status == 200 else answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as problem:
        return str(problem)
    finally:
        connection.close()


def _end_of(log: Path | None) -> str:
    if log is None:
        return ""
    return "\n".join(["", *log.read_text(errors="replace").splitlines()[-15:], f"({log})"])
