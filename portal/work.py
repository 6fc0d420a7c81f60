"""Rows that wait to be worked: claimed under a lease, tried again later, parked when hopeless."""

import random
import time
from datetime import timedelta
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

MOST_STRIKES = 8  # failures of our own before a row is parked (P19)
LEASE = timedelta(seconds=settings.LEASE_SECONDS)  # how long a worker may hold a row
CALLS_SECONDS = 0.75 * settings.LEASE_SECONDS  # calls for a row end before its lease does
GIVE_UP_AFTER = timedelta(hours=72)  # how long a partner's bad answers are borne (H5)
LONGEST_WAIT = timedelta(hours=6)


class Turn:
    """How long a worker goes on before it lets other work have its turn."""

    def __init__(self, seconds: float = 5) -> None:
        self._until = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        return time.monotonic() > self._until


class WorkState(models.TextChoices):
    """Where a row is between arriving and being dealt with."""

    WAITING = "waiting", "Waiting"
    WORKING = "working", "In work"
    UNCLEAR = "unclear", "Unclear"
    DONE = "done", "Done"
    IGNORED = "ignored", "Ignored"
    MERGED = "merged", "Merged"
    GAVE_UP = "gave_up", "Gave up"
    PARKED = "parked", "Parked"
    DISCARDED = "dropped", "Discarded"


class WorkRow(models.Model):
    """Something that must happen once; a queued task only reminds a worker to look (P15).

    `attempts` counts every claim. `strikes` counts beginnings that ended without an answer of
    anybody's: an exception or a killed process of ours. A partner's refusal takes the strike back.
    What a worker has claimed and not begun gets no strike when something else kills the worker.
    """

    OPEN = Q(state__in=["waiting", "working", "unclear"])

    state = models.CharField(max_length=8, choices=WorkState.choices, default=WorkState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    strikes = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True

    was: str  # the state before the claim: "working" tells of a worker that died

    @property
    def unsure(self) -> bool:
        """Whether an earlier try may have arrived: its answer was lost, or its worker died."""
        return self.was in (WorkState.WORKING, WorkState.UNCLEAR)

    @property
    def hopeless(self) -> bool:
        """Whether it has been failing for as long as we try (H5)."""
        since = self.failing_since
        return since is not None and timezone.now() - since >= GIVE_UP_AFTER

    def finish(self, state: str = WorkState.DONE, **fields: Any) -> None:
        """Say that this row needs no more work."""
        self._set(state=state, error=fields.pop("error", ""), failing_since=None, **fields)

    def wait(self, reason: str, *, at_least: float = 0, state: str = WorkState.WAITING) -> None:
        """Try again later: a partner did not answer as it should (H5, P28).

        Args:
            reason: what went wrong, in words.
            at_least: seconds that the partner asked us to wait.
        """
        pause = max(at_least, backoff(self.attempts).total_seconds())
        self._set(
            state=state,
            error=reason,
            strikes=F("strikes") - 1,
            failing_since=models.functions.Coalesce("failing_since", Now()),
            next_attempt_at=Now() + timedelta(seconds=pause),
        )

    def hold(self, reason: str, *, seconds: float, state: str = WorkState.WAITING) -> None:
        """Leave the row alone for so long: it waits for a key or a turn, and does not fail."""
        self._set(
            state=state,
            error=reason,
            strikes=F("strikes") - 1,
            next_attempt_at=Now() + timedelta(seconds=seconds),
        )

    def fail(self, reason: str, *, state: str = WorkState.WAITING) -> None:
        """Keep a failure of our own with the row; the eighth parks it (P19)."""
        if self.strikes >= MOST_STRIKES:
            self._set(state=WorkState.PARKED, error=reason)
        else:
            self._set(
                state=state,
                error=reason,
                next_attempt_at=Now() + backoff(self.strikes),
            )

    def begin(self) -> bool:
        """Count the try and hold the row for a whole lease; False when another worker has it."""
        self.strikes += 1
        changes = {"strikes": self.strikes, "next_attempt_at": Now() + LEASE}
        return self._mine().update(**changes) == 1

    def release(self) -> None:
        """Give the row back untried, for a worker whose turn is over."""
        self._set(state=self.was, attempts=F("attempts") - 1, next_attempt_at=Now())

    def _mine(self) -> "models.QuerySet[Self]":
        rows: models.QuerySet[Self] = type(self)._base_manager.filter(
            pk=self.pk, state=WorkState.WORKING, attempts=self.attempts
        )
        return rows

    def _set(self, **fields: Any) -> None:
        """Say what came of it, unless the lease is over and another worker has the row now."""
        self._mine().update(**fields)


Row = TypeVar("Row", bound=WorkRow)


def backoff(tries: int) -> timedelta:
    """How long to wait after this many tries: growing from a minute to six hours, with jitter."""
    seconds = settings.RETRY_SECONDS * 2 ** min(tries - 1, 12) if tries > 0 else 0
    return min(timedelta(seconds=seconds * random.uniform(0.8, 1.2)), LONGEST_WAIT)  # noqa: S311


def claim(model: type[Row], *, limit: int, only: str = "TRUE") -> list[Row]:
    """Take up to `limit` due rows for the time of a lease, by the database's clock (P20).

    Args:
        only: a further SQL condition on the table, which is called `work` in it.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    park = f"""
        UPDATE {table} SET state = 'parked', error = coalesce(nullif(error, ''),
            'The worker stopped each time it tried this.')
        WHERE state = 'working' AND next_attempt_at <= statement_timestamp() AND strikes >= %s
    """  # noqa: S608
    take = f"""
        UPDATE {table} SET state = 'working', attempts = attempts + 1,
            next_attempt_at = statement_timestamp() + %s
        FROM (
            SELECT id, state AS was FROM {table} AS work
            WHERE state IN ('waiting', 'working', 'unclear')
                AND next_attempt_at <= statement_timestamp()
                AND {only}
            ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
        ) AS due
        WHERE {table}.id = due.id RETURNING {table}.*, due.was
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(park, [MOST_STRIKES])
    rows = model._base_manager.raw(take, [LEASE, limit])
    return sorted(rows, key=lambda row: row.pk)
