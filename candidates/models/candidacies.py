"""People, their candidacies, and who follows them."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Now

from candidates.states import FINAL, InterviewState, Standing
from portal.scope import ClientRow
from roles.models import Role

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
    mails_stopped_at = models.DateTimeField(null=True, blank=True)  # those that are optional (I6)
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
