"""When interviewers can be booked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

USER = settings.AUTH_USER_MODEL


class Availability(models.Model):
    """Weekly hours in which an interviewer can be booked, in the interviewer's own zone (E12)."""

    interviewer = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField(
        choices=list(enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                                "Saturday", "Sunday"])),
    )  # fmt: skip
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        verbose_name_plural = "availabilities"
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(name="hours_end_after_start", condition=Q(ends__gt=F("starts"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M} to {self.ends:%H:%M}"


class TimeOff(models.Model):
    """A span in which an interviewer cannot be booked."""

    interviewer = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="time_off")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "times off"
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="time_off_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} to {self.ends_at:%Y-%m-%d %H:%M} UTC"
