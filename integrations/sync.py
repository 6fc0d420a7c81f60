"""Runs of the sync: begun, gone on with a page at a time, and ended (G3, G10)."""

import logging
import zoneinfo
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from integrations import health, http, options, probes, sync_steps
from integrations.capabilities import Capability
from integrations.logs.calls import Reason
from integrations.models import Connection, SyncRun, SyncState
from integrations.problems import PermissionMissing, VendorProblem
from portal.models import User
from portal.scope import everywhere, inside
from portal.wakeups import call, wake
from portal.work import CALLS_SECONDS, LEASE, Turn

HOURS = (4, 16)  # so that the promise of 24 hours holds when one run is late (K13)
OVERLAP = timedelta(minutes=5)
TASK = "integrations.tasks.run_syncs"
log = logging.getLogger(__name__)


class CannotSync(Exception):
    """A sync cannot begin now; the text says why and what to do."""


class NotOurs(Exception):
    """Another worker has gone on with this run: the lease was over."""


class AlreadyRunning(CannotSync):
    """A sync of this connection runs; it never runs twice at once (K13, P37)."""


def start(connection: Connection, by: User | None = None) -> SyncRun:
    """Begin a sync; the first reads everything, later ones what changed since (G10).

    Raises:
        AlreadyRunning: when one runs.
        CannotSync: when the connection is paused, its key refused or deleted (K12).
    """
    if not connection.open_for_calls:
        raise CannotSync(f"{connection} cannot be synced now: {health.condition(connection)[1]}")
    last = SyncRun.objects.filter(connection=connection, state=SyncState.DONE).order_by("-pk")
    done = last.first()
    try:
        with transaction.atomic():
            run = SyncRun.objects.create(
                organization_id=connection.organization_id,
                connection=connection,
                by=by,
                since=done.started_at - OVERLAP if done else None,
            )
    except IntegrityError as problem:
        raise AlreadyRunning("A sync of this connection is running already.") from problem
    wake(TASK)
    return run


def start_due() -> None:
    """Begin the syncs whose time has come; none while the breaker is open (P29)."""
    with everywhere():
        due = Connection.objects.filter(
            active=True,
            paused_at=None,
            disconnected_at=None,
            key_refused_at=None,
            refusals__lt=health.BREAKER,
        ).filter(Q(next_sync_at=None) | Q(next_sync_at__lte=Now()))
        ready = due.filter(Q(probe_at=None) | Q(probe_at__lte=Now()))
        for connection in ready.select_related("organization"):
            with inside(connection.organization_id):
                _plan_next(connection)
                options.mark_people(connection)
                try:
                    start(connection)
                except CannotSync:
                    continue


def run_due() -> None:
    """Go on with every running sync that no worker holds."""
    turn = Turn()
    with everywhere():
        while not turn.over and (run := _claim()) is not None:
            with inside(run.organization_id):
                if probes.take(run.connection):
                    _run(run, turn)
                else:
                    _lease(run, timedelta())
    if turn.over:
        call(TASK)


def _claim() -> SyncRun | None:
    """A running sync whose lease is over, and whose ATS may be called now (K12, P28)."""
    with transaction.atomic():
        run = (
            SyncRun.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(
                Q(connection__probe_at=None) | Q(connection__probe_at__lte=Now()),
                state=SyncState.RUNNING,
                lease_until__lte=Now(),
                connection__paused_at=None,
                connection__disconnected_at=None,
                connection__key_refused_at=None,
            )
            .select_related("connection__organization", "connection__group")
            .order_by("lease_until", "pk")
            .first()
        )
        if run:
            _lease(run, LEASE)
        return run


def _lease(run: SyncRun, span: timedelta) -> None:
    SyncRun.objects.filter(pk=run.pk).update(lease_until=Now() + span)


def _run(run: SyncRun, turn: Turn) -> None:
    try:
        while run.step and not turn.over:
            with http.budget(CALLS_SECONDS, reason=Reason(sync=run)) as calls:
                _page(run)
            if calls.answered and run.connection.refusals:
                health.succeeded(run.connection)
    except NotOurs:
        return
    except VendorProblem as problem:
        _take_refusal(run, problem)
    except Exception as problem:
        log.exception("sync %s", run.pk)
        _end(run, SyncState.FAILED, f"{type(problem).__name__} while reading {run.step}.")
    else:
        if run.step:
            _lease(run, timedelta())
        else:
            _finish(run)


