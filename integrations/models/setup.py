"""How far the guided set-up of a connection is, and who asked for an ATS that there is none of."""

from django.db import models
from django.db.models.functions import Now

from integrations.models.connections import Connection
from portal.models import User
from portal.scope import ClientRow


class StepProof(ClientRow):
    """What the last check of a step found, or why the step was left out (K3)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="steps")
    step = models.SlugField(max_length=40)
    ok = models.BooleanField(default=False)
    findings = models.JSONField(default=list)  # name, ok, text of each
    left_out = models.CharField(max_length=300, blank=True)  # the reason
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("connection", "step", name="one_proof_per_step"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.connection_id}"


class AtsRequest(ClientRow):
    """A customer's wish for an ATS; the document is dropped once support has the mail."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ats = models.CharField(max_length=120)
    website = models.URLField(max_length=300)
    needs = models.TextField()
    document = models.BinaryField(null=True)
    document_name = models.CharField(max_length=120, blank=True)
    document_type = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.ats
