"""Wake-up calls: tell a worker that rows are waiting; the rows themselves are the truth (P15)."""

import logging
import threading
import time
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task
from django_q.tasks import async_task

TICK = "portal.wakeups.tick"
TICK_ID = 1
EVERY = 0.1  # seconds between two calls for the same task from one process
FAILURES_KEPT = timedelta(days=7)

log = logging.getLogger(__name__)
_lock = threading.Lock()
_called: dict[str, float] = {}  # task: when it was last called, or will be


def wake(task: str) -> None:
    """After the commit, queue a task unless it waits already; never raises.

    Args:
        task: the dotted path of a function without arguments (P24).
    """
    transaction.on_commit(partial(_call_soon, task), robust=True)


def call(task: str) -> None:
    """Queue a task now, unless it waits already."""
    if not OrmQ.objects.filter(key=task).exists():
        async_task(task, cluster=task)


def tick() -> None:
    """Each minute: call every sweep, and drop what django-q2 keeps of old failures."""
    for task in settings.SWEEPS:
        call(task)
    Task.objects.filter(stopped__lt=timezone.now() - FAILURES_KEPT).delete()


def ensure_schedule() -> None:
    """Keep the one schedule there is: the tick, each minute, without arguments."""
    Schedule.objects.exclude(pk=TICK_ID).delete()
    Schedule(
        pk=TICK_ID,
        name="tick",
        func=TICK,
        schedule_type=Schedule.MINUTES,
        minutes=1,
        next_run=timezone.now(),
    ).save()


def _call_soon(task: str) -> None:
    """Call now, or when EVERY has passed since the last call; calls in between become one."""
    now = time.monotonic()
    with _lock:
        last = _called.get(task, now - EVERY)
        if last > now:
            return  # a call is on its way that comes after this commit
        pause = max(0.0, last + EVERY - now)
        _called[task] = now + pause
    if pause:
        later = threading.Timer(pause, _call_and_close, [task])
        later.daemon = True
        later.start()
    else:
        call(task)


def _call_and_close(task: str) -> None:
    try:
        call(task)
    except Error as problem:
        log.warning("%s was not called: %s", task, type(problem).__name__)
    finally:
        connection.close()
