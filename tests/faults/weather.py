"""Trouble in the toy ATS: one kind of bad answer after the other, each by chance and seed."""

import json
import threading
from itertools import cycle
from urllib.request import Request, urlopen

from tests.faults.rig import Rig

KINDS = ("429", "500", "html", "truncated", "dropped")
CHANCE = 0.15
EVERY = 2.0  # seconds before the next kind
BAD = "SELECT fault, count(*) FROM sandbox_call WHERE fault <> '' GROUP BY fault ORDER BY fault"


class Weather:
    """Changes the toy ATS's fault until it is stopped, which heals it."""

    def __init__(self, ats_url: str, seed: int) -> None:
        self.address = f"{ats_url}/sandbox/greenhouse/faults"
        self.seed = seed
        self._stop = threading.Event()

    def blow(self) -> None:
        """One kind after the other."""
        for turn, kind in enumerate(cycle(KINDS)):
            self._clear()
            fault = {"kind": kind, "chance": CHANCE, "seed": self.seed + turn}
            body = json.dumps(fault | ({"retry_after": "1"} if kind == "429" else {})).encode()
            headers = {"Content-Type": "application/json"}
            urlopen(Request(self.address, body, headers)).close()
            if self._stop.wait(EVERY):
                break
        self._clear()

    def stop(self) -> None:
        """Let the sun shine."""
        self._stop.set()

    def _clear(self) -> None:
        urlopen(Request(self.address, method="DELETE")).close()


def bad_answers(rig: Rig) -> dict[str, int]:
    """How many calls were answered badly, by kind."""
    return dict(rig.ask_ats(BAD))
