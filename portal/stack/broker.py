"""django-q2's queue on the same table, with wake-ups that arrive at once."""

import logging
import time

import psycopg
from django.db import Error, connection
from django_q.brokers import Broker
from django_q.conf import Conf

CHANNEL = "liaison_queue"
POLL = 1.0  # seconds; the guarantee, should a notification get lost
TAKE = """
    DELETE FROM django_q_ormq WHERE id IN (
        SELECT id FROM django_q_ormq ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING id, payload
"""
ADD = """
    WITH added AS (
        INSERT INTO django_q_ormq (key, payload, lock) VALUES (%s, %s, now()) RETURNING id
    ) SELECT id, pg_notify(%s, '') FROM added
"""
log = logging.getLogger(__name__)


class WakeUpBroker(Broker):  # type: ignore[misc]
    """Takes a task out of the table for good: it is a wake-up call and may be lost (P15).

    All cluster names share one queue; the name (`key`) only tells waiting tasks apart.
    """

    _listening: object = None  # the connection that hears of new tasks; a new one after a restart

    def enqueue(self, task: str) -> int:
        """Add a task; inside a transaction it lives or dies with it."""
        with connection.cursor() as cursor:
            cursor.execute(ADD, [self.list_key, task, CHANNEL])
            return int(cursor.fetchone()[0])

    def dequeue(self) -> list[tuple[int, str]]:
        """Take the oldest tasks, waiting up to POLL seconds for the first."""
        try:
            self._listen()
            return self.take() or self._wait()
        except (Error, psycopg.Error) as problem:
            log.warning("The queue waits for the database: %s", type(problem).__name__)
            connection.close()
            time.sleep(POLL)
            return []

    def take(self) -> list[tuple[int, str]]:
        """Take the oldest tasks without waiting."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [Conf.BULK])
            return sorted(cursor.fetchall())

    @staticmethod
    def get_cache() -> None:
        """No cache: django-q2 would write the cluster's figures to it twice a second."""

    def _listen(self) -> None:
        if connection.connection is None or connection.connection is not self._listening:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._listening = connection.connection

    def _wait(self) -> list[tuple[int, str]]:
        heard = list(connection.connection.notifies(timeout=POLL, stop_after=1))
        return self.take() if heard else []
