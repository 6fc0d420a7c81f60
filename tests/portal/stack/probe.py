"""The smallest work there is, for the fault tests: mark rows as done; some take a while."""

import time

from django.db import connection

TASK = "tests.portal.stack.probe.work"
TABLE = """
    CREATE TABLE probe (
        id serial PRIMARY KEY,
        pause float NOT NULL,
        posted timestamptz NOT NULL DEFAULT clock_timestamp(),
        taken_until timestamptz NOT NULL DEFAULT clock_timestamp(),
        done timestamptz
    )
"""
TAKE = """
    UPDATE probe SET taken_until = now() + interval '10 seconds' WHERE id = (
        SELECT id FROM probe WHERE done IS NULL AND taken_until <= now()
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id, pause
"""


def work() -> None:
    """Do what is due: take a row for ten seconds, pause as it says, mark it as done."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(TAKE)
            if not (row := cursor.fetchone()):
                return
            time.sleep(row[1])
            cursor.execute("UPDATE probe SET done = clock_timestamp() WHERE id = %s", [row[0]])
