"""Which role a job of the ATS leads to: planned, shown before it is saved, taken back (A6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Lower, Trim

from candidates.models import Outcome
from integrations import long_acts
from integrations.mapping import changes, job_applying
from integrations.models import Application, Connection, Job, LocalEdit, Mapped, MappingChange
from portal.models import User
from roles.models import Role, RoleStatus

NO_ROLE = "No role"


class StillApplied(Exception):
    """Jobs cannot be mapped now; the text says why and what to do."""


@dataclass(frozen=True)
class RoleOfJob:
    """Which role an invite from a job would be for, and a sentence about it."""

    role: Role | None
    tone: str
    text: str

    @property
    def word(self) -> str:
        if self.role is None:
            return NO_ROLE
        return "Ready" if self.tone == "ok" else "Differs"


@dataclass(frozen=True)
class Step:
    """What saving would change for one job, and how many candidates wait for that."""

    job: Job
    to: Role | None
    waiting: int = 0

    @property
    def remark(self) -> str:
        """Why the change may do nothing, or what it undoes."""
        if self.job.role_value.strip():
            return f"The ATS names the role “{self.job.role_value}” itself, and that counts."
        return "" if self.to else "Nobody is invited from this job any more."


def jobs(connection: Connection, words: str) -> QuerySet[Job]:
    """The jobs there are in the ATS; those that lead to no role come first (`settled` is 0)."""
    open_roles = Role.objects.filter(group=connection.group_id, status=RoleStatus.ACTIVE)
    named = open_roles.annotate(low=Lower("name")).filter(low=OuterRef("value"))
    found = Job.objects.filter(connection=connection, gone_at=None).select_related("role")
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(code__icontains=words)
            | Q(department__icontains=words)
            | Q(role_value__icontains=words)
        )
    return found.prefetch_related(Prefetch("edits", LocalEdit.objects.order_by("pk"))).annotate(
        value=Lower(Trim("role_value")),
        settled=Case(
            When(Q(status="closed") | Q(Exists(named)), then=1),
            When(value="", role__status=RoleStatus.ACTIVE, then=1),
            default=0,
            output_field=IntegerField(),
        ),
    )


def roles_of(connection: Connection, shown: Iterable[Job]) -> dict[int, RoleOfJob]:
    """The role each of these jobs leads to: the ATS's own value wins over ours (A6)."""
    by_name = {role.name.lower(): role for role in Role.objects.filter(group=connection.group_id)}
    return {job.pk: _role_of(job, by_name) for job in shown}


def waiting_for_role(connection: Connection, shown: Iterable[Job]) -> dict[str, int]:
    """How many applications of each job were not invited for want of a role (L1)."""
    refused = Application.objects.filter(
        connection=connection,
        candidacy=None,
        gone_at=None,
        job_remote_id__in=[job.remote_id for job in shown],
        attempt__outcome=Outcome.L1,
    )
    return dict(refused.values_list("job_remote_id").annotate(Count("pk")))


def plan(connection: Connection, chosen: Mapping[Job, Role | None]) -> list[Step]:
    """What giving jobs these roles would change; jobs that have them already are left out."""
    different = {job: role for job, role in chosen.items() if job.role_id != (role and role.pk)}
    waiting = waiting_for_role(connection, different)
    return [Step(job, role, waiting.get(job.remote_id, 0)) for job, role in different.items()]


@transaction.atomic
def save(
    connection: Connection, steps: Iterable[Step], by: User | None, *, reason: str = ""
) -> MappingChange | None:
    """Give jobs their roles, the first at once and the rest by a worker; None without a step.

    Args:
        by: whose choice it is; a rule leaves such jobs alone later. None: a rule's.

    Raises:
        StillApplied: when somebody's change before this one is not applied to all its jobs.
    """
    lines = [_line(step) for step in steps]
    if not lines:
        return None
    Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    if by and changes.in_work(connection, Mapped.JOBS).exists():
        raise StillApplied(
            "An earlier change is being applied. Wait until it is done, then choose again."
        )
    change = changes.keep(connection, Mapped.JOBS, lines, by, reason=reason, total=len(lines))
    return long_acts.go_on(change, job_applying.apply_batch)


def take_back(change: MappingChange) -> int:
    """Give jobs the roles they had before, where nobody changed them since.

    Returns:
        how many were given back at once; a worker goes on with the rest.
    """
    changes.begin_again(change)
    return long_acts.go_on(change, job_applying.apply_batch).changed


def _line(step: Step) -> dict[str, object]:
    job = step.job
    return {
        "key": job.pk,
        "name": job.name,
        "from": job.role_id,
        "to": step.to.pk if step.to else None,
        "was": str(job.role or NO_ROLE),
        "is": str(step.to or NO_ROLE),
    }


def _role_of(job: Job, by_name: Mapping[str, Role]) -> RoleOfJob:
    value = job.role_value.strip()
    if job.takes_no_invites:
        return RoleOfJob(None, "neutral", "The job is closed and takes no invites.")
    if value:
        role = by_name.get(value.lower())
        if role is None:
            return RoleOfJob(None, "bad", f"The ATS says “{value}”, and no role has that name.")
        if not role.takes_invites:
            return RoleOfJob(None, "bad", f"The ATS says “{value}”, and that role is archived.")
        if job.role and job.role != role:
            return RoleOfJob(role, "warn", f"The ATS says {role}, the mapping here {job.role}.")
        return RoleOfJob(role, "ok", "The ATS names the role itself.")
    if job.role is None:
        return RoleOfJob(None, "warn", "Neither the ATS nor the mapping here names a role.")
    if not job.role.takes_invites:
        return RoleOfJob(None, "bad", f"{job.role} is archived and takes no invites.")
    return RoleOfJob(job.role, "ok", "Mapped here.")
