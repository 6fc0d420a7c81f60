"""Who is told of what, and who wishes to be."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from candidates.models.attempts import InviteAttempt
from candidates.models.candidacies import Candidate
from candidates.models.events import InterviewEvent
from portal.scope import ClientRow

USER = settings.AUTH_USER_MODEL


class Hat(models.TextChoices):
    """Why somebody hears of an event (I1)."""

    CANDIDATE = "candidate", "Candidate"
    RECRUITER = "recruiter", "Recruiter"
    FOLLOWER = "follower", "Follower"
    GRADER = "grader", "Grader"
    HIRING_MANAGER = "hiring_manager", "Hiring manager"
    INTERVIEWER = "interviewer", "Interviewer"


class Notification(ClientRow):
    """That one person is told of one event or attempt, once, whatever hats they wear (I5)."""

    event = models.ForeignKey(
        InterviewEvent, null=True, on_delete=models.CASCADE, related_name="notifications"
    )
    attempt = models.ForeignKey(
        InviteAttempt, null=True, on_delete=models.CASCADE, related_name="notifications"
    )
    hat = models.CharField(max_length=16, choices=Hat.choices)
    user = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, null=True, on_delete=models.CASCADE, related_name="+")
    mail = models.ForeignKey("portal.Mail", null=True, on_delete=models.SET_NULL)
    skipped = models.CharField(max_length=120, blank=True)  # why no mail was sent
    daily = models.BooleanField(default=False)  # goes, or went, with the daily mail (I4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "event", "user", name="one_notification_per_user", condition=Q(user__isnull=False)
            ),
            models.UniqueConstraint(
                "event", name="one_notification_per_candidate",
                condition=Q(candidate__isnull=False),
            ),
            models.UniqueConstraint(
                "attempt", "user", name="one_notification_per_attempt",
                condition=Q(attempt__isnull=False),
            ),
            models.CheckConstraint(
                name="a_notification_is_about_one_thing",
                condition=Q(event__isnull=False) ^ Q(attempt__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["user", "organization"], name="notifications_of_the_day",
                condition=Q(daily=True, mail=None, skipped=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.hat} of event {self.event_id}"


class MailChoice(models.Model):
    """A user's choice to hear of one kind of event or not; none means the preset (I1)."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="mail_choices")
    topic = models.CharField(max_length=20)
    wanted = models.BooleanField()
    daily = models.BooleanField(default=False)  # in one mail a day rather than at once

    class Meta:
        constraints = [models.UniqueConstraint("user", "topic", name="one_choice_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.wanted}"
