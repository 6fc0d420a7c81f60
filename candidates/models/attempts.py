"""Attempts to invite, however they ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from candidates.models.candidacies import Candidacy
from candidates.models.interviews import Interview
from candidates.models.resumes import Resume
from portal.scope import ClientRow
from roles.models import Role

USER = settings.AUTH_USER_MODEL


class Source(models.TextChoices):
    """The ways in (D1)."""

    FORM = "form", "Invite form"
    URL = "url", "ATS profile URL"
    CSV = "csv", "CSV import"
    WEBHOOK = "webhook", "ATS webhook"
    ASSESSMENT = "assessment", "ATS assessment call"
    API = "api", "API"


class Outcome(models.TextChoices):
    """How an attempt to invite ended: sent, or refused with a code of section L."""

    SENT = "sent", "Invited"
    L1 = "L1", "Role missing or invalid"
    L2 = "L2", "Phone too short"
    L3 = "L3", "Already has an active interview"
    L4 = "L4", "Recruiter is the candidate"
    L5 = "L5", "Name or e-mail missing or not valid"
    L6 = "L6", "Recently interviewed"


class InviteAttempt(ClientRow):
    """One attempt to invite, however it ended (D16); the key makes a repeat the same one (D20)."""

    source = models.CharField(max_length=12, choices=Source.choices)
    key = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=120, blank=True)
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    recruiter = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    recruiter_remark = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    followers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    candidacy = models.ForeignKey(
        Candidacy, null=True, on_delete=models.CASCADE, related_name="attempts"
    )
    interview = models.ForeignKey(Interview, null=True, on_delete=models.CASCADE, related_name="+")
    resume = models.ForeignKey(Resume, null=True, on_delete=models.SET_NULL, related_name="+")
    profile_url = models.URLField(max_length=500, blank=True)
    outcome = models.CharField(max_length=4, choices=Outcome.choices)
    codes = models.JSONField(default=list)  # every code that applied, in the order of D3
    text = models.TextField(blank=True)  # as shown to people and sent to the ATS
    confirmed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "key", name="one_attempt_per_key", condition=~Q(key="")
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="attempts_newest"),
            models.Index(
                fields=["organization", "-id"],
                name="attempts_waiting",
                condition=~Q(outcome="sent") & Q(confirmed_at=None, dismissed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.pk}: {self.outcome}"
