"""The timeline of a candidacy."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from candidates.models.candidacies import Candidacy
from candidates.models.interviews import Interview
from candidates.states import EventKind
from portal.scope import ClientRow

USER = settings.AUTH_USER_MODEL


class ActorKind(models.TextChoices):
    """Who did something (E10)."""

    USER = "user", "User"
    CANDIDATE = "candidate", "Candidate"
    SYSTEM = "system", "Liaison"
    ATS = "ats", "ATS"


class InterviewEvent(ClientRow):
    """One line of a candidacy's timeline: timeline, ATS updates and audit in one (E10)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="events")
    interview = models.ForeignKey(
        Interview, null=True, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField(db_default=Now())
    actor = models.CharField(max_length=10, choices=ActorKind.choices)
    user = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.TextField(blank=True)
    old_start = models.DateTimeField(null=True, blank=True)
    new_start = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["candidacy", "-id"], name="timeline"),
            models.Index(fields=["organization", "at", "kind"], name="events_of_the_week"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.candidacy_id}"
