"""Our roles as an ATS holds them."""

from django.db import models

from integrations.models.connections import Connection
from portal.scope import ClientRow
from roles.models import Role


class RoleOption(ClientRow):
    """A role of ours as an ATS holds it, so that a rename finds the same option (C5)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="options")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)  # as last pushed
    pushed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("connection", "role", name="one_option_per_role"),
        ]

    def __str__(self) -> str:
        return self.name
