"""What each step of a sync reads from the ATS, and what it does with a page (A7, G3)."""

import logging
from collections.abc import Callable, Sequence

from django.db import transaction

from candidates.states import FINAL
from integrations import applications, handlers, mirror, recruiters, stages, switches
from integrations.capabilities import Capability
from integrations.mapping import job_rules
from integrations.models import Application, Connection, Job, SyncRun
from integrations.vocabulary import CandidateGone, Inbound, Page, RecruiterChanged, StateChanged

STEPS = ("jobs", "people", "stages", "recruiters", "states", "repair")
CAPABILITIES = {
    "people": Capability.HIRING_TEAM,
    "recruiters": Capability.RECRUITER_UPDATES,
    "states": Capability.STATE_UPDATES,
    "repair": Capability.STATE_UPDATES,
}
Counts = tuple[int, int, int]  # rows that were changed, ignored, failed
log = logging.getLogger(__name__)


def after(step: str) -> str:
    """The step that follows, "" after the last."""
    position = STEPS.index(step) + 1
    return STEPS[position] if position < len(STEPS) else ""


# What each step reads


def _read_jobs(run: SyncRun) -> Page:
    return run.connection.connector.jobs(run.since, run.cursor)


def _read_people(run: SyncRun) -> Page:
    return run.connection.connector.people(run.since, run.cursor)


def _read_stages(run: SyncRun) -> Page:
    return run.connection.connector.stages(run.cursor)


def read_recruiters(run: SyncRun) -> Page:
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
    if not switches.is_on(run.connection, Capability.STATE_UPDATES):
        return Page(())
    return run.connection.connector.states(run.since, run.cursor)


def _read_repair(run: SyncRun) -> Page:
    """Our candidacies without a final status, read anew by id: nothing missed stays missed.

    Where the ATS itself tells every change since the last sync, only those it never told of.
    """
    if not switches.is_on(run.connection, Capability.STATE_UPDATES):
        return Page(())
    after, size = int(run.cursor or 0), run.connection.connector.states_at_once
    ours = Application.objects.filter(
        connection=run.connection, candidacy__isnull=False, gone_at=None, pk__gt=after
    ).exclude(candidacy__standing__in=FINAL)
    if run.connection.connector.tells_every_change:
        ours = ours.filter(changed_at=None)
    batch = list(ours.order_by("pk").values_list("pk", "remote_id")[:size])
    if not batch:
        return Page(())
    found = run.connection.connector.states_of(tuple(remote for _, remote in batch))
    return Page(tuple(found), str(batch[-1][0]) if len(batch) == size else "")


# What each step does with a page: how many rows changed, were ignored, failed


def _keep_jobs(run: SyncRun, page: Page) -> Counts:
    changed = mirror.keep_jobs(run.connection, page.rows)
    if not page.cursor:
        job_rules.apply(run.connection)
    return changed, 0, 0


def _keep_people(run: SyncRun, page: Page) -> Counts:
    return mirror.keep_people(run.connection, page.rows), 0, 0


def _keep_stages(run: SyncRun, page: Page) -> Counts:
    changed = mirror.keep_stages(run.connection, page.rows)
    if not page.cursor:
        stages.settle(run.connection, run.started_at)
    return changed, 0, 0


def _keep_states(run: SyncRun, page: Page) -> Counts:
    """Handle what is different from what we have; the rest costs a few queries a page."""
    states = [row for row in page.rows if isinstance(row, StateChanged)]
    gone = [row for row in page.rows if isinstance(row, CandidateGone)]
    news: list[Inbound] = [*different(run.connection, states), *gone]
    changed, ignored, failed = _handle_all(run, news)
    return changed, ignored + len(page.rows) - len(news), failed


def _handle_all(run: SyncRun, news: Sequence[Inbound]) -> Counts:
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


def different(connection: Connection, news: list[StateChanged]) -> list[StateChanged]:
    """The news that is about applications of ours and says something new about them."""
    ours = {
        remote_id: (stage, status)
        for remote_id, stage, status in Application.objects.filter(
            connection=connection,
            candidacy__isnull=False,
            remote_id__in=[one.application for one in news],
        ).values_list("remote_id", "stage", "status")
    }
    moved = _taking_over(connection, [one for one in news if one.application not in ours])
    return [
        one
        for one in news
        if not one.application
        or one.application in moved
        or (one.application in ours and ours[one.application] != (one.stage, one.status or ""))
    ]


def _taking_over(connection: Connection, news: list[StateChanged]) -> set[str]:
    """The unknown applications that may be new ones of people with active candidacies (G6)."""
    later = [one for one in news if one.begun_at]
    if not later:
        return set()
    people = applications.active_of(connection, {one.candidate for one in later})
    known = set(people.values_list("candidate_remote_id", flat=True))
    return {one.application for one in later if one.candidate in known}


READERS: dict[str, Callable[[SyncRun], Page]] = {
    "jobs": _read_jobs,
    "people": _read_people,
    "stages": _read_stages,
    "recruiters": read_recruiters,
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
