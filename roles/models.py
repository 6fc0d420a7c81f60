"""What roles keep: interview formats, roles with their settings, scoring bars, the change log."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from portal.models import Group
from portal.scope import ClientRow


class InterviewFormat(models.Model):
    """A kind of interview the service offers: its length, competencies and questions (C3, E12).

    Formats and the interviewers qualified for them belong to the service, not to a client.
    """

    name = models.CharField(max_length=120, unique=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    competencies = models.JSONField(default=list)  # names, in the order of the write-up
    questions = models.TextField(blank=True)
    interviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="qualified_formats"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleStatus(models.TextChoices):
    """Whether a role takes new invites (C7)."""

    ACTIVE = "active", "Active"
    ARCHIVED = "archived", "Archived"


class Role(ClientRow):
    """What candidates are interviewed for (C1); times are in the units their names say."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    location = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=8, choices=RoleStatus.choices, default=RoleStatus.ACTIVE)
    format = models.ForeignKey(
        InterviewFormat, on_delete=models.PROTECT, verbose_name="interview format"
    )
    question_set = models.TextField(blank=True)
    hiring_managers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    graders = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    redo = models.BooleanField("offer a redo", default=False)
    window_days = models.PositiveSmallIntegerField(
        "days until an invite times out", default=28,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )  # fmt: skip
    booking_days = models.PositiveSmallIntegerField(
        "days to book in", null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Leave empty to allow booking until the invite times out.",
    )  # fmt: skip
    notice_hours = models.PositiveSmallIntegerField(
        "hours of notice before a slot", default=12, validators=[MaxValueValidator(168)]
    )
    grid_minutes = models.PositiveSmallIntegerField(
        "minutes between slot starts", default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )  # fmt: skip
    buffer_minutes = models.PositiveSmallIntegerField(
        "minutes free after an interview", default=30, validators=[MaxValueValidator(240)]
    )
    change_limit_minutes = models.PositiveSmallIntegerField(
        "minutes before start when candidates can no longer change it themselves", default=120,
        validators=[MaxValueValidator(2880)],
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "name", name="one_role_per_name"),
        ]
        indexes = [models.Index(fields=["organization", "status", "name"], name="role_list")]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_invites(self) -> bool:
        return self.status == RoleStatus.ACTIVE


class ScoringBar(ClientRow):
    """What a candidate must reach in a role; a change makes a new version (C1, C8)."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="bars")
    version = models.PositiveSmallIntegerField()
    pass_score = models.DecimalField(max_digits=3, decimal_places=2)  # mean score, of 1 to 4
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint("role", "version", name="one_bar_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.role} bar {self.version}"


class RoleChange(ClientRow):
    """One line of a role's change log: who changed what, when, from what to what (C2)."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    field = models.CharField(max_length=120)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["role", "-id"], name="role_change_log")]

    def __str__(self) -> str:
        return f"{self.field} of {self.role}"
