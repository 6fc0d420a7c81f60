"""The processes of the running stack, by what they are, seen from outside through /proc."""

import os
import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SAYS = {  # in the log, followed by the process's id
    "worker": "ready for work at",
    "monitor": "monitoring at",
    "pusher": "pushing tasks at",
}
COMMANDS = {  # children of the supervisor by a part of their command
    "web": "gunicorn",
    "cluster": "portal.stack\0cluster",
    "watchdog": "portal.stack\0watchdog",
    "sender": "sandbox_send",
}
APPEARS_WITHIN = 20  # seconds: what was killed before is started again


class Processes:
    """The children of one supervisor; django-q2's name themselves in the log."""

    def __init__(self, supervisor: int, log: Path) -> None:
        self.supervisor = supervisor
        self.log = log

    def kill(self, kind: str) -> bool:
        """Send SIGKILL to one process of a kind, the youngest; False when none appears."""
        deadline = time.monotonic() + APPEARS_WITHIN
        while time.monotonic() < deadline:
            if victims := self.pids(kind):
                with suppress(ProcessLookupError):
                    os.kill(victims[-1], signal.SIGKILL)
                    return True
            time.sleep(0.1)
        return False

    def pids(self, kind: str) -> list[int]:
        """The living processes of a kind, oldest first."""
        find = self._finders().get(kind)
        return find() if find else self._of_the_cluster(kind)

    def _finders(self) -> dict[str, Callable[[], list[int]]]:
        return {
            "web worker": lambda: _children(self._child("web")),
            "guard": lambda: _children(self._child("cluster")),
            **{name: lambda name=name: self._alone(name) for name in COMMANDS},
        }

    def _of_the_cluster(self, role: str) -> list[int]:
        guards = self.pids("guard")
        ours = {pid for guard in guards for pid in _children(guard)}
        said = re.findall(rf"{SAYS[role]} (\d+)", self.log.read_text(errors="replace"))
        return [pid for pid in map(int, said) if pid in ours]

    def _alone(self, name: str) -> list[int]:
        pid = self._child(name)
        return [pid] if pid else []

    def _child(self, name: str) -> int:
        for pid in _children(self.supervisor):
            with suppress(OSError):
                if COMMANDS[name] in Path(f"/proc/{pid}/cmdline").read_text():
                    return pid
        return 0


def cpu_seconds(pid: int) -> float:
    """The CPU time of a process, of all below it, and of those that it has waited for."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    own = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    if not pid:
        return []
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [child for child in map(int, found) if _alive(child)]


def _alive(pid: int) -> bool:
    """One that only waits for its parent to notice does not live."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
