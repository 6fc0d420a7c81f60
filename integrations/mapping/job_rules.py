"""Rules that map jobs by their title, code or department; the first that fits a job counts (A7)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max, QuerySet

from integrations.mapping import changes, job_roles
from integrations.mapping.job_roles import Step
from integrations.models import Connection, Job, JobRule, Mapped, RuleHow
from roles.models import Role, RoleStatus

MOST = 50  # rules of a connection: each is looked at for every unmapped job


def rules(connection: Connection) -> QuerySet[JobRule]:
    """The rules of a connection in their order."""
    return JobRule.objects.filter(connection=connection).select_related("role").order_by("order")


def unmapped(connection: Connection) -> QuerySet[Job]:
    """The jobs that rules may map: nobody chose a role, or none, and the ATS names none."""
    return Job.objects.filter(
        connection=connection, gone_at=None, role=None, role_by_hand=False, role_value=""
    ).exclude(status="closed")


def plan(connection: Connection, only: Iterable[str] | None = None) -> list[tuple[JobRule, Step]]:
    """What the rules would map now, with the rule that says so.

    Args:
        only: ids of jobs to look at; all that are unmapped when None.
    """
    active = [rule for rule in rules(connection) if rule.role.status == RoleStatus.ACTIVE]
    if not active:
        return []
    pending = changes.in_work(connection, Mapped.JOBS)
    on_their_way = {
        line["key"] for lines in pending.values_list("lines", flat=True) for line in lines
    }
    found = unmapped(connection).exclude(pk__in=on_their_way).order_by("name", "pk")
    if only is not None:
        found = found.filter(remote_id__in=only)
    fitting = {job: rule for job in found if (rule := _first(active, job))}
    steps = job_roles.plan(connection, {job: rule.role for job, rule in fitting.items()})
    return [(fitting[step.job], step) for step in steps]


def apply(connection: Connection, only: Iterable[str] | None = None) -> int:
    """Map what the rules fit: at each sync, for a new job, on demand; how many jobs that is."""
    by_rule: dict[JobRule, list[Step]] = defaultdict(list)
    for rule, step in plan(connection, only):
        by_rule[rule].append(step)
    for rule, steps in by_rule.items():
        job_roles.save(connection, steps, None, reason=f"Rule: {rule}.")
    return sum(map(len, by_rule.values()))


@transaction.atomic
def add(connection: Connection, field: str, how: str, words: str, role: Role) -> JobRule:
    """Add a rule behind the others."""
    Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    last = rules(connection).aggregate(last=Max("order"))["last"] or 0
    return JobRule.objects.create(
        organization_id=connection.organization_id, connection=connection, order=last + 1,
        field=field, how=how, words=words, role=role,
    )  # fmt: skip


@transaction.atomic
def move_up(rule: JobRule) -> None:
    """Let a rule count before the one above it."""
    held = list(rules(rule.connection).select_for_update(of=("self",)))
    place = held.index(rule)
    if place == 0:
        return
    above, own = held[place - 1], held[place]
    above.order, own.order = own.order, above.order
    JobRule.objects.bulk_update([above, own], ["order"])


def _first(active: Sequence[JobRule], job: Job) -> JobRule | None:
    return next((rule for rule in active if _fits(rule, job)), None)


def _fits(rule: JobRule, job: Job) -> bool:
    value = str(getattr(job, rule.field)).strip().casefold()
    wanted = rule.words.strip().casefold()
    return value == wanted if rule.how == RuleHow.EQUALS else wanted in value
