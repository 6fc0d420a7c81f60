"""What people decided about an ATS's jobs and stages: rules, changes, local edits."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.template.defaultfilters import pluralize
from django.utils import timezone

from integrations.models.connections import Connection
from integrations.models.long_acts import LongAct
from integrations.models.mirror import Job
from portal.models import User
from portal.scope import ClientRow
from roles.models import Role

TAKEN_BACK_WITHIN = timedelta(days=1)


class RuleField(models.TextChoices):
    """What of a job a rule looks at."""

    NAME = "name", "Title"
    CODE = "code", "Code"
    DEPARTMENT = "department", "Department"


class RuleHow(models.TextChoices):
    """How a rule compares; upper and lower case are the same."""

    CONTAINS = "contains", "contains"
    EQUALS = "equals", "is"


class JobRule(ClientRow):
    """Jobs like this lead to this role; the first rule that fits a job counts (A7)."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="job_rules")
    order = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=10, choices=RuleField.choices, default=RuleField.NAME)
    how = models.CharField(max_length=8, choices=RuleHow.choices, default=RuleHow.CONTAINS)
    words = models.CharField(max_length=200)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "order"],
                name="one_job_rule_per_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} {self.get_how_display()} “{self.words}”"


class Mapped(models.TextChoices):
    """What a mapping is of."""

    JOBS = "jobs", "Jobs"
    STAGES = "stages", "Stages"
    TRIGGER = "trigger", "Stage that invites"


class MappingChange(LongAct):
    """One change of a mapping: who, when, from what to what, and how far it is applied (A6, G7)."""

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="mapping_changes"
    )
    of = models.CharField(max_length=8, choices=Mapped.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)  # of one that nobody made by hand
    lines = models.JSONField(default=list)  # [{"key", "name", "from", "to", "was", "is", …}]
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["connection", "-id"], name="mapping_changes_newest"),
            models.Index(
                fields=["lease_until"],
                name="mapping_changes_to_apply",
                condition=LongAct.TO_DO,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_of_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def did(self) -> str:
        """What was done, in a word."""
        return "Mapped, and taken back" if self.undone_at else "Mapped"

    @property
    def came_to(self) -> str:
        """What it did so far, in words; empty where it is about no rows."""
        if self.of == Mapped.JOBS:
            return f"{self.changed} of {self.total} jobs changed."
        if self.of == Mapped.STAGES:
            seen = f"{self.looked_at} candidate{pluralize(self.looked_at)} looked at"
            return f"{seen}, {self.changed} status{pluralize(self.changed, 'es')} changed."
        return ""

    @property
    def recent(self) -> bool:
        """Whether it is young enough to be taken back."""
        return self.undone_at is None and timezone.now() - self.at < TAKEN_BACK_WITHIN


class EditedField(models.TextChoices):
    """What of a job can be worded otherwise here."""

    NAME = "name", "Title"
    LOCATION = "location", "Location"
    DESCRIPTION = "description", "Description"
    STATUS = "status", "Status"


class LocalEdit(ClientRow):
    """A field of a job that is ours now: syncs leave it alone until somebody gives it back (A7)."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="edits")
    field = models.CharField(max_length=11, choices=EditedField.choices)
    value = models.TextField(blank=True)
    theirs = models.TextField(blank=True)  # what the ATS said when somebody last looked
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("job", "field", name="one_local_edit_per_field"),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()} of {self.job_id}"
