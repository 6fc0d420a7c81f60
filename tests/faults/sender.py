"""The ATSs' side of the webhooks: signed bodies at a steady pace, again until answered 200."""

import http.client
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from tests.faults.rig import Event

SENDERS = 8
TIMEOUT = 10
PAUSE = 0.4  # seconds before a delivery is tried again


class Sender:
    """Sends deliveries, and keeps outside the stack what was acknowledged.

    Args:
        webhooks: where each vendor sends its events.
        acknowledged: the file of the events' numbers, a line each, written at the answer 200.
    """

    def __init__(self, webhooks: dict[str, str], events: list[Event], acknowledged: Path) -> None:
        self.addresses = {vendor: urlsplit(address) for vendor, address in webhooks.items()}
        self.events = events
        self.answers: Counter[str] = Counter()
        self._kept = acknowledged
        self._lock = threading.Lock()

    def send_all(self, order: list[int], pace: float) -> None:
        """Send events by their number, so many a second, and wait until each was taken."""
        began = time.monotonic()
        with ThreadPoolExecutor(SENDERS) as threads:
            for position, number in enumerate(order):
                time.sleep(max(0.0, began + position / pace - time.monotonic()))
                threads.submit(self.send, number)

    def send(self, number: int) -> None:
        """Send one event until it is taken."""
        while (answer := self._post(self.events[number])) != "200":
            self._count(answer)
            time.sleep(PAUSE)
        self._count(answer, number)

    def _count(self, answer: str, number: int | None = None) -> None:
        with self._lock:
            self.answers[answer] += 1
            if number is not None:
                with self._kept.open("a") as kept:
                    kept.write(f"{number}\n")

    def _post(self, event: Event) -> str:
        headers = {"Content-Type": "application/json"} | event.headers
        address = self.addresses[event.vendor]
        line = http.client.HTTPConnection(str(address.netloc), timeout=TIMEOUT)
        try:
            line.request("POST", address.path, event.body.encode(), headers)
            return str(line.getresponse().status)
        except (OSError, http.client.HTTPException):
            return "no answer"
        finally:
            line.close()


def acknowledged(kept: Path) -> set[int]:
    """The numbers of the events that were acknowledged at least once."""
    return {int(line) for line in kept.read_text().split()}
