"""What is wrong with the webhooks of a connection: refused, parked, or silent (K5, K9)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Max, Min, Q, QuerySet

from integrations.models import Connection, Delivery, IssueKind
from integrations.watch.issues import Problem
from portal.work import WorkState

WITHIN = timedelta(hours=6)
FEWEST = 2  # that failed
SHARE = 0.5  # of the webhooks that fail
HEARD_IN = timedelta(days=28)
FEWEST_HEARD = 5
MOST = 2000  # webhooks that are looked at
PATIENCE = 1.25  # times the longest silence so far
A_WEEK = timedelta(days=7)
SHORTEST_SILENCE = timedelta(hours=24)
FIRST_WEEK_SILENCE = timedelta(hours=72)  # a weekend, as long as none was seen


def refused(connection: Connection) -> Iterator[Problem]:
    """The last that came was not believed (K8)."""
    refused_at, heard_at = connection.hook_refused_at, connection.last_hook_at
    if refused_at is None or (heard_at and heard_at > refused_at):
        return
    yield Problem(
        IssueKind.HOOKS_REFUSED,
        "The last webhook was refused: its signature does not match the webhook secret.",
        f"Type the webhook secret of this connection into every webhook of "
        f"{connection.connector.name} again, or replace it here.",
        since=refused_at,
        at=refused_at,
    )


def failing(connection: Connection, now: datetime) -> Iterator[Problem]:
    """Half of the webhooks of six hours could not be worked on (K5)."""
    recent = Q(received_at__gte=now - WITHIN)
    parked = recent & Q(state=WorkState.PARKED)
    came = _newest(connection).aggregate(
        all=Count("pk", filter=recent),
        failed=Count("pk", filter=parked),
        since=Min("received_at", filter=parked),
        at=Max("received_at", filter=parked),
    )
    if came["failed"] < FEWEST or came["failed"] < came["all"] * SHARE:
        return
    yield Problem(
        IssueKind.HOOKS_FAILING,
        f"{came['failed']} of {came['all']} webhooks of the last 6 hours are parked.",
        "The log of webhooks says why each was parked. Our support reads them, too; they can be "
        "worked on again from there.",
        count=came["failed"],
        since=came["since"],
        at=came["at"],
    )


def silent(connection: Connection, now: datetime) -> Iterator[Problem]:
    """Nothing came for longer than usual, where something used to come (K9)."""
    heard_at = connection.last_hook_at
    if heard_at is None or now - heard_at < SHORTEST_SILENCE:
        return
    if now - heard_at < _usual_silence(connection, heard_at):
        return
    days = (now - heard_at).days
    yield Problem(
        IssueKind.HOOKS_SILENT,
        f"No webhook has come for {days} day{'' if days == 1 else 's'}, which is longer than usual "
        "here.",
        f"Look in {connection.connector.name} whether the webhooks of this connection are still "
        "active, and send a test. If nothing happened there, snooze this.",
        since=heard_at,
        at=heard_at,
    )


def _usual_silence(connection: Connection, heard_at: datetime) -> timedelta:
    """How long a silence may be here: a little longer than the longest of four weeks."""
    times = _newest(connection).values_list("received_at", flat=True)
    came = sorted(at for at in times if at > heard_at - HEARD_IN)
    if len(came) < FEWEST_HEARD:
        return timedelta.max
    longest = max(after - before for before, after in pairwise(came))
    seen_a_weekend = came[-1] - came[0] >= A_WEEK
    return max(PATIENCE * longest, SHORTEST_SILENCE if seen_a_weekend else FIRST_WEEK_SILENCE)


def _newest(connection: Connection) -> QuerySet[Delivery]:
    """The newest webhooks; what came to addresses that answer at once is none."""
    heard_at = [each.name for each in connection.connector.endpoints if not each.waits_for_answer]
    came = Delivery.objects.filter(connection=connection, endpoint__in=heard_at)
    return came.order_by("-pk")[:MOST]
