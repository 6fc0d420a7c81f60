"""What one fault run does: how many events, kills, crashes and bad answers, by its seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

PACE = 25  # deliveries a second
COPIES = (1, 1, 2, 2, 2, 2, 2, 2, 3, 1, 2, 1)  # of one event, drawn at random: 1.75 on average
KINDS = (
    "worker", "web worker", "guard", "pusher", "watchdog", "monitor", "sender", "worker",
    "worker", "cluster", "worker", "pusher",
)  # fmt: skip
LEAST_KILLS, LEAST_BAD_ANSWERS = 15, 60


@dataclass(frozen=True)
class Plan:
    """A run that can be repeated: the same seed kills and sends the same, as far as time allows."""

    seed: int = 1
    events: int = 300

    @property
    def kills(self) -> int:
        """Processes to kill: 60 for 2,000 events."""
        return max(LEAST_KILLS, round(self.events * 0.03)) + 2

    @property
    def crashes(self) -> int:
        """Crashes of the database: 3 for 2,000 events."""
        return max(1, round(self.events * 0.0015))

    @property
    def bad_answers(self) -> int:
        """Bad answers that the ATSs must have given at least: 450 for 2,000 events."""
        return max(LEAST_BAD_ANSWERS, round(self.events * 0.225))

    @property
    def bad_answers_each(self) -> int:
        """Bad answers that each single ATS must have given at least."""
        return self.bad_answers // 20

    @property
    def bookings(self) -> int:
        """Invited candidates who book: one of five, as far as the interviewers' hours go."""
        return min(self.events // 5, 120)

    @property
    def booked_within(self) -> float:
        """Seconds for all bookings: an invitation waits for those before it and for leases."""
        return max(300, 0.4 * self.events)

    @cached_property
    def deliveries(self) -> list[int]:
        """The numbers of the events in the order they are sent, most of them more than once."""
        chance = self.chance("deliveries")
        sent = [event for event in range(self.events) for _ in range(chance.choice(COPIES))]
        chance.shuffle(sent)
        return sent

    @property
    def seconds(self) -> float:
        """How long the sending takes."""
        return len(self.deliveries) / PACE

    def victims(self) -> Iterator[str]:
        """Kinds of processes to kill: each kind in turn, in an order of the seed's."""
        chance = self.chance("victims")
        for _ in range(-(-self.kills // len(KINDS))):
            yield from chance.sample(KINDS, len(KINDS))

    def chance(self, what: str) -> random.Random:
        """Randomness of its own for each part, so that threads do not disturb each other."""
        return random.Random(f"{self.seed}:{what}")
