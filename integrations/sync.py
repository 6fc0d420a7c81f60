"""The sync: compare jobs, people, stages and states with the ATS, a page at a time (G3, G10)."""

import logging
import zoneinfo
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from candidates.states import FINAL
from integrations import handlers, health, http, mirror, recruiters
from integrations.models import Application, Connection, Job, SyncRun, SyncState
from integrations.problems import PermissionMissing, VendorProblem
from integrations.vocabulary import Capability, Inbound, Page, RecruiterChanged, StateChanged
from portal.models import User
from portal.scope import everywhere, inside
from portal.wakeups import call, wake
from portal.work import CALLS_SECONDS, LEASE, Turn

HOURS = (4, 16)  # so that the promise of 24 hours holds when one run is late (K13)
OVERLAP = timedelta(minutes=5)
TASK = "integrations.tasks.run_syncs"
BATCH = 50
STEPS = ("jobs", "people", "stages", "recruiters", "states", "repair")
CAPABILITIES = {
    "people": Capability.HIRING_TEAM,
    "recruiters": Capability.RECRUITER_UPDATES,
    "states": Capability.STATE_UPDATES,
    "repair": Capability.STATE_UPDATES,
}
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
    """Begin the syncs whose time has come."""
    with everywhere():
        due = Connection.objects.filter(
            active=True, paused_at=None, disconnected_at=None, key_refused_at=None
        ).filter(Q(next_sync_at=None) | Q(next_sync_at__lte=Now()))
        ready = due.filter(Q(probe_at=None) | Q(probe_at__lte=Now()))
        for connection in ready.select_related("organization"):
            with inside(connection.organization_id):
                _plan_next(connection)
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
                _run(run, turn)
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
            with http.budget(CALLS_SECONDS):
                _page(run)
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
    health.failed(run.connection, problem, CAPABILITIES.get(run.step))
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
        step=_after(run.step), cursor="", error=error, failed=F("failed") + 1, lease_until=Now()
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
    page = READERS[run.step](run)
    if page.cursor and page.cursor == run.cursor:
        raise VendorProblem(f"The list of {run.step} does not end.")
    step = run.step if page.cursor else _after(run.step)
    here = SyncRun.objects.filter(
        pk=run.pk, state=SyncState.RUNNING, step=run.step, cursor=run.cursor
    )
    with transaction.atomic():
        if not here.update(step=step, cursor=page.cursor, lease_until=Now() + LEASE):
            raise NotOurs
        changed, ignored, failed = KEEPERS[run.step](run, page)
        SyncRun.objects.filter(pk=run.pk).update(
            seen=F("seen") + len(page.rows),
            changed=F("changed") + changed,
            ignored=F("ignored") + ignored,
            failed=F("failed") + failed,
        )
    run.step, run.cursor = step, page.cursor


def _after(step: str) -> str:
    position = STEPS.index(step) + 1
    return STEPS[position] if position < len(STEPS) else ""


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


# What each step reads


def _read_jobs(run: SyncRun) -> Page:
    return run.connection.connector.jobs(run.since, run.cursor)


def _read_people(run: SyncRun) -> Page:
    return run.connection.connector.people(run.since, run.cursor)


def _read_stages(run: SyncRun) -> Page:
    return run.connection.connector.stages(run.cursor)


def _read_recruiters(run: SyncRun) -> Page:
    """The recruiters of jobs we have candidacies on, from the mirror: no call (J3)."""
    ours = Application.objects.filter(connection=run.connection, candidacy__isnull=False)
    jobs = Job.objects.filter(
        connection=run.connection, gone_at=None, remote_id__in=ours.values("job_remote_id")
    )
    first = {job: _recruiter_of(team) for job, team in jobs.values_list("remote_id", "assigned")}
    people = recruiters.people_of(run.connection, first.values())
    named = {job: people[number] for job, number in first.items() if number in people}
    return Page(tuple(RecruiterChanged(job, person) for job, person in named.items()))


def _recruiter_of(team: list[dict[str, str]]) -> str:
    """The id of a job's first recruiter in the ATS, "" without one."""
    return next((member["id"] for member in team if member["role"] == "recruiter"), "")


def _read_states(run: SyncRun) -> Page:
    return run.connection.connector.states(run.since, run.cursor)


def _read_repair(run: SyncRun) -> Page:
    """Our candidacies without a final status, read anew by id: nothing missed stays missed."""
    after = int(run.cursor or 0)
    batch = list(
        Application.objects.filter(
            connection=run.connection, candidacy__isnull=False, gone_at=None, pk__gt=after
        )
        .exclude(candidacy__standing__in=FINAL)
        .order_by("pk")
        .values_list("pk", "remote_id")[:BATCH]
    )
    if not batch:
        return Page(())
    found = run.connection.connector.states_of(tuple(remote for _, remote in batch))
    return Page(tuple(found), str(batch[-1][0]) if len(batch) == BATCH else "")


# What each step does with a page: how many rows changed, were ignored, failed

Counts = tuple[int, int, int]


def _keep_jobs(run: SyncRun, page: Page) -> Counts:
    return mirror.keep_jobs(run.connection, page.rows), 0, 0


def _keep_people(run: SyncRun, page: Page) -> Counts:
    return mirror.keep_people(run.connection, page.rows), 0, 0


def _keep_stages(run: SyncRun, page: Page) -> Counts:
    return mirror.keep_stages(run.connection, page.rows), 0, 0


def _keep_states(run: SyncRun, page: Page) -> Counts:
    """Handle what is different from what we have; the rest costs one query a page."""
    news = _different(run.connection, [row for row in page.rows if isinstance(row, StateChanged)])
    changed, ignored, failed = _handle_all(run, news)
    return changed, ignored + len(page.rows) - len(news), failed


def _handle_all(run: SyncRun, news: tuple[Inbound, ...] | list[StateChanged]) -> Counts:
    changed = failed = 0
    for one in news:
        try:
            with transaction.atomic():
                changed += handlers.handle(one, run.connection, f"sync-{run.pk}").changed
        except Exception:
            log.exception("sync %s", run.pk)
            failed += 1
    return changed, len(news) - changed - failed, failed


def _keep_news(run: SyncRun, page: Page) -> Counts:
    return _handle_all(run, page.rows)


def _different(connection: Connection, news: list[StateChanged]) -> list[StateChanged]:
    """The news that is about applications of ours and says something new about them."""
    ours = {
        remote_id: (stage, status)
        for remote_id, stage, status in Application.objects.filter(
            connection=connection,
            candidacy__isnull=False,
            remote_id__in=[one.application for one in news],
        ).values_list("remote_id", "stage", "status")
    }
    return [
        one
        for one in news
        if not one.application
        or (one.application in ours and ours[one.application] != (one.stage, one.status or ""))
    ]


READERS: dict[str, Callable[[SyncRun], Page]] = {
    "jobs": _read_jobs,
    "people": _read_people,
    "stages": _read_stages,
    "recruiters": _read_recruiters,
    "states": _read_states,
    "repair": _read_repair,
}
KEEPERS: dict[str, Callable[[SyncRun, Page], Counts]] = {
    "jobs": _keep_jobs,
    "people": _keep_people,
    "stages": _keep_stages,
    "recruiters": _keep_news,
    "states": _keep_states,
    "repair": _keep_states,
}


def last_done(connection: Connection) -> datetime | None:
    """When states were last compared to the end."""
    done = SyncRun.objects.filter(connection=connection, state=SyncState.DONE)
    return done.order_by("-pk").values_list("ended_at", flat=True).first()
