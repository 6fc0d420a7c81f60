"""What interviewers found."""

from django.conf import settings
from django.db import models

from candidates.models.interviews import Interview
from portal.scope import ClientRow
from roles.models import ScoringBar

USER = settings.AUTH_USER_MODEL


class Recommendation(models.TextChoices):
    """What the interviewer recommends."""

    STRONG_YES = "strong_yes", "Strong yes"
    YES = "yes", "Yes"
    NO = "no", "No"
    STRONG_NO = "strong_no", "Strong no"


class WriteUp(ClientRow):
    """What the interviewer found: a draft until submitted, never changed after."""

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="write_up")
    scores = models.JSONField(default=dict)  # competency: 1 to 4
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices, blank=True)
    summary = models.TextField(blank=True)
    bar = models.ForeignKey(ScoringBar, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Write-up of {self.interview_id}"
