"""The integrations app."""

from django.apps import AppConfig


class Integrations(AppConfig):
    """Connections to applicant tracking systems: inbox, outbox, sync and uptime."""

    name = "integrations"

    def ready(self) -> None:
        """Listen to what the candidates package announces, and register our letters."""
