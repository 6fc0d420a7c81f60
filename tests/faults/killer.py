"""Kills processes and crashes the database while events come in."""

import threading
import time
from collections import Counter

from portal.stack.postgres import Server
from tests.faults.plan import Plan
from tests.faults.processes import Processes

FIRST = 1.0  # seconds before the first kill
DOWN = 1.5  # seconds that a crashed database stays away


class Killer:
    """Spreads the plan's kills and crashes over a time."""

    def __init__(self, plan: Plan, processes: Processes, server: Server) -> None:
        self.plan = plan
        self.processes = processes
        self.server = server
        self.killed: Counter[str] = Counter()
        self.not_found: Counter[str] = Counter()
        self.crashes = 0
        self._crash = threading.Event()

    def kill_all(self, seconds: float) -> None:
        """Kill by the plan, evenly over so many seconds; each crash comes between two kills."""
        began, pause = time.monotonic(), seconds / self.plan.kills
        victims = list(self.plan.victims())[: self.plan.kills]
        crash_after = self.plan.kills / (self.plan.crashes + 1)
        for position, kind in enumerate(victims):
            due = began + FIRST + position * pause
            time.sleep(max(0.0, due - time.monotonic()))
            counted = self.killed if self.processes.kill(kind) else self.not_found
            counted[kind] += 1
            if position >= (self.crashes + 1) * crash_after:
                self._crash_database()

    def _crash_database(self) -> None:
        self.server.crash()
        time.sleep(DOWN)
        self.server.start()
        self.crashes += 1
