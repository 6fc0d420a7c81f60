"""The candidates package's wake-up calls."""

from candidates import clock, reminders


def run_clock() -> None:
    """Time out, close and remind what is due."""
    clock.run()
    reminders.run()
