"""What the Integration page shows of each connection, read for all of them at once (K4 to K6)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from integrations import connections, health, issues, maintenance, uptime
from integrations.models import (
    AtsUpdate,
    CapabilityProof,
    Condition,
    Connection,
    Delivery,
    Issue,
    Outage,
    SyncRun,
    SyncState,
)
from integrations.vocabulary import Capability, Grade
from portal.permissions import Act
from portal.viewers import Viewer
from portal.widgets import UptimeDay
from portal.work import WorkState

STUCK = (WorkState.PARKED, WorkState.GAVE_UP)
TEST_LASTS = timedelta(seconds=90)  # how long a test asked for is waited for on the page
BREAKS_OFF = timedelta(seconds=15)  # the same, when the ATS gave trouble


@dataclass(frozen=True)
class CapabilityLine:
    """One capability of a connection: its grade, and what proves it or what to do about it."""

    capability: Capability
    grade: Grade
    proof: CapabilityProof | None
    tone: str  # ok: proved; bad: red; neutral: not tested; none: not offered
    remedy: str = ""

    @property
    def word(self) -> str:
        return {"ok": "Proved", "bad": "Not working", "neutral": "Not tested yet"}.get(
            self.tone, "No"
        )


@dataclass(frozen=True)
class Waiting:
    """How much waits for a connection, and how much nobody works on any more."""

    updates: int = 0
    stuck_updates: int = 0
    deliveries: int = 0
    stuck_deliveries: int = 0


@dataclass(frozen=True)
class Panel:
    """Everything the page says of one connection."""

    connection: Connection
    condition: Condition
    reason: str
    since: datetime | None
    lines: Sequence[CapabilityLine]
    waiting: Waiting
    last_sync: SyncRun | None
    days: Sequence[UptimeDay]
    share: str
    outages: Sequence[Outage]
    issues: Sequence[Issue] = ()  # open and not snoozed
    addresses: Sequence[tuple[str, str]] = ()  # to register, for those who may run it
    may_run: bool = False
    tested: int | None = None  # how many capabilities a running test has tried; None: none runs

    @property
    def offered(self) -> int:
        return sum(line.grade.offered for line in self.lines)

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
    recent = Outage.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=now - timedelta(days=uptime.DAYS + 1))
    )
    known = list(
        found.select_related("organization", "group", "fallback_recruiter")
        .prefetch_related("proofs", Prefetch("outages", recent.order_by("-began_at")))
        .order_by("name", "pk")
    )
    waiting, syncs, wrong = _waiting(known), _last_syncs(known), issues.open_for(known)
    return [
        replace(
            _panel(one, waiting[one.pk], syncs.get(one.pk), now),
            tested=how_far(one, test_asked, now),
            issues=wrong[one.pk],
            **_for_runners(viewer, one),
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
    connection: Connection, waiting: Waiting, last_sync: SyncRun | None, now: datetime
) -> Panel:
    condition, reason = health.condition(connection)
    outages = list(connection.outages.all())
    days, share = _uptime(connection, outages, now)
    return Panel(
        connection=connection,
        condition=condition,
        reason=reason,
        since=_since(connection, condition, outages),
        lines=lines_of(connection),
        waiting=waiting,
        last_sync=last_sync,
        days=days,
        share=share,
        outages=outages,
    )


def lines_of(connection: Connection) -> list[CapabilityLine]:
    """The eight capabilities; green only what was tried and worked, with the key there is."""
    proofs = {proof.capability: proof for proof in connection.proofs.all()}
    offered = type(connection.connector).capabilities
    return [_line(connection, each, offered[each], proofs.get(each)) for each in Capability]


def _line(
    connection: Connection, capability: Capability, grade: Grade, proof: CapabilityProof | None
) -> CapabilityLine:
    if not grade.offered:
        return CapabilityLine(capability, grade, None, "none", grade.reason)
    if connection.disconnected_at:
        return CapabilityLine(capability, grade, None, "neutral", "The key was deleted.")
    if connection.key_refused_at:
        return CapabilityLine(
            capability, grade, proof, "bad", "Replace the key of this connection."
        )
    if proof is None:
        return CapabilityLine(capability, grade, None, "neutral")
    return CapabilityLine(capability, grade, proof, "ok" if proof.ok else "bad", proof.remedy)


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
) -> tuple[list[UptimeDay], str]:
    """The bars of 90 days in the organization's zone, and the share of all of it (K6)."""
    if connection.disconnected_at:
        return [], ""
    days = uptime.bars(
        _downtimes(connection, outages, now),
        connection.created_at,
        now,
        connection.organization.zone,
    )
    share = uptime.overall(days)
    bars = [
        UptimeDay(day.date, None if day.share is None else 100 * day.share, day.tone, day.text)
        for day in days
    ]
    return bars, "" if share is None else uptime.format_share(share)


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


def _waiting(known: Sequence[Connection]) -> dict[int, Waiting]:
    updates = _counts(AtsUpdate.objects.filter(application__connection__in=known),
                      "application__connection")  # fmt: skip
    deliveries = _counts(Delivery.objects.filter(connection__in=known), "connection")
    return {
        one.pk: Waiting(
            updates[one.pk]["open"], updates[one.pk]["stuck"],
            deliveries[one.pk]["open"], deliveries[one.pk]["stuck"],
        )
        for one in known
    }  # fmt: skip


def _counts(rows: "QuerySet[AtsUpdate] | QuerySet[Delivery]", path: str) -> dict[int, Counter[str]]:
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    unfinished = rows.filter(AtsUpdate.OPEN | Q(state__in=STUCK))
    for connection, state, count in unfinished.values_list(path, "state").annotate(Count("pk")):
        counts[connection]["stuck" if state in STUCK else "open"] += count
    return counts


def _last_syncs(known: Sequence[Connection]) -> dict[int, SyncRun]:
    last = SyncRun.objects.filter(connection__in=known).order_by("connection", "-pk")
    return {run.connection_id: run for run in last.distinct("connection").select_related("by")}


def how_far(connection: Connection, asked: datetime | None, now: datetime) -> int | None:
    """How many capabilities the test asked for has tried so far; None when it is over."""
    if asked is None or not asked <= now < asked + TEST_LASTS:
        return None
    tried = [proof for proof in connection.proofs.all() if proof.at >= asked]
    offered = [grade for grade in connection.connector.capabilities.values() if grade.offered]
    troubled = connection.key_refused_at or connection.refusals or connection.probe_at
    broken_off = troubled and now >= asked + BREAKS_OFF
    return None if broken_off or len(tried) == len(offered) else len(tried)
