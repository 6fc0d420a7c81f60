"""What is wrong with a connection right now, read from what is kept of it (K5, K9)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q

from integrations import health
from integrations.capabilities import Capability
from integrations.models import (
    AtsUpdate,
    CapabilityProof,
    Connection,
    IssueKind,
    Outage,
    SyncRun,
    SyncState,
)
from integrations.watch import hook_symptoms, maintenance
from integrations.watch.issues import Problem
from portal.work import WorkState

WRITES_IN = timedelta(hours=24)
FEWEST_WRITES = 5
SHARE = 0.5  # of the updates that fail
LEFT = 0.7  # a list with less than this of its rows has shrunk
FEWEST_ROWS = 5  # a shorter list may lose some
REMEMBERED = timedelta(days=7)  # how long a list is compared with what it was
NOTICE = (7, 30, 60)  # days before a key expires
CAUSES = {IssueKind.BAD_KEY, IssueKind.EXPIRED_SIGN_IN, IssueKind.OFFLINE}
FOLLOW = {
    IssueKind.API_ERRORS, IssueKind.HOOKS_FAILING, IssueKind.HOOKS_SILENT, IssueKind.KEY_EXPIRES,
}  # fmt: skip
CLEARS_ITSELF = "Nothing: webhooks and updates wait, and go on when it answers again."
GAVE_UP = Q(state__in=[WorkState.PARKED, WorkState.GAVE_UP])


def of(connection: Connection, now: datetime) -> list[Problem]:
    """Every problem it has now."""
    return [
        *_key_refused(connection, now),
        *_offline(connection, now),
        *_permissions(connection),
        *_writes(connection, now),
        *hook_symptoms.refused(connection),
        *hook_symptoms.failing(connection, now),
        *hook_symptoms.silent(connection, now),
        *_shrunk(connection, now),
        *key_expires(connection, now),
    ]


def is_explained(problem: Problem, found: Iterable[Problem]) -> bool:
    """Whether another of these problems is why this one is there, so that it is no news."""
    others = {each.kind for each in found}
    if problem.kind == IssueKind.MISSING_PERMISSION:
        rests_on_webhooks = problem.subject in health.RESTS_ON_WEBHOOKS
        return rests_on_webhooks and IssueKind.HOOKS_REFUSED in others
    return problem.kind in FOLLOW and bool(others & CAUSES)


def _key_refused(connection: Connection, now: datetime) -> Iterator[Problem]:
    since, vendor = connection.key_refused_at, connection.connector.name
    if since is None:
        return
    ended = _days_left(connection, now)
    expired = ended is not None and ended <= 0
    what = f"The key has expired, and {vendor} refuses it. " if expired else ""
    yield Problem(
        IssueKind.EXPIRED_SIGN_IN if expired else IssueKind.BAD_KEY,
        f"{what}{connection.problem or f'{vendor} refuses the key.'}",
        f"Make a new key in {vendor} and put it over the old one with “Replace key”. What waits "
        "goes out then.",
        since=since,
        at=since,
    )


def _offline(connection: Connection, now: datetime) -> Iterator[Problem]:
    """Away, not once but until the breaker opened; planned maintenance is no news (P29)."""
    if not health.is_probing(connection) or maintenance.is_on(connection, now):
        return
    began = Outage.objects.filter(connection=connection, ended_at=None).aggregate(
        at=Min("began_at")
    )
    yield Problem(
        IssueKind.OFFLINE,
        connection.problem or "It does not answer.",
        CLEARS_ITSELF,
        count=connection.refusals,
        since=began["at"] or now,
    )


def _permissions(connection: Connection) -> Iterator[Problem]:
    red = CapabilityProof.objects.filter(connection=connection, ok=False)
    for proof in red.order_by("capability"):
        yield Problem(
            IssueKind.MISSING_PERMISSION,
            f"{Capability(proof.capability).wording}: not working. {proof.tried}",
            proof.remedy,
            subject=proof.capability,
            since=proof.red_since or proof.at,
            at=proof.at,
        )


def _writes(connection: Connection, now: datetime) -> Iterator[Problem]:
    """Half of at least five updates of a day were not taken (K5)."""
    failing = GAVE_UP | Q(AtsUpdate.OPEN, failing_since__isnull=False)
    tried = AtsUpdate.objects.filter(
        application__connection=connection,
        application__gone_at=None,
        created_at__gte=now - WRITES_IN,
        attempts__gt=0,
    ).aggregate(
        all=Count("pk"),
        failed=Count("pk", filter=failing),
        since=Min("created_at", filter=failing),
        at=Max("created_at", filter=failing),
    )
    if tried["all"] < FEWEST_WRITES or tried["failed"] < tried["all"] * SHARE:
        return
    yield Problem(
        IssueKind.API_ERRORS,
        f"{tried['failed']} of {tried['all']} updates of the last 24 hours were not taken by "
        f"{connection.connector.name}.",
        "Read in the log of updates what it answered. Send them again when that is mended; our "
        "support helps where the answer is not clear.",
        count=tried["failed"],
        since=tried["since"] or now,
        at=tried["at"] or now,
    )


def _shrunk(connection: Connection, now: datetime) -> Iterator[Problem]:
    """A sync saw over 30 % fewer rows of a kind than one of the week before it."""
    runs = SyncRun.objects.filter(
        connection=connection, state=SyncState.DONE, ended_at__gte=now - REMEMBERED
    ).order_by("-pk")
    whole = list(runs.values_list("whole_lists", "ended_at"))
    for name in sorted({name for lists, _ in whole for name in lists}):
        counts = [(lists[name], ended_at) for lists, ended_at in whole if name in lists]
        (last, at), most = counts[0], max(count for count, _ in counts)
        if most >= FEWEST_ROWS and last < most * LEFT:
            yield Problem(
                IssueKind.SHRUNK,
                f"The last sync saw {last} {name}, and {most} in the week before. None of those "
                "missing was taken as gone.",
                f"Look in {connection.connector.name} whether the user of the key still sees all "
                "of them. If they were removed on purpose, do nothing: this ends in a week.",
                subject=name,
                since=at or now,
                at=at or now,
            )


def key_expires(connection: Connection, now: datetime) -> Iterator[Problem]:
    """The key has a last day, and it is near."""
    ends, left = connection.secrets_expire_on, _days_left(connection, now)
    if ends is None or left is None or left > max(NOTICE):
        return
    when = f"in {left} day{'' if left == 1 else 's'}" if left > 0 else "today or before"
    yield Problem(
        IssueKind.KEY_EXPIRES,
        f"The key of this connection expires on {ends:%b} {ends.day}, {ends.year}: {when}.",
        f"Make a new key in {connection.connector.name} and put it over the old one with “Replace "
        "key”; nothing is lost meanwhile.",
        step=str(min(days for days in NOTICE if left <= days)),
        count=1,
    )


def _days_left(connection: Connection, now: datetime) -> int | None:
    """The days until the key expires, on the organization's calendar; None if it does not."""
    if connection.secrets_expire_on is None:
        return None
    today = now.astimezone(ZoneInfo(connection.organization.zone)).date()
    return (connection.secrets_expire_on - today).days
