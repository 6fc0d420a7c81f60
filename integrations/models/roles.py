"""Our roles as an ATS holds them."""

from django.db import models

from integrations.models.connections import Connection
from portal.scope import ClientRow


class ListedRoles(ClientRow):
    """The list of roles that an ATS offers, as it was last read there (C5)."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="listed")
    options = models.JSONField(default=list)  # [{"key": ours or "", "name": …}]
    read_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # a worker is to read it again
    problem = models.TextField(blank=True)  # why it could not be read

    def __str__(self) -> str:
        return f"Roles listed by {self.connection_id}"
