"""Why there was no invite: all that we keep of one case, and what of it decides the answer (K7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from candidates import visibility
from candidates.attempts import FROM_ATS
from candidates.models import (
    Candidacy,
    Hat,
    InterviewEvent,
    InviteAttempt,
    Notification,
    Outcome,
)
from candidates.states import EventKind
from integrations.models import AtsUpdate, Call, Connection, Delivery, LogAct, SyncRun, SyncState
from integrations.trace.search import Case, unread_about
from portal.viewers import Viewer

ASKS_HOW_FAR = "kind:progress_asked"  # calls without news, as many as the ATS likes
MOST_SYNCS = 10
MOST = 100  # rows of each kind, the newest
INVITES = (EventKind.INVITED, EventKind.INVITE_CONFIRMED)
SHOWN = (
    *INVITES, EventKind.INVITE_RESENT, EventKind.REOPENED, EventKind.SCHEDULED,
    EventKind.CANCELED, EventKind.TIMED_OUT, EventKind.STANDING_CHANGED,
    EventKind.STANDING_IGNORED, EventKind.STANDING_REOPENED,
)  # fmt: skip


Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Kept:
    """The rows of a case, each kind oldest first."""

    case: Case
    candidacy: Candidacy | None
    deliveries: Sequence[Delivery] = ()
    attempts: Sequence[InviteAttempt] = ()
    events: Sequence[InterviewEvent] = ()
    notifications: Sequence[Notification] = ()
    updates: Sequence[AtsUpdate] = ()
    acts: Sequence[LogAct] = ()  # what people did to webhooks and updates
    syncs: Sequence[SyncRun] = ()  # those that asked for the application by its id
    whole_sync: SyncRun | None = None  # the last that was complete
    facts: dict[str, str] = field(default_factory=dict)  # what the newest webhook said


def gather(viewer: Viewer, case: Case) -> Kept:
    """Everything kept about a case; as many queries for much as for little."""
    deliveries = _deliveries(case)
    updates = _newest(AtsUpdate.objects.filter(application=case.application))
    attempts = _attempts(viewer, case, deliveries, updates)
    candidacy = case.candidacy or next(
        (each.candidacy for each in reversed(attempts) if each.outcome == Outcome.SENT), None
    )
    events = _newest(
        InterviewEvent.objects.filter(candidacy=candidacy, kind__in=SHOWN).select_related("user")
    )
    told = Notification.objects.filter(Q(event__in=events) | Q(attempt__in=attempts))
    told = told.filter(Q(hat=Hat.CANDIDATE) | Q(event=None))  # of an invite: whom it is for
    acts = LogAct.objects.filter(Q(delivery__in=deliveries) | Q(update__in=updates))
    return Kept(
        case=case,
        candidacy=candidacy,
        deliveries=deliveries,
        attempts=attempts,
        events=events,
        notifications=_newest(told.select_related("mail", "user", "candidate", "event")),
        updates=updates,
        acts=_newest(acts.select_related("by")),
        syncs=_syncs_about(case),
        whole_sync=_last_sync(case.connection),
        facts=_last_facts(case, deliveries),
    )


# The rows


def _newest(rows: QuerySet[Row], most: int = MOST) -> list[Row]:
    """The newest rows, oldest first."""
    return list(reversed(rows.order_by("-pk")[:most]))


def _deliveries(case: Case) -> list[Delivery]:
    """The webhooks about the application, those that are not understood yet among them."""
    if case.connection is None:
        return []
    here = Delivery.objects.filter(connection=case.connection).defer("body", "headers")
    if case.delivery:
        return list(here.filter(pk=case.delivery))
    about = [f"application:{case.remote_id}"]
    if case.application and case.application.candidate_remote_id:
        about.append(f"candidate:{case.application.candidate_remote_id}")
    told = here.filter(about__overlap=about)  # neither ordered nor cut: its index is used then
    told = told.exclude(about__contains=[ASKS_HOW_FAR])
    unread = unread_about(case.connection, case.remote_id)
    found = {each.pk: each for each in (*told, *unread) if _is_about(each, about)}
    return [found[pk] for pk in sorted(found)][-MOST:]


def _is_about(delivery: Delivery, about: list[str]) -> bool:
    """Whether it names this application, or none: news of a candidate is about all of theirs."""
    named = [mark for mark in delivery.about if mark.startswith("application:")]
    return not named or about[0] in named


def _attempts(
    viewer: Viewer, case: Case, deliveries: list[Delivery], updates: list[AtsUpdate]
) -> list[InviteAttempt]:
    """The attempts the ATS made for this application, and those people made for the person."""
    pks = {update.attempt_id for update in updates} | {case.attempt.pk if case.attempt else None}
    keys = [key_of(delivery) for delivery in deliveries]
    by_people = Q(email=_email(case)) & ~Q(source__in=FROM_ATS)
    if case.candidacy:
        by_people = Q(candidacy=case.candidacy) & ~Q(source__in=FROM_ATS)
    if case.connection is None and case.candidacy:
        by_people = Q(candidacy=case.candidacy)
    found = visibility.attempts(viewer).filter(Q(pk__in=pks - {None}) | Q(key__in=keys) | by_people)
    related = ("role", "by", "interview", "confirmed_by", "candidacy__candidate", "candidacy__role")
    return _newest(found.select_related(*related))


def _email(case: Case) -> str | None:
    """Whose other attempts count; None where nobody is known."""
    return (case.attempt.email or None) if case.attempt else None


def _syncs_about(case: Case) -> list[SyncRun]:
    """The newest syncs of which a call that was answered well named the application."""
    if case.connection is None or not case.remote_id:
        return []
    calls = Call.objects.filter(
        connection=case.connection, sync__isnull=False, error="", about__contains=[case.remote_id]
    )
    return _newest(SyncRun.objects.filter(pk__in=calls.values("sync")), MOST_SYNCS)


def _last_sync(connection: Connection | None) -> SyncRun | None:
    done = SyncRun.objects.filter(connection=connection, state=SyncState.DONE)
    return done.order_by("-pk").first() if connection else None


def _last_facts(case: Case, deliveries: list[Delivery]) -> dict[str, str]:
    """The newest that a webhook said of the application's stage and status."""
    said = (
        facts
        for delivery in reversed(deliveries)
        for facts in delivery.understood
        if facts.get("application") == case.remote_id and facts["kind"] == "state_changed"
    )
    return next(said, {})


def key_of(delivery: Delivery) -> str:
    """The key of the attempt that this webhook leads to, or that this call led to."""
    named = (facts["attempt"] for facts in delivery.understood if "attempt" in facts)
    return next(named, f"{delivery.connection_id}-delivery-{delivery.pk}")
