"""The mirror of an ATS: jobs, people and stages copied one way, changed rows only (A7)."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import connection as database
from django.db.models.functions import Now
from django.utils.html import strip_tags

from integrations import stages
from integrations.models import Connection, Job, Mirror, Person, Stage
from integrations.vocabulary import AtsJob, AtsPerson, AtsStage

Row = dict[str, Any]
LONGEST_TEXT = 20_000


def keep_jobs(connection: Connection, jobs: Iterable[AtsJob]) -> int:
    """Copy jobs; how many were new or different. The role mapped here is left alone (A7)."""
    return _upsert(Job, connection, [_job(job) for job in jobs])


def keep_people(connection: Connection, people: Iterable[AtsPerson]) -> int:
    """Copy the ATS's users; how many were new or different."""
    rows = [
        {
            "remote_id": each.remote_id,
            "name": each.name[:300],
            "email": each.email.strip().lower()[:300],
            "active": each.active,
        }
        for each in people
    ]
    return _upsert(Person, connection, rows)


def keep_stages(connection: Connection, found: Iterable[AtsStage]) -> int:
    """Copy stages; a new one starts with the standing its name has in the settings (G7)."""
    rows = [
        {
            "remote_id": each.remote_id,
            "job_remote_id": each.job,
            "name": each.name[:200],
            "order": each.order,
            "standing": stages.preset(connection, each.name) or "",
            "gone_at": None,
        }
        for each in found
    ]
    changed = _upsert(Stage, connection, rows, only_new=("standing",))
    numbers = [row["remote_id"] for row in rows]
    Stage.objects.filter(connection=connection, remote_id__in=numbers).update(last_seen_at=Now())
    return changed


def _job(job: AtsJob) -> Row:
    return {
        "remote_id": job.remote_id,
        "code": job.code[:200],
        "name": job.name[:300],
        "status": job.status[:20],
        "status_raw": job.status_raw[:100],
        "location": job.location[:300],
        "department": job.department[:200],
        "description": _plain(job.description)[:LONGEST_TEXT],
        "role_value": job.role_value[:300],
        "assigned": json.dumps(
            [{"id": member.person.remote_id, "role": member.role} for member in job.assigned]
        ),
        "gone_at": None,
    }


def _plain(html: str) -> str:
    """The text of a description; none where the tags are made to wear a parser out (P35)."""
    try:
        return strip_tags(html)
    except SuspiciousOperation:
        return ""


def _upsert(
    model: type[Mirror], connection: Connection, rows: list[Row], only_new: tuple[str, ...] = ()
) -> int:
    """Insert or change rows in one statement; unchanged rows are not written."""
    if not rows:
        return 0
    rows = list({row["remote_id"]: row for row in rows}.values())
    quote = database.ops.quote_name
    names = list(rows[0])
    changing = [quote(name) for name in names if name not in ("remote_id", *only_new)]
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(name) for name in names)
    one = f"(%s, %s, {', '.join(['%s'] * len(names))})"
    sql = f"""
        INSERT INTO {table} AS kept (organization_id, connection_id, {columns})
        VALUES {", ".join([one] * len(rows))}
        ON CONFLICT (connection_id, remote_id) DO UPDATE
        SET {", ".join(f"{name} = excluded.{name}" for name in changing)}, last_seen_at = now()
        WHERE ({", ".join(f"kept.{name}" for name in changing)})
            IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in changing)})
    """  # noqa: S608
    values = [
        value
        for row in rows
        for value in (connection.organization_id, connection.pk, *row.values())
    ]
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
