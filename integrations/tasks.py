"""The integrations package's wake-up calls."""

from integrations import inbox, options, outbox, sync
from integrations.logs import bulk
from integrations.mapping import applying, role_drift
from integrations.watch import checks, reviews


def drain_inbox() -> None:
    """Work on the deliveries that are due."""
    inbox.drain()


def drain_outbox() -> None:
    """Send the updates that are due."""
    outbox.drain()


def push_options() -> None:
    """Push our roles where they changed, and read the lists that were asked for."""
    options.push_due()
    role_drift.read_due()


def run_syncs() -> None:
    """Begin the syncs that are due and go on with those that run."""
    sync.start_due()
    sync.run_due()


def check_connections() -> None:
    """Check the connections that have been quiet, or asked to be tested."""
    checks.run_due()


def review_issues() -> None:
    """Compare the issues of connections with how they are."""
    reviews.run_due()


def apply_mappings() -> None:
    """Apply changes of mappings to jobs, and to those who wait in stages."""
    applying.run_due()


def act_on_logs() -> None:
    """Go on with what somebody asked to be done to many rows of a log."""
    bulk.run_due()
