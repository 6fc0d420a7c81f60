"""Gives jobs the roles that a change names, or takes them back, a batch at a time (A6)."""

from typing import Any

from integrations.models import Job, MappingChange

BATCH = 100  # jobs changed in one transaction


def apply_batch(change: MappingChange) -> bool:
    """Change the next jobs; whether more are left."""
    lines = {line["key"]: line for line in change.lines[change.looked_at :][:BATCH]}
    held = Job.objects.select_for_update().filter(connection=change.connection_id, pk__in=lines)
    verb = _give if change.undone_at is None else _take_back
    different = [job for job in held.order_by("pk") if verb(job, lines[job.pk], change)]
    change.changed += Job.objects.bulk_update(different, ["role", "role_by_hand"])
    change.looked_at += len(lines)
    return change.looked_at < change.total


def _give(job: Job, line: dict[str, Any], change: MappingChange) -> bool:
    job.role_id, job.role_by_hand = line["to"], change.by_id is not None
    return True


def _take_back(job: Job, line: dict[str, Any], change: MappingChange) -> bool:
    """Give a job the role it had before, unless somebody changed it since."""
    if job.role_id != line["to"]:
        return False
    job.role_id, job.role_by_hand = line["from"], True
    return True
