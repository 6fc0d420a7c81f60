"""Why there was no invite: all that we keep of one case, and what of it decides the answer (K7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from candidates import visibility
from candidates.attempts import FROM_ATS
from candidates.models import (
    Candidacy,
    Hat,
    Interview,
    InterviewEvent,
    InviteAttempt,
    Notification,
    Outcome,
)
from candidates.states import EventKind
from integrations import handlers, stages
from integrations.models import AtsUpdate, Connection, Delivery, Job, SyncRun, SyncState
from integrations.trace_known import Attempted, Known, Stuck
from integrations.trace_search import Case, unread_about
from portal.viewers import Viewer
from portal.work import WorkState

MOST = 100  # rows of each kind, the newest
INVITES = (EventKind.INVITED, EventKind.INVITE_CONFIRMED)
MAILED = (EventKind.INVITED, EventKind.INVITE_RESENT)
STUCK = (WorkState.WAITING, WorkState.WORKING, WorkState.UNCLEAR, WorkState.PARKED)
SHOWN = (
    *INVITES, EventKind.INVITE_RESENT, EventKind.REOPENED, EventKind.SCHEDULED,
    EventKind.CANCELED, EventKind.TIMED_OUT, EventKind.STANDING_CHANGED,
    EventKind.STANDING_IGNORED, EventKind.STANDING_REOPENED,
)  # fmt: skip
MAILS = {
    WorkState.DONE: "sent",
    WorkState.GAVE_UP: "gave_up",
    WorkState.PARKED: "parked",
    WorkState.IGNORED: "skipped",
}


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
    sync: SyncRun | None = None  # the last that was complete
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
    return Kept(
        case=case,
        candidacy=candidacy,
        deliveries=deliveries,
        attempts=attempts,
        events=events,
        notifications=_newest(told.select_related("mail", "user", "candidate", "event")),
        updates=updates,
        sync=_last_sync(case.connection),
        facts=_last_facts(case, deliveries),
    )


def known_of(kept: Kept, zone: str) -> Known:
    """What the answer depends on, taken from the rows."""
    case, connection = kept.case, kept.case.connection
    facts = _of_connection(connection, kept) if connection else {"is_connected": False}
    invites = [event for event in kept.events if event.kind in INVITES]
    return Known(
        who=_capital(case.who),
        attempt=_attempted(kept),
        invited_at=invites[-1].at if invites else None,
        invite_role=str(kept.candidacy.role) if kept.candidacy else "",
        interview=_interview(kept.candidacy),
        mail=_mail(kept),
        stuck=_stuck(kept),
        zone=zone,
        **facts,
    )


# The rows


def _newest(rows: QuerySet[Row]) -> list[Row]:
    """The newest rows, oldest first."""
    return list(reversed(rows.order_by("-pk")[:MOST]))


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
    connection = case.connection.pk if case.connection else 0
    keys = [f"{connection}-delivery-{delivery.pk}" for delivery in deliveries]
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


# What decides


def _of_connection(connection: Connection, kept: Kept) -> dict[str, Any]:
    connector, row = connection.connector, kept.case.application
    read = [each for each in kept.deliveries if each.state in (WorkState.DONE, WorkState.IGNORED)]
    heard_at = read[-1].received_at if read else None
    seen_at = row.changed_at if row else None
    newer = row is not None and seen_at is not None and (not heard_at or seen_at > heard_at)
    stage = row.stage if row and (newer or not kept.facts) else kept.facts.get("stage", "")
    status = row.status if row and newer else kept.facts.get("status", "")
    heard, refused = connection.last_hook_at, connection.hook_refused_at
    return {
        "ats": connector.name,
        "stage": stage,
        "status": status,
        "trigger": stages.trigger_name(connection),
        "trigger_is_missing": stages.trigger_is_missing(connection),
        "is_in_trigger": _invites(connection, stage),
        "heard_at": heard_at,
        "said": read[-1].result if read else "",
        "seen_at": seen_at,
        "removed_at": row.gone_at if row else None,
        "paused_at": connection.paused_at,
        "disconnected_at": connection.disconnected_at,
        "key_refused_at": connection.key_refused_at,
        "away_until": connection.probe_at,
        "last_hook_at": heard,
        "hook_refused_at": refused if refused and not (heard and heard > refused) else None,
        "untold": _untold(kept, connector.name),
        **_job(connection, kept),
    }


def _invites(connection: Connection, stage: str) -> bool:
    """Whether the stage of this name is the one that invites, or what that is called now."""
    names = [stages.trigger_name(connection), *stages.renamed_triggers(connection)]
    return bool(stage) and stage.casefold() in [name.casefold() for name in names]


def _job(connection: Connection, kept: Kept) -> dict[str, str]:
    """The job's name, and the role that it leads to now."""
    row = kept.case.application
    number = (row.job_remote_id if row else "") or kept.facts.get("job", "")
    job = Job.objects.filter(connection=connection, remote_id=number).first() if number else None
    role = handlers.role_for(connection, number, job.role_value) if job else None
    return {
        "job": job.name if job else number,
        "role": str(role) if role and role.takes_invites else "",
    }


def _attempted(kept: Kept) -> Attempted | None:
    if not kept.attempts:
        return None
    last = kept.attempts[-1]
    return Attempted(
        outcome=Outcome(last.outcome),
        at=last.at,
        codes=tuple(Outcome(code) for code in last.codes or [last.outcome]),
        from_ats=last.source in FROM_ATS,
        confirmed_at=last.confirmed_at,
        dismissed_at=last.dismissed_at,
    )


def _interview(candidacy: Candidacy | None) -> str:
    """The state of the newest interview, in words."""
    last = Interview.objects.filter(candidacy=candidacy).order_by("-pk").first()
    return last.get_state_display() if candidacy and last else ""


def _mail(kept: Kept) -> str:
    """How far the newest invitation is."""
    told = [each for each in kept.notifications if each.event and each.event.kind in MAILED]
    if not told:
        return ""
    mail = told[-1].mail
    return MAILS.get(WorkState(mail.state), "waiting") if mail else "skipped"


def stuck(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Those that are not worked on to the end: they wait, or are parked."""
    return [each for each in deliveries if each.state in STUCK]


def _stuck(kept: Kept) -> Stuck | None:
    """The newest webhook that is not worked on to the end."""
    left = stuck(kept.deliveries)
    if not left:
        return None
    last = left[-1]
    parked = last.state == WorkState.PARKED
    return Stuck(last.received_at, parked, last.error, None if parked else last.next_attempt_at)


def _untold(kept: Kept, ats: str) -> str:
    """Why the ATS does not show the newest of what happened; empty where it does."""
    last = kept.updates[-1] if kept.updates else None
    if last is None or not last.error or last.state in (WorkState.DONE, WorkState.MERGED):
        return ""
    if last.state in (WorkState.GAVE_UP, WorkState.PARKED):
        return f"{ats} does not show it: {last.error}"
    return f"{ats} does not show it yet: {last.error}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
