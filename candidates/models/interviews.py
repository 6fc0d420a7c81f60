"""Interviews, and what keeps two of them apart."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from candidates.models.candidacies import Candidacy, Candidate
from candidates.states import ACTIVE, HELD, InterviewState
from portal.scope import ClientRow

USER = settings.AUTH_USER_MODEL


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
