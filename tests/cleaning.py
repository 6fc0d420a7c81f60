"""Empties the database after a test that committed, and ends what the test left under way."""

import threading
from typing import Any

from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.color import Style
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate

from portal import wakeups

EMPTY = """
DO $$
DECLARE
    name text;
    used boolean;
BEGIN
    FOREACH name IN ARRAY ARRAY[{tables}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used;
        IF used THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
END $$
"""


def delete_instead_of_truncate() -> None:
    """Let Django flush by DELETE, and only the tables that hold something.

    A TRUNCATE of eighty tables takes as long as most tests.
    """
    DatabaseOperations.sql_flush = _sql_flush  # type: ignore[method-assign]


def _sql_flush(self: Any, style: Style, tables: list[str], **options: Any) -> list[str]:
    """Foreign keys are checked when all is deleted, so the order does not matter."""
    _call_off_wake_ups()
    return [EMPTY.format(tables=", ".join(f"'{table}'" for table in tables))] if tables else []


def leave_out_permissions() -> None:
    """Make no rows of Django's permissions, which nobody asks, at each cleaning."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


def _call_off_wake_ups() -> None:
    """What a test left to be called soon would come into the next one, or find no database."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()
            thread.join()
    wakeups._called.clear()
