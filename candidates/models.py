"""What candidates keep: people, candidacies, interviews, attempts, events, hours and write-ups."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Now

from candidates.states import ACTIVE, FINAL, HELD, EventKind, InterviewState, Standing
from portal.scope import ClientRow
from roles.models import Role, ScoringBar

USER = settings.AUTH_USER_MODEL


class LastName(Func):
    """The last word of a name."""

    function = "REGEXP_REPLACE"
    template = "%(function)s(%(expressions)s, '^.* ', '')"
    output_field = models.TextField()


def _prefix(what: Combinable) -> OpClass:
    """An index column that serves "begins with"."""
    return OpClass(what, "text_pattern_ops")


class Candidate(ClientRow):
    """A person inside one organization, known by e-mail (A5)."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    phone = models.CharField(max_length=60, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "email", name="one_candidate_per_email"),
        ]
        indexes = [
            models.Index("organization", _prefix(Lower("name")), name="candidate_name"),
            models.Index("organization", _prefix(Lower(LastName("name"))), name="candidate_last"),
            models.Index("organization", _prefix(F("email")), name="candidate_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class Candidacy(ClientRow):
    """One candidate in one role, and everything that followed (A1, A4).

    `state` repeats that of the latest interview, so that one index serves the funnel.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="candidacies")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    recruiter = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recruiter_remark = models.CharField(max_length=200, blank=True)  # why the fallback (J2)
    invited_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    profile_url = models.URLField("ATS profile URL", max_length=500, blank=True)
    state = models.CharField(
        max_length=16, choices=InterviewState.choices, default=InterviewState.SCHEDULING
    )
    standing = models.CharField(max_length=16, choices=Standing.choices, blank=True)
    standing_raw = models.CharField(max_length=200, blank=True)
    standing_at = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=True)  # in the Active funnel
    activity_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "candidacies"
        constraints = [
            models.UniqueConstraint("candidate", "role", name="one_candidacy_per_role"),
        ]
        indexes = [
            models.Index(
                "organization", F("activity_at").desc(), F("id").desc(), "state", "role",
                "recruiter", name="funnel", condition=Q(active=True),
            ),
            models.Index(
                fields=["organization", "state"], name="funnel_counts", condition=Q(active=True)
            ),
            models.Index(
                "organization", F("activity_at").desc(), F("id").desc(), name="funnel_ended",
                condition=Q(active=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.candidate} for {self.role}"

    @property
    def standing_words(self) -> str:
        """The standing, and that it is final where it is (G4)."""
        words = self.get_standing_display()
        return f"{words} (final)" if self.standing in FINAL else words


class Follower(ClientRow):
    """A user who hears of a candidacy beside its recruiter (I3, J7)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    from_ats = models.BooleanField(default=False)  # a hiring-team member (J4)

    class Meta:
        constraints = [
            models.UniqueConstraint("candidacy", "user", name="one_follower_per_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user} follows {self.candidacy}"


class _TimeRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class _IdRange(Func):
    """A range of one id: lets an exclusion constraint compare ids without an extension."""

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s, '[]')"


class Interview(ClientRow):
    """One sitting, from invite to result (E); all times are UTC instants."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="interviews")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=16, choices=InterviewState.choices, default=InterviewState.SCHEDULING
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True)  # of the calendar entry and the links
    link_version = models.PositiveSmallIntegerField(default=1)  # a new version kills old links
    sequence = models.PositiveSmallIntegerField(default=0)  # of the calendar entry
    window_ends_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)  # end and the role's buffer
    interviewer = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    redo_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="redo"
    )
    redo_offer_ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    late_presses = models.PositiveSmallIntegerField(default=0)
    questions_seen = models.BooleanField(default=False)
    candidate_seen_at = models.DateTimeField(null=True, blank=True)
    interviewer_seen_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "candidacy",
                name="one_active_interview_per_role",
                condition=Q(state__in=ACTIVE, redo_of=None),
            ),
            ExclusionConstraint(
                name="one_interview_at_a_time_per_interviewer",
                expressions=[
                    (_IdRange(F("interviewer"), F("interviewer")), RangeOperators.OVERLAPS),
                    (_TimeRange(F("starts_at"), F("busy_until")), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=HELD),
            ),
            ExclusionConstraint(
                name="one_interview_at_a_time_per_candidate",
                expressions=[
                    (_IdRange(F("candidate"), F("candidate")), RangeOperators.OVERLAPS),
                    (_TimeRange(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=HELD),
            ),
            models.CheckConstraint(
                name="a_held_interview_has_its_slot",
                condition=~Q(state__in=HELD)
                | Q(
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    busy_until__isnull=False,
                    interviewer__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["candidacy", "-id"], name="interviews_of_candidacy"),
            models.Index(fields=["interviewer", "starts_at"], name="interviewer_day"),
            models.Index(
                fields=["window_ends_at"], name="interviews_to_time_out",
                condition=Q(state__in=ACTIVE),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Interview {self.pk}"


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
    candidacy = models.ForeignKey(
        Candidacy, null=True, on_delete=models.CASCADE, related_name="attempts"
    )
    interview = models.ForeignKey(Interview, null=True, on_delete=models.CASCADE, related_name="+")
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

    def __str__(self) -> str:
        return f"{self.hat} of event {self.event_id}"


class MailChoice(models.Model):
    """A user's choice to hear of one kind of event or not; none means the preset (I1)."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="mail_choices")
    topic = models.CharField(max_length=20)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("user", "topic", name="one_choice_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.wanted}"
