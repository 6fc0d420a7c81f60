"""A child process of the supervisor: started, watched, started again, ended with all its own."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.stack.lifeline import lifeline

FIRST_PAUSE = 0.5  # seconds before a child that died is started again; doubled each time
LONGEST_PAUSE = 15
STEADY = 30  # seconds alive after which the pause is short again


@dataclass
class Child:
    """One command that must run all the time, in a process group of its own."""

    name: str
    command: list[str]
    log: Path | None = None  # the console where None
    pause: float = FIRST_PAUSE
    _process: subprocess.Popen[bytes] | None = None
    _changed: float = field(default=0.0)  # when it started or ended

    @property
    def pid(self) -> int | None:
        """The process, which is also its group; None while it is down."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process; its standard output goes to the log."""
        out = self.log.open("ab") if self.log else None
        self._process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=lifeline(),
        )
        self._changed = time.monotonic()
        if out:
            out.close()

    def ended(self) -> int | None:
        """The exit code of a process that has just ended; what it left behind is killed."""
        if self._process is None or (code := self._process.poll()) is None:
            return None
        self.kill()
        return code

    def due(self) -> bool:
        """Whether the process is down and its pause is over."""
        return self._process is None and time.monotonic() > self._changed + self.pause

    def ask_to_end(self) -> None:
        """Ask the process, and only it: it knows how to end its own children."""
        if self._process:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end until that moment of the monotonic clock, then kill."""
        with suppress(subprocess.TimeoutExpired):
            if self._process:
                self._process.wait(max(0.0, until - time.monotonic()))
        self.kill()

    def kill(self) -> None:
        """Kill the process and all of its group."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        steady = time.monotonic() - self._changed > STEADY
        self.pause = FIRST_PAUSE if steady else min(self.pause * 2, LONGEST_PAUSE)
        self._changed = time.monotonic()
