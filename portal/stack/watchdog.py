"""Proves every few seconds that the whole way of a task works, and barks when it does not."""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, connection

from portal import wakeups
from portal.stack.cluster import AT_WORK, BEAT, WORKER

EVERY = 3  # seconds between two beats
SWEEP = 15  # seconds between two sweeps; the schedule's tick each minute is the guarantee
SILENT = 15  # seconds without a beat that tell of a wedged cluster
STARTING = 30  # seconds a new cluster may take to its first beat
OVERDUE = 90  # seconds the tick may be late: it comes from the guard, the beats do not
BARK = 75  # the exit code that asks the supervisor to kill the cluster and start it again
LOOK = """
    SELECT
        (SELECT extract(epoch FROM now() - beat_at)::float
            FROM portal_heartbeat WHERE name = %s),
        (SELECT extract(epoch FROM now() - min(next_run))::float FROM django_q_schedule),
        EXISTS (
            SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()
        )
"""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Signs:
    """What shows of the cluster; ages are in seconds."""

    beat: float | None  # since the last beat
    tick: float | None  # since the tick was due; negative while it is not
    at_work: bool  # a worker is in a task


def run() -> int:
    """Watch until the cluster hangs; the answer is BARK."""
    since = swept = time.monotonic()
    while True:
        try:
            wakeups.call(BEAT)
            if time.monotonic() - swept > SWEEP:
                swept = time.monotonic()
                wakeups.call(wakeups.TICK)
            problem = judge(_look(), watched=time.monotonic() - since)
        except Error:  # without a database nothing can be told, and the cluster may need a moment
            connection.close()
            since, problem = time.monotonic(), ""
        if problem:
            log.error("The worker is started again: %s", problem)
            return BARK
        time.sleep(EVERY)


def judge(signs: Signs, *, watched: float) -> str:
    """Why the cluster must be started again, or nothing.

    Args:
        watched: seconds since the watchdog began or the database came back.
    """
    longest_task = settings.Q_CLUSTER["timeout"] + SILENT
    if signs.beat is None or signs.beat > watched:
        silence, allowed = watched, STARTING
    else:
        silence, allowed = signs.beat, SILENT
    if silence > (longest_task if signs.at_work else allowed):
        return f"no beat came through for {silence:.0f} seconds."
    if min(signs.tick or 0, watched) > OVERDUE:
        return f"the tick is late by {signs.tick:.0f} seconds."
    return ""


def _look() -> Signs:
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [WORKER, AT_WORK])
        return Signs(*cursor.fetchone())
