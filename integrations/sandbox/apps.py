"""The sandbox as a Django app; installed only when SANDBOX=1."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """The toy vendors. Production has no tables of it."""

    name = "integrations.sandbox"
    label = "sandbox"
    default_auto_field = "django.db.models.BigAutoField"
