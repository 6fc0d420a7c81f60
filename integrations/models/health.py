"""How a connection has been: outages, and proofs of what works."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from integrations.models.connections import Connection
from portal.scope import ClientRow


class Outage(ClientRow):
    """A time in which a connection could not be used: opened by the first failure (K6)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="outages")
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    waited_updates = models.PositiveIntegerField(default=0)  # when it ended
    waited_deliveries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "connection", name="one_open_outage", condition=Q(ended_at=None)
            ),
        ]

    @property
    def length(self) -> timedelta | None:
        """How long it lasted; None while it goes on."""
        return self.ended_at - self.began_at if self.ended_at else None

    def __str__(self) -> str:
        return f"Outage of {self.connection_id} from {self.began_at:%Y-%m-%d %H:%M}"


class CapabilityProof(ClientRow):
    """What was last tried to prove a capability of a connection, and what came of it (K4)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="proofs")
    capability = models.CharField(max_length=30)
    ok = models.BooleanField()
    tried = models.CharField(max_length=300)
    remedy = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_default=Now())
    ok_since = models.DateTimeField(null=True, blank=True)
    red_since = models.DateTimeField(null=True, blank=True)  # the other one is empty

    class Meta:
        constraints = [
            models.UniqueConstraint("connection", "capability", name="one_proof_per_capability"),
        ]

    def __str__(self) -> str:
        return f"{self.capability}: {'ok' if self.ok else 'not ok'}"
