"""What an ATS's jobs and stages mean here: jobs lead to roles, stages to standings (A6, G7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Lower, Trim
from django.utils import timezone

from candidates import candidacies
from candidates.actors import Actor
from candidates.models import Outcome
from candidates.states import FINAL, Standing
from integrations.models import Application, Connection, Job, Stage
from integrations.vocabulary import Status
from roles.models import Role, RoleStatus


@dataclass(frozen=True)
class RoleOfJob:
    """Which role an invite from a job would be for, and a sentence about it."""

    role: Role | None
    tone: str
    text: str

    @property
    def word(self) -> str:
        if self.role is None:
            return "No role"
        return "Ready" if self.tone == "ok" else "Differs"


def jobs(connection: Connection, words: str) -> QuerySet[Job]:
    """The jobs there are in the ATS; those that lead to no role come first (`settled` is 0)."""
    open_roles = Role.objects.filter(group=connection.group_id, status=RoleStatus.ACTIVE)
    named = open_roles.annotate(low=Lower("name")).filter(low=OuterRef("value"))
    found = Job.objects.filter(connection=connection, gone_at=None).select_related("role")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(code__icontains=words) | Q(role_value__icontains=words)
        )
    return found.annotate(
        value=Lower(Trim("role_value")),
        settled=Case(
            When(Q(status="closed") | Q(Exists(named)), then=1),
            When(value="", role__status=RoleStatus.ACTIVE, then=1),
            default=0,
            output_field=IntegerField(),
        ),
    )


def roles_of(connection: Connection, shown: list[Job]) -> dict[int, RoleOfJob]:
    """The role each of these jobs leads to: the ATS's own value wins over ours (A6)."""
    by_name = {role.name.lower(): role for role in Role.objects.filter(group=connection.group_id)}
    return {job.pk: _role_of(job, by_name) for job in shown}


def waiting_for_role(connection: Connection, shown: list[Job]) -> dict[str, int]:
    """How many applications of each job were not invited for want of a role (L1)."""
    refused = Application.objects.filter(
        connection=connection,
        candidacy=None,
        job_remote_id__in=[job.remote_id for job in shown],
        attempt__outcome=Outcome.L1,
    )
    return dict(refused.values_list("job_remote_id").annotate(Count("pk")))


def map_jobs(shown: list[Job], chosen: Mapping[int, int | None]) -> int:
    """Give jobs the roles chosen for them; how many are different now."""
    changed = [job for job in shown if job.role_id != chosen[job.pk]]
    for job in changed:
        job.role_id = chosen[job.pk]
    Job.objects.bulk_update(changed, ["role"])
    return len(changed)


def stages(connection: Connection, words: str) -> QuerySet[Stage]:
    """One stage for each name in the ATS, whatever job's plan it is in; unmapped ones first."""
    known = Stage.objects.filter(connection=connection, name__icontains=words)
    first = known.annotate(low=Lower("name")).values("low").annotate(first=Min("pk"))
    return Stage.objects.filter(pk__in=first.values("first")).annotate(
        settled=Case(When(standing="", then=Value(0)), default=1, output_field=IntegerField())
    )


def waiting_in_stage(connection: Connection) -> dict[str, int]:
    """How many of our candidacies are in each stage of the ATS, by its name in lower case."""
    by_name = _going_on(connection).annotate(low=Lower("stage")).values_list("low")
    return dict(by_name.annotate(Count("pk")))


@transaction.atomic
def map_stage(connection: Connection, name: str, standing: str, by: Actor) -> int:
    """Say what a stage means, and apply it to the candidacies in it; how many those were."""
    Stage.objects.filter(connection=connection, name__iexact=name).update(standing=standing)
    if not standing:
        return 0
    inside = _going_on(connection).filter(stage__iexact=name).select_related("candidacy")
    return sum(
        candidacies.apply_standing(
            one.candidacy, Standing(standing), by, raw=one.stage,
            at=one.changed_at or timezone.now(),
        )
        for one in inside
        if one.candidacy
    )  # fmt: skip


def _going_on(connection: Connection) -> QuerySet[Application]:
    return Application.objects.filter(
        connection=connection,
        candidacy__isnull=False,
        gone_at=None,
        status__in=["", Status.IN_PROCESS],
    ).exclude(candidacy__standing__in=FINAL)


def _role_of(job: Job, by_name: Mapping[str, Role]) -> RoleOfJob:
    value = job.role_value.strip()
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
