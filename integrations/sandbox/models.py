"""What the toy vendors keep: their records, who may call, what came in and what went out."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone


class Account(models.Model):
    """The one customer of a vendor: its API credential, its limits, its settings."""

    vendor = models.CharField(max_length=20, unique=True)
    site_url = models.URLField(
        help_text="Where this sandbox is served, without a slash at the end."
    )
    client_id = models.CharField(max_length=100, blank=True)
    client_secret = models.CharField(max_length=200, blank=True)
    scopes = models.JSONField(default=list, blank=True)
    token_generation = models.PositiveIntegerField(default=1)
    token_seconds = models.PositiveIntegerField(default=3600)
    rate_limit = models.PositiveIntegerField(default=150)
    rate_seconds = models.PositiveIntegerField(default=30)
    retry_scale = models.FloatField(default=1.0)
    settings = models.JSONField(
        default=dict, blank=True, help_text="What only this vendor's customers can set."
    )

    def __str__(self) -> str:
        return self.vendor


class Record(models.Model):
    """One row of a vendor, kept as the JSON the vendor would show (custom fields kept raw)."""

    vendor = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    number = models.BigIntegerField()
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "kind", "number"], name="sandbox_one_record_per_number"
            )
        ]
        indexes = [GinIndex(fields=["data"], name="sandbox_data", opclasses=["jsonb_path_ops"])]

    def __str__(self) -> str:
        return f"{self.vendor} {self.kind} {self.number}"

    def __getitem__(self, name: str) -> Any:
        return self.data[name]


class Window(models.Model):
    """How many calls a limiter has counted since its window opened."""

    name = models.CharField(max_length=60, unique=True)
    opened_at = models.DateTimeField()
    used = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """One API call the vendor received, and what it answered."""

    vendor = models.CharField(max_length=20)
    bucket = models.CharField(max_length=20)
    received_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10)
    path = models.TextField()
    body = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    fault = models.CharField(max_length=20, blank=True)
    retry_until = models.DateTimeField(null=True)
    early = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["vendor", "-received_at"], name="sandbox_calls"),
            models.Index(fields=["vendor", "bucket", "retry_until"], name="sandbox_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class FaultKind(models.TextChoices):
    """What can go wrong on demand: ten faults of the API, three of the webhooks."""

    TOO_MANY = "429", "429 Too Many Requests"
    SERVER_ERROR = "500", "500 Internal Server Error"
    SLOW = "slow", "Slow answers"
    HTML = "html", "HTML instead of JSON"
    TRUNCATED = "truncated", "JSON cut short"
    DROPPED = "dropped", "Answer lost on the way"
    HUGE = "huge", "64 MiB packed into kilobytes"
    DRIP = "drip", "Answer in drops"
    UNAUTHORIZED = "401", "401 Unauthorized"
    FORBIDDEN = "403", "403 for one scope"
    BAD_SIGNATURE = "bad_signature", "Webhook with a bad signature"
    DUPLICATE = "duplicate", "Webhook sent several times"
    SHUFFLE = "shuffle", "Webhooks out of order"


class Fault(models.Model):
    """A switch that makes the vendor misbehave for a time, a number of calls, or by chance."""

    vendor = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=FaultKind.choices)
    path = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=10, blank=True)
    scope = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField(null=True)
    left = models.PositiveIntegerField(null=True)
    chance = models.FloatField(default=1.0)
    seed = models.IntegerField(default=0)
    delay = models.FloatField(default=2.0)
    copies = models.PositiveIntegerField(default=2)
    retry_after = models.CharField(max_length=60, blank=True)
    after_work = models.BooleanField(default=False)
    judged = models.PositiveIntegerField(default=0)
    struck = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.vendor} {self.get_kind_display()}"


class Hook(models.Model):
    """One webhook as the customer set it up: one event, one address, one secret."""

    vendor = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    event = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=200, blank=True)
    disabled = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.vendor} {self.event}"


class DeliveryState(models.TextChoices):
    """What became of a delivery."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    GAVE_UP = "gave up", "Gave up"


class Delivery(models.Model):
    """One webhook message on its way, with every attempt and every answer."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.CharField(max_length=40)
    body = models.TextField()
    ping = models.BooleanField(default=False)
    bad_signature = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    first_due_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    answers = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="sandbox_due", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.hook} {self.event_id}"


class PartnerCall(models.Model):
    """One call the vendor made to its assessment partner."""

    vendor = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=20)
    method = models.CharField(max_length=10)
    url = models.TextField()
    body = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.status}"
