"""What a fault run did to the stack and what came of it, as a table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.faults.plan import Plan
from tests.faults.verdict import Verdict, Wrongs


@dataclass
class Part:
    """One vendor's part in a run."""

    acknowledged: int = 0
    booked: int = 0
    calls: int = 0
    bad_answers: dict[str, int] = field(default_factory=dict)

    def line(self, wrongs: Wrongs) -> str:
        """Its figures in a line."""
        return (
            f"{self.acknowledged} events, {self.booked} bookings, {self.calls} calls, "
            f"{sum(self.bad_answers.values())} bad answers: {wrongs.total('lost')} lost, "
            f"{wrongs.total('doubled')} doubled, {wrongs.out_of_order} out of order"
        )


@dataclass
class Report:
    """The figures of a run."""

    plan: Plan
    deliveries: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    parts: dict[str, Part] = field(default_factory=dict)  # by vendor
    killed: Counter[str] = field(default_factory=Counter)
    crashes: int = 0
    repeated_mails: int = 0  # the same Message-ID again: killed between sending and noting it
    sending_seconds: float = 0
    quiet_seconds: float = 0  # from the last delivery until nothing waited
    cpu_seconds: dict[str, int] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def bad_answers(self) -> Counter[str]:
        """The bad answers of all vendors, by kind."""
        return sum((Counter(part.bad_answers) for part in self.parts.values()), Counter())

    @property
    def booked(self) -> int:
        """The bookings of all vendors' candidates."""
        return sum(part.booked for part in self.parts.values())

    @property
    def hard_enough(self) -> bool:
        """Whether the run did all that the plan wants done to the stack."""
        each = [sum(part.bad_answers.values()) for part in self.parts.values()]
        return (
            self.killed.total() >= self.plan.kills - 2
            and self.crashes >= self.plan.crashes
            and sum(each) >= self.plan.bad_answers
            and min(each) >= self.plan.bad_answers_each
            and self.booked >= self.plan.bookings
        )

    @property
    def passed(self) -> bool:
        """Whether nothing went wrong, though enough was done for it."""
        return self.verdict.passed and self.hard_enough

    def table(self) -> str:
        """The figures, a line each, and a line for each vendor."""
        parts = self.parts.values()
        lines = {
            "seed": self.plan.seed,
            "events acknowledged": f"{sum(part.acknowledged for part in parts)} "
            f"of {self.plan.events}",
            "deliveries": self.deliveries,
            "answers to them": _listed(self.answers),
            "bookings": f"{self.booked} of {self.plan.bookings}",
            "processes killed": f"{self.killed.total()}: {_listed(self.killed)}",
            "database crashes": self.crashes,
            "calls to the ATSs": sum(part.calls for part in parts),
            "bad answers of the ATSs": f"{self.bad_answers.total()}: {_listed(self.bad_answers)}",
            "mails repeated, same Message-ID": self.repeated_mails,
            "seconds of sending": f"{self.sending_seconds:.0f}",
            "seconds until nothing waited": f"{self.quiet_seconds:.0f}",
            "CPU seconds": _listed(self.cpu_seconds),
            **{name.replace("_", " "): value for name, value in self.verdict.totals().items()},
            "strangers": self.verdict.strangers,
            "left over": _listed(self.verdict.left_over) or "nothing",
            **{slug: part.line(self.verdict.of[slug]) for slug, part in self.parts.items()},
            "verdict": "passed" if self.passed else "FAILED",
        }
        return "\n".join(f"  {name:<34}{value}" for name, value in lines.items())


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
