"""What the Integration page shows of each connection, read for all of them at once (K4 to K6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from integrations import connections, health, switches
from integrations.models import (
    Condition,
    Connection,
    Issue,
    Outage,
    SyncRun,
    SyncState,
)
from integrations.watch import freshness, issues, maintenance, uptime
from integrations.watch.capability_lines import CapabilityLine, lines_of
from integrations.watch.freshness import Freshness
from integrations.watch.next_steps import NextStep, next_step
from integrations.watch.waiting import Waiting, waiting_for
from portal.permissions import Act
from portal.viewers import Viewer
from portal.widgets import UptimeDay

TEST_LASTS = timedelta(seconds=90)  # how long a test asked for is waited for on the page
BREAKS_OFF = timedelta(seconds=15)  # the same, when the ATS gave trouble


@dataclass(frozen=True)
class Panel:
    """Everything the page says of one connection."""

    at: datetime  # when it was read
    connection: Connection
    condition: Condition
    reason: str
    since: datetime | None
    lines: Sequence[CapabilityLine]
    waiting: Waiting
    last_sync: SyncRun | None
    freshness: Freshness
    days: Sequence[UptimeDay]
    up: float | None  # the share of all that time, 0 to 1; None where nothing counts
    outages: Sequence[Outage]  # newest first
    issues: Sequence[Issue]  # open and not snoozed
    next: NextStep
    addresses: Sequence[tuple[str, str]] = ()  # to register, for those who may run it
    may_run: bool = False
    tested: int | None = None  # how many capabilities a running test has tried; None: none runs

    @property
    def share(self) -> str:
        return "" if self.up is None else uptime.format_share(self.up)

    @property
    def used(self) -> int:
        return sum(line.is_used for line in self.lines)

    @property
    def is_syncing(self) -> bool:
        return self.last_sync is not None and self.last_sync.state == SyncState.RUNNING


def panels(
    viewer: Viewer, found: QuerySet[Connection], *, test_asked: datetime | None = None
) -> list[Panel]:
    """A panel for each connection, by name; as many queries for one as for many.

    Args:
        test_asked: when the viewer pressed “Test connection”, to show how far the test is.
    """
    now = timezone.now()
    return [
        replace(
            panel,
            tested=how_far(panel.connection, test_asked, now),
            **_for_runners(viewer, panel.connection),
        )
        for panel in read(found)
    ]


def read(found: QuerySet[Connection]) -> list[Panel]:
    """What there is to say of each connection, to whoever may see it; by name."""
    now = timezone.now()
    recent = Outage.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=now - timedelta(days=uptime.DAYS + 1))
    )
    known = list(
        found.select_related("organization", "group", "fallback_recruiter")
        .prefetch_related("proofs", Prefetch("outages", recent.order_by("-began_at")))
        .order_by("name", "pk")
    )
    waiting, wrong, off = waiting_for(known), issues.open_for(known), switches.in_words(known)
    syncs, compared = _last_syncs(known), _last_compared(known)
    return [
        _panel(
            one,
            now,
            off,
            waiting=waiting[one.pk],
            last_sync=syncs.get(one.pk),
            freshness=freshness.of(one, compared.get(one.pk), now),
            issues=wrong[one.pk],
        )
        for one in known
    ]


def _for_runners(viewer: Viewer, connection: Connection) -> dict[str, Any]:
    """What only those see who may create, test and delete the connection (B3, row 6)."""
    if not viewer.may(Act.RUN_INTEGRATIONS, connection.group_id):
        return {}
    titles = {endpoint.name: endpoint.title for endpoint in connection.connector.endpoints}
    places = connections.addresses(connection).items()
    return {"may_run": True, "addresses": [(titles[name], url) for name, url in places]}


def _panel(
    connection: Connection, now: datetime, off: Mapping[tuple[int, str], str], **known: Any
) -> Panel:
    condition, reason = health.condition(connection)
    outages = list(connection.outages.all())
    days, share = _uptime(connection, outages, now)
    lines = lines_of(connection, off)
    return Panel(
        at=now,
        connection=connection,
        condition=condition,
        reason=reason,
        since=_since(connection, condition, outages),
        lines=lines,
        days=days,
        up=share,
        outages=outages,
        next=next_step(connection, condition, lines, known["issues"], known["freshness"]),
        **known,
    )


def _since(
    connection: Connection, condition: Condition, outages: Sequence[Outage]
) -> datetime | None:
    """Since when the connection is as it is, as far as that is known."""
    began = [outage.began_at for outage in outages if outage.ended_at is None]
    ended = [outage.ended_at for outage in outages if outage.ended_at]
    proved = [proof.ok_since for proof in connection.proofs.all() if proof.ok_since]
    red = [proof.red_since for proof in connection.proofs.all() if proof.red_since]
    known: dict[Condition, datetime | None] = {
        Condition.DISCONNECTED: connection.disconnected_at,
        Condition.PAUSED: connection.paused_at,
        Condition.NEEDS_ATTENTION: connection.key_refused_at,
        Condition.DRAFT: connection.created_at,
        Condition.DEGRADED: min([*began, *red], default=None),
        Condition.CONNECTED: max([*ended, *proved], default=None),
    }
    return known[condition]


def _uptime(
    connection: Connection, outages: Iterable[Outage], now: datetime
) -> tuple[list[UptimeDay], float | None]:
    """The bars of 90 days in the organization's zone, and the share of all of it (K6)."""
    if connection.disconnected_at:
        return [], None
    days = uptime.bars(
        _downtimes(connection, outages, now),
        connection.created_at,
        now,
        connection.organization.zone,
    )
    bars = [
        UptimeDay(day.date, None if day.share is None else 100 * day.share, day.tone, day.text)
        for day in days
    ]
    return bars, uptime.overall(days)


def _downtimes(
    connection: Connection, outages: Iterable[Outage], now: datetime
) -> list[uptime.Downtime]:
    """The outages without what was planned maintenance of the vendor."""
    spans = [uptime.Downtime(each.began_at, each.ended_at, each.reason) for each in outages]
    weekly = maintenance.window(connection)
    if weekly is None:
        return spans
    began = min((each.began for each in spans), default=now)
    return uptime.outside(spans, uptime.planned(weekly, began, now), now)


def _last_syncs(known: Sequence[Connection]) -> dict[int, SyncRun]:
    last = SyncRun.objects.filter(connection__in=known).order_by("connection", "-pk")
    return {run.connection_id: run for run in last.distinct("connection").select_related("by")}


def _last_compared(known: Sequence[Connection]) -> dict[int, datetime | None]:
    """When the last complete sync of each ended."""
    done = SyncRun.objects.filter(connection__in=known, state=SyncState.DONE)
    last = done.order_by("connection", "-pk").distinct("connection")
    return dict(last.values_list("connection", "ended_at"))


def how_far(connection: Connection, asked: datetime | None, now: datetime) -> int | None:
    """How many capabilities the test asked for has tried so far; None when it is over."""
    if asked is None or not asked <= now < asked + TEST_LASTS:
        return None
    tried = [proof for proof in connection.proofs.all() if proof.at >= asked]
    troubled = connection.key_refused_at or connection.refusals or connection.probe_at
    broken_off = troubled and now >= asked + BREAKS_OFF
    all_tried = len(tried) >= len(switches.in_use(connection))
    return None if broken_off or all_tried else len(tried)
