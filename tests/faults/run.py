"""One fault run from the first event to the verdict."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.faults import verdict
from tests.faults.booker import Booker
from tests.faults.killer import Killer
from tests.faults.plan import PACE, Plan
from tests.faults.processes import cpu_seconds
from tests.faults.report import Part, Report
from tests.faults.rig import Rig
from tests.faults.sender import Sender, acknowledged
from tests.faults.vendors import VENDORS
from tests.faults.weather import Weather, bad_answers

STUCK_AFTER = 120  # seconds in which no row was finished
KILLING = 0.7  # the part of the sending during which processes are killed
CALLS = "SELECT vendor, count(*) FROM sandbox_call GROUP BY vendor"


def perform(plan: Plan, rig: Rig) -> Report:
    """Send, kill, crash and book; wait until nothing waits; then compare."""
    report = Report(plan)
    sender = Sender(rig.webhooks, rig.events, rig.folder / "acknowledged")
    booker = Booker(rig.mailbox)
    killer = Killer(plan, rig.processes, rig.server)
    weather = Weather(rig.ats_url, plan.seed)
    emails = [event.email for event in rig.events[: plan.events]]
    chosen = plan.chance("bookings").sample(emails, plan.bookings)
    began = time.monotonic()
    with ThreadPoolExecutor() as threads:
        blowing = threads.submit(weather.blow)
        sending = threads.submit(sender.send_all, plan.deliveries, PACE)
        booking = threads.submit(booker.book_all, chosen, plan.booked_within)
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
    _fill(report, rig, sender, booker, killer)
    return report


def _bad_enough(plan: Plan, rig: Rig) -> bool:
    each = [sum(kinds.values()) for kinds in bad_answers(rig).values()]
    return sum(each) >= plan.bad_answers and min(each) >= plan.bad_answers_each


def _wait_until_quiet(rig: Rig, enough: Callable[[], bool] = lambda: False) -> None:
    """Wait until nothing waits, it is enough, or nothing moves any more."""
    before, moved = -1, time.monotonic()
    while (now := verdict.waiting(rig)) and not enough():
        if now != before:
            before, moved = now, time.monotonic()
        if time.monotonic() > moved + STUCK_AFTER:
            return
        time.sleep(0.5)


def _fill(report: Report, rig: Rig, sender: Sender, booker: Booker, killer: Killer) -> None:
    taken = acknowledged(rig.folder / "acknowledged")
    report.verdict = verdict.judge(rig, taken, booker.booked)
    report.parts = _parts(rig, taken, booker)
    report.answers, report.deliveries = sender.answers, sender.answers["200"]
    report.killed, report.crashes = killer.killed, killer.crashes
    report.cpu_seconds = {name: round(cpu_seconds(pid)) for name, pid in rig.programs.items()}
    report.repeated_mails = sum(
        len(received) - len(set(received)) for received in rig.mailbox.received.values()
    )


def _parts(rig: Rig, taken: set[int], booker: Booker) -> dict[str, Part]:
    """What each vendor had to do with the run."""
    bad, calls = bad_answers(rig), dict(rig.ask_ats(CALLS))
    sent = Counter(rig.events[number].vendor for number in taken)
    booked = Counter(event.vendor for event in rig.events if event.email in booker.booked)
    return {slug: Part(sent[slug], booked[slug], calls.get(slug, 0), bad[slug]) for slug in VENDORS}
