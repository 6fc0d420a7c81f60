"""What the portal keeps: organizations, their groups and people, mail, and heartbeats."""

import uuid
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now

from portal.work import WorkRow


def validate_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Choose one such as Europe/Berlin.")


class Organization(models.Model):
    """A client of the service; everything of a client's hangs below it (A1)."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    open_roles = models.BooleanField(
        "open every role to every user",
        default=False,
        help_text="Otherwise people see the roles of their own groups.",
    )
    recent_interview_warning = models.BooleanField(
        "warn about recent interviews",
        default=False,
        help_text="Stops an invite when the "
        "candidate completed an identical interview in the last six months.",
    )
    cancel_on_final_status = models.BooleanField(
        "cancel interviews by themselves when the ATS says hired, rejected or withdrawn",
        default=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A part of an organization; roles, and with them candidacies, belong to one (A2)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organization", "slug", name="one_group_per_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in lower case (A5)."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class ServiceRole(models.TextChoices):
    """What a person is to the service itself, beside any organization."""

    NONE = "", "Client"
    INTERVIEWER = "interviewer", "Interviewer"
    SUPPORT = "support", "Support staff"


class Theme(models.TextChoices):
    """How the pages look to a person."""

    SYSTEM = "system", "As my device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class User(AbstractBaseUser):
    """A person who signs in by e-mail; archived, never deleted (B4)."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    service_role = models.CharField(max_length=12, choices=ServiceRole.choices, blank=True)
    is_active = models.BooleanField(default=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class Kind(models.TextChoices):
    """The kinds of people, in the order of the permission table (B3)."""

    ORG_ADMIN = "org_admin", "Organization admin"
    GROUP_ADMIN = "group_admin", "Group admin"
    RECRUITER = "recruiter", "Recruiter"
    HIRING_MANAGER = "hiring_manager", "Hiring manager"
    GRADER = "grader", "Grader"
    VENDOR_RECRUITER = "vendor_recruiter", "Vendor recruiter"
    INTERVIEWER = "interviewer", "Interviewer"
    SUPPORT = "support", "Support staff"


MEMBER_KINDS = [kind for kind in Kind if kind not in (Kind.INTERVIEWER, Kind.SUPPORT)]


class Membership(models.Model):
    """What a user is in one organization, and which of its groups they reach (B2)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.label) for kind in MEMBER_KINDS]
    )
    all_groups = models.BooleanField(default=False)
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "user", name="one_membership_per_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.organization}"


class ApiScope(models.TextChoices):
    """What a key may read."""

    STATUS = "status", "The status of the connections"


class ApiKey(models.Model):
    """A key for another program; of the key itself only a digest and the end are kept (P59)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=10, choices=ApiScope.choices, default=ApiScope.STATUS)
    digest = models.CharField(max_length=64, unique=True)  # sha256 of a key that nobody can guess
    last_four = models.CharField(max_length=4)
    press = models.UUIDField(default=uuid.uuid4)  # of the button that made it
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True, blank=True)  # to the minute
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "press", name="one_api_key_per_press"),
        ]

    def __str__(self) -> str:
        return self.name


class Mail(WorkRow):
    """A mail to one addressee, kept as its kind and row ids and rendered when sent (P32, P46)."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE)
    address = models.EmailField()
    ids = models.JSONField(default=dict)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="mail_due", condition=WorkRow.OPEN),
            models.Index(fields=["-id"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class RenderedMail(models.Model):
    """What a sent mail said; kept in the demo only, for its outbox page (P46)."""

    mail = models.OneToOneField(Mail, on_delete=models.CASCADE, related_name="rendered")
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a part of the stack last proved that it works."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name
