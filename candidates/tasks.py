"""The candidates package's wake-up calls."""

from candidates import clock, digest, reminders, resumes


def run_clock() -> None:
    """Time out, close and remind what is due; drop what was sent in vain."""
    clock.run()
    reminders.run()
    digest.run()
    resumes.drop_drafts()
