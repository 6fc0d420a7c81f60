"""Any process of the worker may be killed, idle or busy: work goes on within 120 seconds (P17)."""

import os
import signal
from collections.abc import Iterator
from time import sleep

import pytest

from tests.portal.stack.rig import ROLES, Rig, alive, running_rig, wait_for

pytestmark = pytest.mark.xdist_group("killed processes")

WITHIN = 120  # seconds; a restart by the watchdog takes about twenty
KILLS = [  # those that need the watchdog come last, and so overlap with what follows
    ("pusher", False),
    ("pusher", True),
    ("guard", False),
    ("guard", True),
    ("worker", True),
    ("worker", False),
    ("monitor", False),
    ("monitor", True),
]


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_rig(tmp_path_factory.mktemp("rig")) as rig:
        yield rig


@pytest.mark.parametrize(("role", "busy"), KILLS)
def test_p17_an_event_after_a_kill_is_worked(rig: Rig, role: str, *, busy: bool) -> None:
    wait_for(rig.beating, within=60)
    for _ in range(20 if busy else 0):
        rig.post(pause=0.2)
    rig.kill(role)
    sleep(1)

    event = rig.post()

    rig.wait_until_done(event, within=WITHIN)


def test_p17_nothing_is_lost_by_the_kills(rig: Rig) -> None:
    def all_done() -> bool:
        rig.call()
        return rig.ask("SELECT count(*) FROM probe WHERE done IS NULL") == 0

    wait_for(all_done, within=60)


def test_p25_the_worker_outlives_a_crash_of_the_database(rig: Rig) -> None:
    wait_for(rig.beating, within=60)
    guard = rig.guard()
    rig.server.crash()
    sleep(2)
    rig.server.start()

    event = rig.post()

    rig.wait_until_done(event, within=60)
    assert rig.guard() == guard


def test_nothing_is_left_when_the_supervisor_is_killed(rig: Rig) -> None:
    processes = [rig.guard(), *(pid for role in ROLES for pid in rig.pids(role))]

    os.kill(rig.stack.pid, signal.SIGKILL)

    wait_for(lambda: not any(map(alive, processes)), within=10)
