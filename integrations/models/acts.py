"""What people did to rows of the logs."""

from django.db import models
from django.db.models.functions import Now

from integrations.models.connections import Connection
from integrations.models.inbox import Delivery
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
