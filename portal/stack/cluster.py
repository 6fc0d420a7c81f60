"""django-q2's cluster with what it lacks: processes that die together, and a proof of life.

The proof is a beat that went the whole way: queued by the watchdog, pushed, worked, and seen by
the monitor. Workers that are in a task say so, so that slow is not taken for dead.
"""

import logging
import os
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import Error, connection
from django_q.signals import post_execute, post_execute_in_worker, pre_execute

from portal import wakeups
from portal.stack.lifeline import lifeline

BEAT = "portal.stack.cluster.beat"
WORKER = "worker"  # the name of the heartbeat
AT_WORK = 7_140_001  # key of the advisory lock that a worker shares while it is in a task
KEEP_BEAT = """
    INSERT INTO portal_heartbeat (name, beat_at) VALUES (%s, now())
    ON CONFLICT (name) DO UPDATE SET beat_at = now()
"""
log = logging.getLogger(__name__)
_tie: Callable[[], None] = lifeline()


def run() -> None:
    """Run the cluster, after calling anew what a killed one may have taken from the queue."""
    os.register_at_fork(before=_note_parent, after_in_child=_tie_to_parent)
    pre_execute.connect(_say_at_work)
    post_execute_in_worker.connect(_say_free)
    post_execute.connect(_keep_beat)
    wakeups.ensure_schedule()
    wakeups.tick()
    connection.close()
    call_command("qcluster")


def beat() -> None:
    """The task that the watchdog queues; passing through is all it is for."""


def _note_parent() -> None:
    global _tie
    _tie = lifeline()


def _tie_to_parent() -> None:
    _tie()


def _say_at_work(task: dict[str, Any], **_: object) -> None:
    if task["func"] != BEAT:
        _run("SELECT pg_advisory_lock_shared(%s)", AT_WORK)


def _say_free(task: dict[str, Any], **_: object) -> None:
    if task["func"] != BEAT:
        _run("SELECT pg_advisory_unlock_shared(%s)", AT_WORK)


def _keep_beat(task: dict[str, Any], **_: object) -> None:
    if task["func"] == BEAT and task["success"]:
        _run(KEEP_BEAT, WORKER)


def _run(statement: str, *values: int | str) -> None:
    """Run a statement; a database that is away must not end a process of the cluster."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    except Error as problem:
        log.warning("The database does not answer: %s", type(problem).__name__)
        connection.close()
