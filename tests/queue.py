"""Drains the real queue inside a test: the tasks a worker would take, one after the other."""

from django.utils.module_loading import import_string
from django_q.brokers import get_broker
from django_q.signing import SignedPackage

from portal import wakeups

wakeups.EVERY = 0  # tests want each call in the queue at once, not from a thread a moment later


def drain_queue() -> int:
    """Take tasks from the queue and run them until none is left; how many were run."""
    broker, run = get_broker(), 0
    while waiting := broker.take():
        for _, package in waiting:
            task = SignedPackage.loads(package)
            import_string(task["func"])(*task["args"], **task["kwargs"])
            run += 1
    return run
