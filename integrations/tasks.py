"""The integrations package's wake-up calls."""

from integrations import checks, inbox, options, outbox, sync


def drain_inbox() -> None:
    """Work on the deliveries that are due."""
    inbox.drain()


def drain_outbox() -> None:
    """Send the updates that are due."""
    outbox.drain()


def push_options() -> None:
    """Push our roles where they changed."""
    options.push_due()


def run_syncs() -> None:
    """Begin the syncs that are due and go on with those that run."""
    sync.start_due()
    sync.run_due()


def check_connections() -> None:
    """Check the connections that have been quiet, or asked to be tested."""
    checks.run_due()
