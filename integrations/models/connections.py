"""A connection to one ATS account, its condition and its tokens."""

import secrets
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now

from integrations.sealed import SealedField
from portal.models import Group, User
from portal.scope import ClientRow

if TYPE_CHECKING:
    from integrations.connector import Connector


class Condition(models.TextChoices):
    """How a connection is (K5)."""

    DRAFT = "draft", "Draft"
    CONNECTED = "connected", "Connected"
    DEGRADED = "degraded", "Degraded"
    NEEDS_ATTENTION = "needs_attention", "Needs attention"
    PAUSED = "paused", "Paused"
    DISCONNECTED = "disconnected", "Disconnected"


def new_token() -> str:
    """An unguessable part of a connection's webhook address."""
    return secrets.token_urlsafe(24)


class Connection(ClientRow):
    """One ATS account connected for one group (A3)."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    vendor = models.SlugField(max_length=30)
    name = models.CharField(max_length=120)
    token = models.CharField(max_length=64, unique=True, default=new_token)
    base_url = models.URLField(max_length=300)
    auth_url = models.URLField(max_length=300, blank=True)
    choices = models.JSONField(default=dict)  # names and presets: the connector's `settings`
    trigger_ids = models.JSONField(default=dict)  # {name of the stage that invites: its ids}
    sync_tokens = models.JSONField(default=dict)  # {list: what asks the ATS for changes since}
    switched_off = models.JSONField(default=list)  # capabilities, by name (switches.py)
    secrets = SealedField(default=dict)
    previous_secrets = SealedField(default=dict)  # by name: secret, until (P9: overlap.py)
    secrets_changed_at = models.DateTimeField(null=True, blank=True)
    old_secret_used_at = models.DateTimeField(null=True, blank=True)
    secrets_expire_on = models.DateField(null=True, blank=True)  # as the vendor says, if it does
    fallback_recruiter = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    active = models.BooleanField(default=False)  # set up and checked once
    paused_at = models.DateTimeField(null=True, blank=True)
    disconnected_at = models.DateTimeField(null=True, blank=True)
    key_refused_at = models.DateTimeField(null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)  # failures in a row (P29)
    probe_at = models.DateTimeField(null=True, blank=True)  # breaker open: no calls before
    problem = models.TextField(blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_hook_at = models.DateTimeField(null=True, blank=True)
    last_question_at = models.DateTimeField(null=True, blank=True)  # we answered a call of the ATS
    hook_refused_at = models.DateTimeField(null=True, blank=True)  # a signature did not match
    next_sync_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(null=True, blank=True)
    next_review_at = models.DateTimeField(null=True, blank=True)  # of its issues
    options_due_at = models.DateTimeField(null=True, blank=True)  # our roles changed (C5)
    created_at = models.DateTimeField(db_default=Now())
    maintenance_weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # Monday is 0
    maintenance_start = models.TimeField(null=True, blank=True)
    maintenance_minutes = models.PositiveSmallIntegerField(default=0)
    maintenance_zone = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "name", name="one_connection_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def connector(self) -> "Connector":
        """The code that speaks to this vendor, for this connection."""
        from integrations.connectors import connector_for

        return connector_for(self)

    @property
    def open_for_calls(self) -> bool:
        """Whether anything may be sent to the ATS now."""
        return not (self.paused_at or self.disconnected_at or self.key_refused_at)

    def seal_binding(self) -> str:
        """What this connection's secrets are bound to (P59)."""
        return f"{self.organization_id}:{self.token}"

    def choice(self, name: str) -> str:
        """A setting of this connection, or the connector's preset."""
        preset = type(self.connector).settings_by_name()[name].preset
        return str(self.choices.get(name, preset))


class AccessToken(models.Model):
    """A short-lived access token of a connection, sealed like its secrets.

    Where the vendor gives a new refresh token with each, only who holds the lease fetches one.
    """

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, related_name="access_token"
    )
    sealed = SealedField(default=dict)
    expires_at = models.DateTimeField()
    renewed_until = models.DateTimeField(null=True)  # the lease of who fetches the next

    def __str__(self) -> str:
        return f"Token of {self.connection_id}"

    def seal_binding(self) -> str:
        """What this token is bound to (P59)."""
        return str(self.connection_id)


class CallClock(models.Model):
    """When a connection's next call would go out if calls were evenly spaced (P28)."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    even_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Calls of {self.connection_id}"
