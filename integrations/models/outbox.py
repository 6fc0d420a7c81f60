"""What an ATS must be told."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from candidates.models import InterviewEvent, InviteAttempt
from integrations.models.mirror import Application
from portal.scope import ClientRow
from portal.work import WorkRow


class AtsUpdate(ClientRow, WorkRow):
    """Something the ATS must be told once, in order within its application (H3, H4)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="updates")
    event = models.ForeignKey(InterviewEvent, null=True, on_delete=models.CASCADE, related_name="+")
    attempt = models.ForeignKey(
        InviteAttempt, null=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=20)
    marker = models.UUIDField(default=uuid.uuid4, unique=True)
    status = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("application", "event", "kind", name="one_update_per_event"),
            models.UniqueConstraint(
                "application", "attempt", "kind", name="one_update_per_attempt",
                condition=Q(event=None),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["next_attempt_at"], name="update_due", condition=WorkRow.OPEN),
            models.Index(fields=["application", "id"], name="updates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for application {self.application_id}"
