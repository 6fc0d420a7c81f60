"""What people did to rows of the logs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from integrations.models.connections import Connection
from integrations.models.inbox import Delivery
from integrations.models.long_acts import LongAct
from integrations.models.outbox import AtsUpdate
from portal.models import User
from portal.scope import ClientRow


class What(models.TextChoices):
    """What somebody did."""

    REPLAYED = "replayed", "Replayed"
    RESENT = "resent", "Sent again"
    DISCARDED = "discarded", "Discarded"
    EXPORTED = "exported", "Exported"


class LogAct(ClientRow):
    """Somebody replayed a webhook, sent an update again, discarded one, or took an export."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="acts")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.CASCADE, related_name="acts")
    update = models.ForeignKey(AtsUpdate, null=True, on_delete=models.CASCADE, related_name="acts")
    what = models.CharField(max_length=10, choices=What.choices)
    detail = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["connection", "what", "-id"], name="acts_newest")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} by {self.by_id}"


class BulkAct(LongAct):
    """Somebody had many webhooks replayed, or many updates sent again; each leaves a LogAct too."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="bulk_acts")
    what = models.CharField(max_length=10, choices=What.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rows = ArrayField(models.BigIntegerField())  # of the log, oldest first
    left = models.CharField(max_length=300, blank=True)  # why the last that was left as it is was

    class Meta:
        indexes = [
            models.Index(fields=["connection", "what", "-id"], name="bulk_acts_newest"),
            models.Index(fields=["lease_until"], name="bulk_acts_to_do", condition=LongAct.TO_DO),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.total} by {self.by_id}"

    @property
    def did(self) -> str:
        """What was done, in a word."""
        return self.get_what_display()

    @property
    def came_to(self) -> str:
        """How many went on, and why others did not."""
        told = f"{self.changed} of {self.total}."
        left = self.looked_at - self.changed
        return f"{told} Left as they were: {left}. {self.left}" if left else told
