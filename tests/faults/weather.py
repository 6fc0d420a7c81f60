"""Trouble in the toys: one kind of bad answer after the other, each by chance and seed."""

import json
import threading
from itertools import count
from urllib.request import Request, urlopen

from tests.faults.rig import Rig
from tests.faults.vendors import VENDORS

KINDS = ("429", "500", "html", "truncated", "dropped")
CHANCE = 0.15
EVERY = 2.0  # seconds before the next kind
BAD = """
    SELECT vendor, fault, count(*) FROM sandbox_call WHERE fault <> ''
    GROUP BY vendor, fault ORDER BY vendor, fault
"""


class Weather:
    """Changes the faults of the toys, another at each, until it is stopped, which heals them."""

    def __init__(self, ats_url: str, seed: int) -> None:
        self.addresses = [f"{ats_url}/sandbox/{vendor}/faults" for vendor in VENDORS]
        self.seed = seed
        self._stop = threading.Event()

    def blow(self) -> None:
        """One kind after the other."""
        for turn in count():
            for place, address in enumerate(self.addresses):
                _clear(address)
                _switch_on(address, KINDS[(turn + place) % len(KINDS)], self.seed + turn)
            if self._stop.wait(EVERY):
                break
        for address in self.addresses:
            _clear(address)

    def stop(self) -> None:
        """Let the sun shine."""
        self._stop.set()


def bad_answers(rig: Rig) -> dict[str, dict[str, int]]:
    """How many calls were answered badly, by vendor and kind."""
    found: dict[str, dict[str, int]] = {vendor: {} for vendor in VENDORS}
    for vendor, kind, number in rig.ask_ats(BAD):
        found[vendor][kind] = number
    return found


def _switch_on(address: str, kind: str, seed: int) -> None:
    fault = {"kind": kind, "chance": CHANCE, "seed": seed}
    body = json.dumps(fault | ({"retry_after": "1"} if kind == "429" else {})).encode()
    urlopen(Request(address, body, {"Content-Type": "application/json"})).close()


def _clear(address: str) -> None:
    urlopen(Request(address, method="DELETE")).close()
