"""What an ATS sent us."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models.functions import Now

from integrations.models.connections import Connection
from portal.scope import ClientRow
from portal.work import WorkRow


class Delivery(ClientRow, WorkRow):
    """Something an ATS sent us: kept as it came, worked on later or answered at once (P1, K8)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=128)
    endpoint = models.CharField(max_length=30)
    headers = models.JSONField(default=dict)  # those the connector asks to keep
    body = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)  # what came of it, in a sentence
    understood = models.JSONField(default=list)  # each piece of news: its kind, ids and stage
    answered = models.PositiveSmallIntegerField(null=True)  # the status, of a call that waited
    answer = models.TextField(blank=True)  # what such a call was told, masked
    about = ArrayField(models.CharField(max_length=250), default=list)  # "application:7"

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint("connection", "key", name="one_delivery_per_key"),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="delivery_due", condition=WorkRow.OPEN),
            models.Index(fields=["connection", "id"], name="delivery_turn", condition=WorkRow.OPEN),
            models.Index(fields=["connection", "-id"], name="deliveries_newest"),
            models.Index(fields=["connection", "state", "-id"], name="deliveries_in_state"),
            GinIndex(fields=["about"], name="deliveries_about"),
            BrinIndex(fields=["received_at"], name="deliveries_at"),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"
