"""What is copied from an ATS: jobs, stages, people, applications."""

from django.db import models
from django.db.models.functions import Now

from candidates.models import Candidacy, InviteAttempt
from candidates.states import Standing
from integrations.models.connections import Connection
from portal.scope import ClientRow
from roles.models import Role


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
    department = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    role_value = models.CharField(max_length=300, blank=True)
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    role_by_hand = models.BooleanField(  # a person chose it, or none: no rule does
        default=False, db_default=False
    )
    assigned = models.JSONField(default=list)  # [{"id": remote person, "role": …}]
    gone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def takes_no_invites(self) -> bool:
        """Whether it is closed: as edited here, else as the ATS says (O2)."""
        own = {edit.field: edit.value for edit in self.edits.all()}
        return own.get("status", self.status) == "closed"


class Stage(Mirror):
    """A stage of the ATS and the standing it means here; unmapped it means nothing (G7)."""

    job_remote_id = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    order = models.IntegerField(default=0)
    standing = models.CharField(max_length=16, choices=Standing.choices, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # a whole list came without it

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
