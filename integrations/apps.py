"""The integrations app."""

from django.apps import AppConfig


class Integrations(AppConfig):
    """Connections to applicant tracking systems: inbox, outbox, sync and uptime."""

    name = "integrations"

    def ready(self) -> None:
        """Listen to what the candidates package announces, and register our letters."""
        from integrations import receivers  # noqa: F401
        from integrations.setup import ats_requests  # noqa: F401
        from integrations.watch import letters  # noqa: F401
