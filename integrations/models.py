"""What integrations keep: connections, the ATS's mirror, inbox, outbox, calls, syncs, outages."""

import secrets
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from candidates.models import Candidacy, InterviewEvent, InviteAttempt
from candidates.states import Standing
from integrations.sealed import SealedField
from portal.models import Group, User
from portal.scope import ClientRow
from portal.work import WorkRow
from roles.models import Role

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
    secrets = SealedField(default=dict)
    previous_secrets = SealedField(default=dict)  # valid a day longer for webhooks (P9)
    secrets_changed_at = models.DateTimeField(null=True, blank=True)
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
    hook_refused_at = models.DateTimeField(null=True, blank=True)  # a signature did not match
    next_sync_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(null=True, blank=True)
    options_due_at = models.DateTimeField(null=True, blank=True)  # our roles changed (C5)
    created_at = models.DateTimeField(db_default=Now())

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


class Mirror(ClientRow):
    """A copy of one object of the ATS, by its id there."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="%(class)ss")
    remote_id = models.CharField(max_length=200)
    first_seen_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint("connection", "remote_id", name="one_%(class)s_per_id"),
        ]


class Job(Mirror):
    """A job (requisition) of the ATS; its role is set by hand or follows its role value (A6)."""

    code = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    status = models.CharField(max_length=20)
    status_raw = models.CharField(max_length=100, blank=True)
    location = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    role_value = models.CharField(max_length=300, blank=True)
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    assigned = models.JSONField(default=list)  # [{"id": remote person, "role": …}]
    gone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Stage(Mirror):
    """A stage of the ATS and the standing it means here; unmapped it means nothing (G7)."""

    job_remote_id = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    order = models.IntegerField(default=0)
    standing = models.CharField(max_length=16, choices=Standing.choices, blank=True)

    def __str__(self) -> str:
        return self.name


class Person(Mirror):
    """A user of the ATS; one of ours when the e-mail matches (J2)."""

    name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name or self.remote_id


class Application(Mirror):
    """An application in the ATS tied to a candidacy here; the only place of ATS ids (A4)."""

    candidate_remote_id = models.CharField(max_length=200, blank=True)
    job_remote_id = models.CharField(max_length=200, blank=True)
    candidacy = models.ForeignKey(
        Candidacy, null=True, on_delete=models.CASCADE, related_name="applications"
    )
    attempt = models.ForeignKey(
        InviteAttempt, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stage = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField(
        null=True, blank=True
    )  # the ATS's time of the last change applied (G8)
    callback = models.URLField(max_length=500, blank=True)  # an assessment call's address
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Mirror.Meta):
        indexes = [
            models.Index(
                fields=["connection", "candidate_remote_id"], name="application_of_candidate"
            ),
            models.Index(fields=["connection", "job_remote_id"], name="application_of_job"),
        ]

    def __str__(self) -> str:
        return self.remote_id


class Delivery(ClientRow, WorkRow):
    """Something an ATS sent us: kept as it came, worked on later (P1, P2, K8)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=128)
    endpoint = models.CharField(max_length=30)
    headers = models.JSONField(default=dict)  # those the connector asks to keep
    body = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)  # what came of it, in a sentence

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint("connection", "key", name="one_delivery_per_key"),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="delivery_due", condition=WorkRow.OPEN),
            models.Index(fields=["connection", "-id"], name="deliveries_newest"),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"


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


class Call(ClientRow):
    """One request of ours to an ATS, trimmed and masked (K7)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="calls")
    update = models.ForeignKey(AtsUpdate, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(db_default=Now())
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField(null=True)  # none: no answer
    milliseconds = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "-id"], name="calls_newest")]

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


class Outage(ClientRow):
    """A time in which a connection could not be used: opened by the first failure (K6)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="outages")
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "connection", name="one_open_outage", condition=Q(ended_at=None)
            ),
        ]

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

    class Meta:
        constraints = [
            models.UniqueConstraint("connection", "capability", name="one_proof_per_capability"),
        ]

    def __str__(self) -> str:
        return f"{self.capability}: {'ok' if self.ok else 'not ok'}"


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


class AccessToken(models.Model):
    """A short-lived access token of a connection, sealed like its secrets."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, related_name="access_token"
    )
    sealed = SealedField(default=dict)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Token of {self.connection_id}"

    def seal_binding(self) -> str:
        """What this token is bound to (P59)."""
        return str(self.connection_id)