def _take_refusal(run: SyncRun, problem: VendorProblem) -> None:
    """A full window is waited out, a missing permission leaves its step out; the rest fails."""
    health.failed(run.connection, problem, sync_steps.CAPABILITIES.get(run.step))
    if isinstance(problem, PermissionMissing):
        _skip(run, problem)
    elif problem.retry_after and not problem.unclear:
        _lease(run, timedelta(seconds=problem.retry_after))
    else:
        _end(run, SyncState.FAILED, problem.reason)


def _skip(run: SyncRun, problem: PermissionMissing) -> None:
    said = f"{run.step} left out: {problem.reason}"
    error = f"{run.error} {said}".strip()[:2000]
    SyncRun.objects.filter(pk=run.pk).update(
        step=sync_steps.after(run.step),
        cursor="",
        error=error,
        failed=F("failed") + 1,
        lease_until=Now(),
    )


def _finish(run: SyncRun) -> None:
    run.refresh_from_db(fields=["error"])
    if run.error:
        _end(run, SyncState.FAILED, run.error)
    else:
        health.succeeded(run.connection, Capability.STATE_UPDATES)
        _end(run, SyncState.DONE, "")


def _page(run: SyncRun) -> None:
    """Read one page outside any transaction; keep its rows and the next cursor in one (P34).

    Raises:
        NotOurs: when another worker has gone on meanwhile (P37); nothing is kept then.
    """
    page = sync_steps.READERS[run.step](run)
    if page.cursor and page.cursor == run.cursor:
        raise VendorProblem(f"The list of {run.step} does not end.")
    step = run.step if page.cursor else sync_steps.after(run.step)
    here = SyncRun.objects.filter(
        pk=run.pk, state=SyncState.RUNNING, step=run.step, cursor=run.cursor
    )
    with transaction.atomic():
        if not here.update(step=step, cursor=page.cursor, lease_until=Now() + LEASE):
            raise NotOurs
        changed, ignored, failed = sync_steps.KEEPERS[run.step](run, page)
        _count_whole_list(run, len(page.rows))
        SyncRun.objects.filter(pk=run.pk).update(
            whole_lists=run.whole_lists,
            seen=F("seen") + len(page.rows),
            changed=F("changed") + changed,
            ignored=F("ignored") + ignored,
            failed=F("failed") + failed,
        )
        _keep_token(run, page.token)
    run.step, run.cursor = step, page.cursor


def _keep_token(run: SyncRun, token: str) -> None:
    """Keep what asks for changes from now on with the last page: if all so far went well (P34)."""
    if token and not SyncRun.objects.filter(pk=run.pk, failed__gt=0).exists():
        run.connection.sync_tokens = {**run.connection.sync_tokens, run.step: token}
        run.connection.save(update_fields=["sync_tokens"])


def _count_whole_list(run: SyncRun, rows: int) -> None:
    """Count a list that is read from end to end, so that one that shrinks is seen."""
    if run.step == "stages" or (run.since is None and run.step in ("jobs", "people")):
        run.whole_lists[run.step] = run.whole_lists.get(run.step, 0) + rows


def _end(run: SyncRun, state: SyncState, error: str) -> None:
    running = SyncRun.objects.filter(pk=run.pk, state=SyncState.RUNNING)
    running.update(state=state, ended_at=Now(), error=error[:2000])


def _plan_next(connection: Connection) -> None:
    at = next_time(timezone.now(), connection.organization.zone, connection.pk * 7 % 60)
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=at)


def next_time(now: datetime, zone: str, minute: int) -> datetime:
    """The next of the two times a day: early morning and afternoon in the zone (K13).

    Args:
        minute: the connection's own, so that they spread out.
    """
    there = now.astimezone(zoneinfo.ZoneInfo(zone))
    days = [there.date(), there.date() + timedelta(days=1)]
    times = [
        datetime.combine(day, time(hour, minute), there.tzinfo) for day in days for hour in HOURS
    ]
    return next(at for at in times if at > now)


def last_done(connection: Connection) -> datetime | None:
    """When states were last compared to the end."""
    done = SyncRun.objects.filter(connection=connection, state=SyncState.DONE)
    return done.order_by("-pk").values_list("ended_at", flat=True).first()
