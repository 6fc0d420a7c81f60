"""What a dashboard holds: what needs its viewer first, today and tomorrow, the week in numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from candidates import visibility
from candidates.models import Candidacy, Interview, InterviewEvent, Outcome
from candidates.states import FINAL, HELD, EventKind, InterviewState
from integrations import health
from integrations.models import Condition, Connection
from integrations.watch import issues
from portal.models import Kind
from portal.permissions import Act
from portal.viewers import Viewer
from portal.widgets import Step
from roles.models import Role

SHOWN = 5
WEEK = timedelta(days=7)
_FIGURES = {
    EventKind.INVITED: "invited",
    EventKind.SCHEDULED: "scheduled",
    EventKind.COMPLETED: "interviews held",
    EventKind.RESULT: "results ready",
}
OPEN = (InterviewState.SCHEDULING, InterviewState.SCHEDULED)
WELL = (Condition.CONNECTED, Condition.PAUSED)


@dataclass(frozen=True)
class Need:
    """Something that waits for this viewer: a tone, a sentence and where to act on it."""

    tone: str
    text: str
    url: str
    link: str


@dataclass(frozen=True)
class Figure:
    """A number of the last seven days and what it counts."""

    number: int
    label: str


def needs(viewer: Viewer) -> list[Need]:
    """What waits for this viewer, most urgent first."""
    return [
        *_late(viewer), *_connections(viewer), *_attempts(viewer), *_pointless(viewer),
        *_no_shows(viewer),
    ]  # fmt: skip


def results(viewer: Viewer) -> list[Candidacy]:
    """The results of the last days, newest first."""
    return list(_recent(viewer, InterviewState.RESULTS_POSTED))


def coming(viewer: Viewer) -> list[Interview]:
    """The interviews of today and tomorrow, in the viewer's zone."""
    start = timezone.now() - timedelta(hours=2)
    return list(
        visibility.interviews(viewer)
        .filter(state__in=HELD, starts_at__gte=start, starts_at__lt=_end_of_tomorrow(viewer))
        .select_related("candidacy__candidate", "candidacy__role", "interviewer")
        .order_by("starts_at")[:20]
    )


def week(viewer: Viewer) -> list[Figure]:
    """The last seven days in numbers."""
    events = InterviewEvent.objects.filter(
        candidacy__in=visibility.candidacies(viewer), kind__in=_FIGURES, at__gte=_a_week_ago()
    )
    counts = dict(events.values_list("kind").annotate(Count("pk")).order_by())
    return [Figure(counts.get(kind, 0), label) for kind, label in _FIGURES.items()]


def first_steps(viewer: Viewer) -> list[Step]:
    """The three steps of a new organization; empty once all are done, and for who only looks on."""
    if not viewer.may(Act.INVITE):
        return []
    steps = [
        Step("Create a role", Role.objects.exists(), reverse("roles")),
        Step(
            "Connect your ATS",
            Connection.objects.filter(active=True).exists(),
            reverse("integration", args=[viewer.organization.slug]) if viewer.organization else "",
        ),
        Step("Invite a candidate", Candidacy.objects.exists(), reverse("invite")),
    ]
    return [] if all(step.done for step in steps) else steps


def _connections(viewer: Viewer) -> list[Need]:
    if not viewer.may(Act.SEE_INTEGRATIONS) or viewer.organization is None:
        return []
    url = reverse("integration", args=[viewer.organization.slug])
    found = Connection.objects.filter(viewer.in_groups("group"), disconnected_at=None)
    states = [
        (connection, *health.condition(connection))
        for connection in found.prefetch_related("proofs")
    ]
    needed = [
        Need("bad", f"{connection}: {word.label.lower()}. {reason}", url, "Open the integration")
        for connection, word, reason in states
        if word not in WELL
    ]
    well = [connection for connection, word, _ in states if word in WELL]
    return [*needed, *_issues(viewer, well)]


def _issues(viewer: Viewer, well: list[Connection]) -> list[Need]:
    """What is wrong with connections that work all the same."""
    assert viewer.organization is not None
    wrong = issues.open_for(well)
    return [
        Need(
            "warn",
            f"{connection}: {issue.detail}",
            reverse("connection_issues", args=[viewer.organization.slug, connection.pk]),
            "See what to do",
        )
        for connection in well
        for issue in wrong.get(connection.pk, [])[:SHOWN]
    ]


def _attempts(viewer: Viewer) -> list[Need]:
    waiting = (
        visibility.attempts(viewer)
        .exclude(outcome=Outcome.SENT)
        .filter(confirmed_at=None, dismissed_at=None, at__gte=timezone.now() - 2 * WEEK)
    )
    url = reverse("attempts")
    counts = waiting.aggregate(
        held=Count("pk", filter=Q(outcome=Outcome.L6)),
        errors=Count("pk", filter=~Q(outcome=Outcome.L6)),
    )
    found = []
    if counts["held"]:
        text = f"{_count(counts['held'], 'invite waits', 'invites wait')} for your confirmation."
        found.append(Need("warn", text, url, "Confirm or dismiss"))
    if counts["errors"]:
        text = f"{_count(counts['errors'], 'invite', 'invites')} from the ATS could not be sent."
        found.append(Need("warn", text, url, "See why"))
    return found


def _late(viewer: Viewer) -> list[Need]:
    """Candidates whom support should ring: late, and not yet a no-show (E6)."""
    if viewer.kind != Kind.SUPPORT:
        return []
    late = (
        visibility.interviews(viewer)
        .filter(
            state=InterviewState.SCHEDULED,
            late_presses__gt=0,
            starts_at__gte=timezone.now() - timedelta(hours=1),
        )
        .select_related("candidate", "candidacy__role")
    )
    return [
        Need(
            "bad",
            f"{each.candidate} is late for {each.candidacy.role}. "
            f"Ring {each.candidate.phone or 'nobody: there is no number'}.",
            reverse("candidacy", args=[each.candidacy_id]),
            "Open the candidacy",
        )
        for each in late
    ]


def _pointless(viewer: Viewer) -> list[Need]:
    """Open interviews of candidates about whom the ATS has decided (G9)."""
    open_ones = (
        visibility.interviews(viewer)
        .filter(state__in=OPEN, candidacy__standing__in=FINAL)
        .select_related("candidate", "candidacy__role")
        .order_by("-candidacy__standing_at")[:SHOWN]
    )
    return [
        Need(
            "warn",
            f"The ATS says {each.candidacy.get_standing_display()} of {each.candidate}, whose "
            f"interview for {each.candidacy.role} is still open.",
            reverse("candidacy", args=[each.candidacy_id]),
            "Cancel it, or let it be",
        )
        for each in open_ones
    ]


def _no_shows(viewer: Viewer) -> list[Need]:
    return [
        Need(
            "warn",
            f"{each.candidate} did not come to the interview for {each.role}.",
            reverse("candidacy", args=[each.pk]),
            "Decide how to go on",
        )
        for each in _recent(viewer, InterviewState.NO_SHOW)
    ]


def _recent(viewer: Viewer, state: InterviewState) -> QuerySet[Candidacy]:
    return (
        visibility.candidacies(viewer)
        .filter(state=state, active=True, activity_at__gte=_a_week_ago())
        .select_related("candidate", "role")
        .order_by("-activity_at")[:SHOWN]
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _a_week_ago() -> datetime:
    return timezone.now() - WEEK


def _end_of_tomorrow(viewer: Viewer) -> datetime:
    there = timezone.now().astimezone(ZoneInfo(viewer.user.zone))
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=2)
