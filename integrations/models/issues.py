"""What is wrong with a connection, a row for each problem and each time it lasted."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from integrations.models.connections import Connection
from portal.models import User
from portal.scope import ClientRow


class IssueKind(models.TextChoices):
    """What can be wrong (K5)."""

    BAD_KEY = "bad_key", "The key is refused"
    EXPIRED_SIGN_IN = "expired_sign_in", "The sign-in has expired"
    MISSING_PERMISSION = "missing_permission", "A permission or setting is missing"
    OFFLINE = "offline", "The ATS is offline"
    API_ERRORS = "api_errors", "Updates are not taken"
    HOOKS_REFUSED = "hooks_refused", "Webhooks are refused"
    HOOKS_FAILING = "hooks_failing", "Webhooks cannot be worked on"
    HOOKS_SILENT = "hooks_silent", "No webhook arrives any more"
    SHRUNK = "shrunk", "The ATS shows much less than before"
    KEY_EXPIRES = "key_expires", "The key expires soon"


ATS_ADMIN = "An admin of the ATS"
WHO_CAN_FIX = {
    IssueKind.OFFLINE: "Nobody has to: it clears itself",
    IssueKind.API_ERRORS: "A recruiter, from the log of updates, or our support",
    IssueKind.HOOKS_FAILING: "Our support",
}  # of the others: ATS_ADMIN


class Issue(ClientRow):
    """One problem of a connection, from when it was first seen until it was over for good.

    `ended_at` is when it was seen no more. It can come back until it is `settled_at`: a problem
    that flaps is one episode.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="issues")
    kind = models.CharField(max_length=20, choices=IssueKind.choices)
    subject = models.CharField(max_length=40, blank=True)  # which of several of the same kind
    detail = models.CharField(max_length=500)  # what happened, in a sentence
    remedy = models.CharField(max_length=700)  # what to do about it
    step = models.CharField(max_length=20, blank=True)  # how far it went; a new one is told anew
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snoozed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "connection", "kind", "subject", name="one_issue_at_a_time",
                condition=Q(settled_at=None),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["connection", "-ended_at", "-id"], name="issues_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.connection_id})"

    @property
    def is_snoozed(self) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > timezone.now()

    @property
    def state(self) -> str:
        """Where it stands: open, snoozed or ended."""
        if self.ended_at:
            return "ended"
        return "snoozed" if self.is_snoozed else "open"

    @property
    def who(self) -> str:
        """Who can fix it."""
        return WHO_CAN_FIX.get(IssueKind(self.kind), ATS_ADMIN)
