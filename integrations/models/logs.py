"""What passed between us and an ATS: calls and syncs."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from integrations.models.connections import Connection
from integrations.models.inbox import Delivery
from integrations.models.outbox import AtsUpdate
from portal.models import User
from portal.scope import ClientRow


class Call(ClientRow):
    """One request of ours to an ATS, masked before it is kept (K7), and what it was made for."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="calls")
    update = models.ForeignKey(
        AtsUpdate, null=True, on_delete=models.SET_NULL, related_name="calls"
    )
    delivery = models.ForeignKey(
        Delivery, null=True, on_delete=models.SET_NULL, related_name="calls"
    )
    sync = models.ForeignKey(
        "integrations.SyncRun", null=True, on_delete=models.SET_NULL, related_name="calls"
    )
    at = models.DateTimeField(db_default=Now())
    method = models.CharField(max_length=8)
    origin = models.CharField(max_length=200, blank=True)  # "https://harvest.greenhouse.io"
    path = models.CharField(max_length=300)
    request_id = models.CharField(max_length=100, blank=True)  # the vendor's, for its support
    request_headers = models.JSONField(default=dict)
    request_body = models.TextField(blank=True)
    response_headers = models.JSONField(default=dict)
    response_body = models.TextField(blank=True)
    about = ArrayField(models.CharField(max_length=100), default=list)  # the ids that it named
    status = models.PositiveSmallIntegerField(null=True)  # none: no answer
    milliseconds = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["connection", "-id"], name="calls_newest"),
            models.Index(fields=["connection", "method", "-id"], name="calls_of_method"),
            models.Index(
                fields=["connection", "-id"], name="calls_that_failed", condition=~Q(error="")
            ),
            GinIndex(fields=["about"], name="calls_about"),
            BrinIndex(fields=["at"], name="calls_at"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class SyncState(models.TextChoices):
    """Where a sync run is."""

    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class SyncRun(ClientRow):
    """One comparison with the ATS: what it saw, changed, ignored and failed on (G10)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="syncs")
    state = models.CharField(max_length=8, choices=SyncState.choices, default=SyncState.RUNNING)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(db_default=Now())
    step = models.CharField(max_length=20, default="jobs")  # what is being read
    cursor = models.TextField(blank=True)  # of the next page, saved with the page before (P34)
    since = models.DateTimeField(null=True, blank=True)
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    whole_lists = models.JSONField(default=dict)  # how many rows each list had that was read whole
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "connection", name="one_sync_at_a_time", condition=Q(state="running")
            ),
        ]
        indexes = [models.Index(fields=["connection", "-id"], name="syncs_newest")]

    def __str__(self) -> str:
        return f"Sync {self.pk}"
