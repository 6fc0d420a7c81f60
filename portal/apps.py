"""The portal app."""

from django.apps import AppConfig


class Portal(AppConfig):
    """Organizations, their people and what those may do; mail; the shell of every page."""

    name = "portal"

    def ready(self) -> None:
        """Register the letters this package writes, and its checks."""
        from portal import checks, letters  # noqa: F401
