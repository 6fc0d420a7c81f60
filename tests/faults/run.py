"""One fault run from the first event to the verdict, and the table it prints."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field

from tests.faults import verdict
from tests.faults.booker import Booker
from tests.faults.killer import Killer
from tests.faults.plan import PACE, Plan
from tests.faults.processes import cpu_seconds
from tests.faults.rig import Rig
from tests.faults.sender import Sender, acknowledged
from tests.faults.verdict import Verdict
from tests.faults.weather import Weather, bad_answers

STUCK_AFTER = 120  # seconds in which no row was finished
BOOKED_WITHIN = 150  # seconds for all bookings; an invitation may wait for a lease to end
KILLING = 0.7  # the part of the sending during which processes are killed


@dataclass
class Report:
    """What a run did to the stack, and what came of it."""

    plan: Plan
    deliveries: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    booked: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    crashes: int = 0
    calls: int = 0
    bad_answers: dict[str, int] = field(default_factory=dict)
    repeated_mails: int = 0  # the same Message-ID again: killed between sending and noting it
    sending_seconds: float = 0
    quiet_seconds: float = 0  # from the last delivery until nothing waited
    cpu_seconds: dict[str, int] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def hard_enough(self) -> bool:
        """Whether the run did all that the plan wants done to the stack."""
        return (
            self.killed.total() >= self.plan.kills - 2
            and self.crashes >= self.plan.crashes
            and sum(self.bad_answers.values()) >= self.plan.bad_answers
        )

    @property
    def passed(self) -> bool:
        """Whether nothing went wrong, though enough was done for it."""
        return self.verdict.passed and self.hard_enough

    def table(self) -> str:
        """The figures, a line each."""
        lines = {
            "seed": self.plan.seed,
            "events acknowledged": f"{self.acknowledged} of {self.plan.events}",
            "deliveries": self.deliveries,
            "answers to them": _listed(self.answers),
            "bookings": self.booked,
            "processes killed": f"{self.killed.total()}: {_listed(self.killed)}",
            "database crashes": self.crashes,
            "calls to the ATS": self.calls,
            "bad answers of the ATS": f"{sum(self.bad_answers.values())}: "
            f"{_listed(self.bad_answers)}",
            "mails repeated, same Message-ID": self.repeated_mails,
            "seconds of sending": f"{self.sending_seconds:.0f}",
            "seconds until nothing waited": f"{self.quiet_seconds:.0f}",
            "CPU seconds": _listed(self.cpu_seconds),
            **{name.replace("_", " "): value for name, value in asdict(self.verdict).items()},
            "verdict": "passed" if self.passed else "FAILED",
        }
        return "\n".join(f"  {name:<34}{value}" for name, value in lines.items())


def perform(plan: Plan, rig: Rig) -> Report:
    """Send, kill, crash and book; wait until nothing waits; then compare."""
    report = Report(plan)
    sender = Sender(rig.webhook, rig.events, rig.folder / "acknowledged")
    booker = Booker(rig.mailbox)
    killer = Killer(plan, rig.processes, rig.server)
    weather = Weather(rig.ats_url, plan.seed)
    emails = [event.email for event in rig.events[: plan.events]]
    chosen = plan.chance("bookings").sample(emails, plan.bookings)
    began = time.monotonic()
    with ThreadPoolExecutor() as threads:
        blowing = threads.submit(weather.blow)
        sending = threads.submit(sender.send_all, plan.deliveries, PACE)
        booking = threads.submit(booker.book_all, chosen, BOOKED_WITHIN)
        try:
            killer.kill_all(plan.seconds * KILLING)  # here: the database lives with its thread
            sending.result()
            report.sending_seconds = time.monotonic() - began
            booking.result()
            _wait_until_quiet(rig, enough=lambda: _bad_enough(plan, rig))
        finally:
            weather.stop()
        blowing.result()
    _wait_until_quiet(rig)
    report.quiet_seconds = time.monotonic() - began - report.sending_seconds
    taken = acknowledged(rig.folder / "acknowledged")
    report.verdict = verdict.judge(rig, taken, booker.booked)
    _fill(report, rig, sender, booker, killer, len(taken))
    return report


def _bad_enough(plan: Plan, rig: Rig) -> bool:
    return sum(bad_answers(rig).values()) >= plan.bad_answers


def _wait_until_quiet(rig: Rig, enough: Callable[[], bool] = lambda: False) -> None:
    """Wait until nothing waits, it is enough, or nothing moves any more."""
    before, moved = -1, time.monotonic()
    while (now := verdict.waiting(rig)) and not enough():
        if now != before:
            before, moved = now, time.monotonic()
        if time.monotonic() > moved + STUCK_AFTER:
            return
        time.sleep(0.5)


def _fill(
    report: Report, rig: Rig, sender: Sender, booker: Booker, killer: Killer, taken: int
) -> None:
    report.answers, report.deliveries = sender.answers, sender.answers["200"]
    report.acknowledged, report.booked = taken, len(booker.booked)
    report.killed, report.crashes = killer.killed, killer.crashes
    report.bad_answers = bad_answers(rig)
    report.calls = rig.ask_ats("SELECT count(*) FROM sandbox_call")[0][0]
    report.cpu_seconds = {name: round(cpu_seconds(pid)) for name, pid in rig.programs.items()}
    report.repeated_mails = sum(
        len(received) - len(set(received)) for received in rig.mailbox.received.values()
    )


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
