"""Who switched which capability of a connection on or off."""

from django.db import models
from django.db.models.functions import Now

from integrations.models.connections import Connection
from portal.models import User
from portal.scope import ClientRow


class Switch(ClientRow):
    """Somebody switched a capability of a connection on or off (K1)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="switches")
    capability = models.CharField(max_length=30)
    on = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["connection", "capability", "-id"], name="switch_newest")]

    def __str__(self) -> str:
        return f"{self.capability} of {self.connection_id}: {'on' if self.on else 'off'}"
