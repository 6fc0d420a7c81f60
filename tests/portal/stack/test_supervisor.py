"""The supervisor starts again what dies, and leaves nothing behind when it ends."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.stack.children import LONGEST_PAUSE, Child
from portal.stack.places import CLONE
from portal.stack.postgres import throwaway
from portal.stack.supervisor import BARK, Failed, Supervisor
from tests.portal.stack.rig import alive, wait_for

SLEEP = ("sleep", "600")


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor(None, grace=2, quiet=False)
    yield supervisor
    supervisor.end()


def started(supervisor: Supervisor, name: str) -> bool:
    supervisor.tend()
    return supervisor.children[name].pid is not None


def test_a_child_that_dies_is_started_again(supervisor: Supervisor) -> None:
    supervisor.add("sleeper", *SLEEP)
    first = supervisor.children["sleeper"].pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: not alive(first), within=5)
    supervisor.tend()

    wait_for(lambda: started(supervisor, "sleeper"), within=5)

    assert supervisor.children["sleeper"].pid != first


def test_what_a_dead_child_leaves_behind_is_killed(supervisor: Supervisor, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    supervisor.add("parent", "sh", "-c", f"sleep 600 & echo $! > {note}; exit 3")
    wait_for(lambda: note.exists() and note.read_text().strip(), within=5)

    supervisor.tend()

    wait_for(lambda: supervisor.tend() or not alive(int(note.read_text())), within=5)


def test_a_child_that_keeps_dying_waits_longer_each_time() -> None:
    child = Child("brief", ["false"])
    pauses = []
    for _ in range(7):
        child.start()
        wait_for(lambda: child.ended() is not None, within=5)
        pauses.append(child.pause)

    assert pauses == [1, 2, 4, 8, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert not child.due()


def test_a_bark_of_the_watchdog_kills_the_worker(supervisor: Supervisor) -> None:
    supervisor.add("worker", *SLEEP)
    worker = supervisor.children["worker"].pid
    supervisor.add("watchdog", "sh", "-c", f"exit {BARK}")

    wait_for(lambda: supervisor.tend() or not alive(worker), within=5)

    wait_for(lambda: started(supervisor, "worker"), within=5)


def test_a_child_that_does_not_end_in_time_is_killed(supervisor: Supervisor) -> None:
    supervisor.add("stubborn", "sh", "-c", "trap '' TERM; while :; do sleep 1; done")
    stubborn = supervisor.children["stubborn"].pid

    began = time.monotonic()
    supervisor.end()

    assert not alive(stubborn)
    assert time.monotonic() - began < 5


def test_a_command_that_fails_stops_the_start(supervisor: Supervisor) -> None:
    with pytest.raises(Failed, match="migrate did not succeed"):
        supervisor.once("migrate", "false")


@pytest.mark.xdist_group("killed processes")
def test_the_stack_runs_until_it_is_told_to_end_and_leaves_nothing_behind() -> None:
    port = free_port()
    with throwaway() as url:
        surroundings = os.environ | {"DATABASE_URL": url, "PORT": str(port), "WORKERS": "1"}
        stack = subprocess.Popen(
            [sys.executable, "-m", "portal.stack", "run"],
            env=surroundings,
            cwd=CLONE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with stack:
            line = next(line for line in stack.stdout if "Ctrl-C" in line)
            family = descendants(stack.pid)
            ready = status(port, "/readyz")
            began = time.monotonic()
            stack.send_signal(signal.SIGINT)
            code = stack.wait(20)
            took = time.monotonic() - began

    assert f"http://127.0.0.1:{port}/" in line
    assert ready == 200
    assert len(family) >= 8  # gunicorn and two, the watchdog, the cluster, its guard and three
    assert not any(map(alive, family))
    assert (code, took < 10) == (0, True)


def test_a_taken_port_is_refused_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "portal.stack", "run", "--port", str(port)],
            cwd=CLONE,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stdout == f"Port {port} is taken. Choose another one with PORT=.\n"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    connection.close()
    return answer.status


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *descendants(child))]
