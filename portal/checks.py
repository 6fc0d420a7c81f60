"""What must be true of the place that production runs in (P62)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

DURABLE = ("fsync", "synchronous_commit")


@register(Tags.database)
def durable_databases(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """In production, refuse a database that may forget what it acknowledged.

    `migrate` runs this, and the stack runs `migrate` before anything else.
    """
    if not settings.PRODUCTION:
        return []
    return [error for alias in databases or () for error in _forgetful(alias)]


def _forgetful(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [list(DURABLE)]
        )
        return [
            Error(
                f"PostgreSQL runs with {name}=off: a crash would lose what was acknowledged.",
                hint=f"Set {name} = on in postgresql.conf, reload the server, and start again.",
                id=f"portal.{name}",
            )
            for (name,) in cursor.fetchall()
        ]
