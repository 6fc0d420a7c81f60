"""Issues: a problem is noted, ends, may come back for a while, is settled; mails tell (K5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from integrations.models import Connection, Issue, IssueKind
from portal import mail
from portal.models import Kind, Membership, User

FLAPS = timedelta(minutes=10)  # one that comes back sooner is the same
SHOWN = timedelta(days=90)  # how long issues that ended are listed
SNOOZES = (7, 30)  # days
BEGUN, OVER = "issue_begun", "issue_over"


@dataclass(frozen=True)
class Problem:
    """What is wrong now: in words, since when, when last, and how often if that can be said."""

    kind: IssueKind
    detail: str
    remedy: str
    subject: str = ""
    step: str = ""  # of one that grows: each step is told anew
    count: int | None = None
    since: datetime = field(default_factory=timezone.now)
    at: datetime = field(default_factory=timezone.now)


@transaction.atomic
def note_problem(connection: Connection, problem: Problem) -> Issue:
    """Keep that this problem is there; the admins are told once, and again at each step (I1)."""
    unsettled = Issue.objects.select_for_update(of=("self",))
    issue, new = unsettled.get_or_create(
        connection=connection,
        kind=problem.kind,
        subject=problem.subject,
        settled_at=None,
        defaults={
            **_words(problem),
            "organization_id": connection.organization_id,
            "first_at": problem.since,
            "last_at": problem.at,
            "count": problem.count or 1,
            **_snooze_before(connection, problem),
        },
    )
    grown = not new and problem.step != issue.step
    if not new:
        _go_on(issue, problem)
    if (new or grown) and not issue.is_snoozed:
        _tell(issue, BEGUN, problem.step)
    return issue


def end_problem(issue: Issue) -> None:
    """The problem is seen no more; it is settled when it stays away."""
    Issue.objects.filter(pk=issue.pk, ended_at=None).update(ended_at=timezone.now())


@transaction.atomic
def settle(connection: Connection) -> None:
    """Close what stayed away, and tell the admins once that it is over (I1)."""
    away = Issue.objects.select_for_update(of=("self",)).filter(
        connection=connection, settled_at=None, ended_at__lte=timezone.now() - FLAPS
    )
    for issue in away:
        Issue.objects.filter(pk=issue.pk).update(settled_at=timezone.now())
        if not issue.is_snoozed:
            _tell(issue, OVER)


def drop_all(connection: Connection) -> None:
    """End everything without a word: the key was deleted."""
    now = timezone.now()
    unsettled = Issue.objects.filter(connection=connection, settled_at=None)
    unsettled.filter(ended_at=None).update(ended_at=now)
    unsettled.update(settled_at=now)


def snooze(issue: Issue, days: int, by: User) -> None:
    """Let the issue be for some days: it is listed apart and nobody is mailed of it."""
    until = timezone.now() + timedelta(days=days)
    Issue.objects.filter(pk=issue.pk, ended_at=None).update(snoozed_until=until, snoozed_by=by)


def wake_up(issue: Issue) -> None:
    """End the snooze."""
    Issue.objects.filter(pk=issue.pk).update(snoozed_until=None, snoozed_by=None)


def open_for(connections: Iterable[Connection]) -> dict[int, list[Issue]]:
    """The open issues of each connection that nobody snoozed, newest first."""
    found: dict[int, list[Issue]] = defaultdict(list)
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=timezone.now())
    there = Issue.objects.filter(awake, connection__in=list(connections), ended_at=None)
    for issue in there.order_by("-first_at", "-pk"):
        found[issue.connection_id].append(issue)
    return found


def listed(connection: Connection) -> QuerySet[Issue]:
    """What the page lists, by descending `place`: open (3), snoozed (2), ended of late (1)."""
    now = timezone.now()
    place = Case(
        When(ended_at__isnull=False, then=Value(1)),
        When(snoozed_until__gt=now, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    kept = Q(ended_at=None) | Q(ended_at__gte=now - SHOWN)
    return Issue.objects.filter(kept, connection=connection).annotate(place=place)


def admins(connection: Connection) -> list[User]:
    """The admins of the connection's group, who hear of it whatever they chose (I1)."""
    of_group = Q(all_groups=True) | Q(groups=connection.group_id)
    members = Membership.objects.filter(
        Q(kind=Kind.ORG_ADMIN) | Q(of_group, kind=Kind.GROUP_ADMIN),
        organization=connection.organization_id,
        archived_at=None,
        user__is_active=True,
    )
    return list(User.objects.filter(pk__in=members.values("user")).order_by("pk"))


def _words(problem: Problem) -> dict[str, str]:
    return {
        "detail": problem.detail[:500],
        "remedy": problem.remedy[:700],
        "step": problem.step,
    }


def _go_on(issue: Issue, problem: Problem) -> None:
    """It is still there, or there again."""
    again = issue.ended_at is not None or problem.at > issue.last_at
    count = issue.count + again if problem.count is None else problem.count
    Issue.objects.filter(pk=issue.pk).update(
        **_words(problem),
        count=count,
        last_at=max(issue.last_at, problem.at),
        ended_at=None,
    )


def _snooze_before(connection: Connection, problem: Problem) -> dict[str, object]:
    """A snooze outlives the episode it was made in."""
    before = Issue.objects.filter(
        connection=connection, kind=problem.kind, subject=problem.subject,
        snoozed_until__gt=timezone.now(),
    ).order_by("-pk")  # fmt: skip
    last = before.first()
    return {"snoozed_until": last.snoozed_until, "snoozed_by": last.snoozed_by} if last else {}


def _tell(issue: Issue, kind: str, step: str = "") -> None:
    """Queue one mail for each admin; the same news of the same episode is the same mail."""
    for user in admins(issue.connection):
        mail.queue(
            kind, user.email, key=f"{kind}-{issue.pk}-{step}-{user.pk}",
            organization=issue.connection.organization, issue=issue.pk, user=user.pk,
        )  # fmt: skip
