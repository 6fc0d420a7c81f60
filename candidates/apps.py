"""The candidates app."""

from django.apps import AppConfig


class Candidates(AppConfig):
    """Candidates, their invites and interviews, and what became of them."""

    name = "candidates"

    def ready(self) -> None:
        """Register the letters this package writes."""
        from candidates import letters  # noqa: F401
