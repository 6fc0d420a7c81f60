"""The candidates app."""

from django.apps import AppConfig


class Candidates(AppConfig):
    """Candidates, their invites and interviews, and what became of them."""

    name = "candidates"

    def ready(self) -> None:
        """Register the letters this package writes, and who is told of what."""
        from candidates import (  # noqa: F401
            digest_letter,
            interviewer_letters,
            letters,
            notifications,
            staff_letters,
        )
