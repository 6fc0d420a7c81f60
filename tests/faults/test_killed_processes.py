"""SIGKILL of a process of the worker: an event posted a second later is invited (P17)."""

import time

import pytest

from tests.faults.plan import Plan
from tests.faults.rig import Event, Rig
from tests.faults.sender import Sender

WITHIN = 120  # seconds; where only the watchdog can help it takes about twenty
CROWD = 5  # events that keep the workers busy
KILLS = [  # those that need the watchdog come last
    ("pusher", False),
    ("pusher", True),
    ("guard", False),
    ("guard", True),
    ("worker", True),
    ("worker", False),
    ("monitor", True),
    ("monitor", False),
]


@pytest.fixture(scope="module")
def spare(rig: Rig) -> list[int]:
    """The numbers of events that no test has sent."""
    return list(range(Plan().events, len(rig.events)))


@pytest.mark.parametrize(("role", "busy"), KILLS)
def test_p17_an_event_a_second_after_a_kill_is_invited(
    rig: Rig, spare: list[int], role: str, *, busy: bool
) -> None:
    sender = Sender(rig.webhooks, rig.events, rig.folder / "after-kills")
    for _ in range(CROWD if busy else 0):
        sender.send(spare.pop())

    assert rig.processes.kill(role)
    time.sleep(1)
    event = spare.pop()
    sender.send(event)

    assert wait_for_invitation(rig, rig.events[event]) < WITHIN


def wait_for_invitation(rig: Rig, event: Event) -> float:
    """The seconds until somebody's booking link has come by mail; WITHIN at most."""
    began = time.monotonic()
    while not rig.mailbox.link_for(event.email) and time.monotonic() < began + WITHIN:
        time.sleep(0.1)
    return time.monotonic() - began
