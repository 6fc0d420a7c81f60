"""The outbox: what an ATS must be told, once and in order, written with the change (H3 to H8)."""

import logging

from django.db.models import Q
from django.db.models.functions import Now

from candidates.models import Interview, InterviewEvent, InviteAttempt, Outcome
from candidates.states import EventKind
from integrations import applications, health, http, notes, probes, switches, team
from integrations.capabilities import Capability
from integrations.logs.calls import Reason
from integrations.models import Application, AtsUpdate, Connection
from integrations.problems import (
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from integrations.vocabulary import NoteKind
from portal.scope import everywhere, inside
from portal.wakeups import call, wake
from portal.work import CALLS_SECONDS, Turn, WorkState, claim

TASK = "integrations.tasks.drain_outbox"
BATCH = 20
NOT_AGAIN = (WorkState.WORKING, WorkState.MERGED)
KEY_DELETED = "The connection's key was deleted."
REMOVED = "The application was removed in the ATS."
HIRING_TEAM = "hiring_team"  # a look-up that rides the same queue (J4)
FIRST_OF_APPLICATION = f"""NOT EXISTS (SELECT 1 FROM integrations_atsupdate AS older
    WHERE older.application_id = work.application_id AND older.id < work.id
    AND (older.kind = '{HIRING_TEAM}') = (work.kind = '{HIRING_TEAM}')
    AND older.state IN ('waiting', 'working', 'unclear'))"""  # noqa: S608
OF_CONNECTION = """work.application_id IN (SELECT id FROM integrations_application
    WHERE connection_id = {connection})"""
log = logging.getLogger(__name__)


def tell(application: Application, event: InterviewEvent) -> None:
    """Write the update of an event with its change; the same event is told once (P26)."""
    kind = notes.KINDS[event.kind]
    if kind is NoteKind.RESCHEDULED:
        _merge_older(application, event)
    _write(application, kind, event=event, status=notes.status_of(event))
    if event.kind in (EventKind.SCHEDULED, EventKind.RESCHEDULED):
        _write(application, HIRING_TEAM, event=event)


def follow_attempt(application: Application, attempt: InviteAttempt) -> None:
    """Tie the application to what an attempt made, or tell it why nothing was (D12, D16)."""
    if attempt.interview and (attempt.outcome == Outcome.SENT or attempt.confirmed_at):
        follow(application, attempt.interview)
        return
    _write(application, NoteKind.INVITE_ERROR, attempt=attempt, status=attempt.text)


def follow(application: Application, interview: Interview) -> None:
    """Tie an application to an interview's candidacy, telling what happened in it so far."""
    applications.tie(application, interview.candidacy)
    for event in interview.events.filter(kind__in=notes.KINDS).order_by("pk"):
        tell(application, event)


def resend(update: AtsUpdate) -> bool:
    """Send an update again by hand: a new attempt on the same row (H7).

    One that was never sure to arrive is looked for first (H6); one that was sent is repeated.

    Returns:
        False for an update that is being sent or that a newer one says.
    """
    sure = update.state in (WorkState.DONE, WorkState.WAITING)
    again = AtsUpdate.objects.filter(pk=update.pk).exclude(state__in=NOT_AGAIN)
    asked = again.update(
        state=WorkState.WAITING if sure else WorkState.UNCLEAR,
        strikes=0, failing_since=None, next_attempt_at=Now(),
    )  # fmt: skip
    wake(TASK)
    return bool(asked)


def drain() -> None:
    """Send what is due, a connection at a time, until nothing is."""
    turn = Turn()
    with everywhere():
        _park_undeliverable()
        busy = True
        while busy and not turn.over:
            sent = [_drain_connection(connection, turn) for connection in _connections_due()]
            busy = any(sent)
    if turn.over:
        call(TASK)


def _connections_due() -> list[Connection]:
    """Connections with updates that are due, open for calls, and not in another worker's hands."""
    due = AtsUpdate.OPEN & Q(next_attempt_at__lte=Now())
    busy = AtsUpdate.objects.filter(state=WorkState.WORKING, next_attempt_at__gt=Now())
    return list(
        Connection.objects.filter(
            Q(probe_at=None) | Q(probe_at__lte=Now()),
            paused_at=None,
            disconnected_at=None,
            key_refused_at=None,
            pk__in=AtsUpdate.objects.filter(due).values("application__connection"),
        )
        .exclude(pk__in=busy.values("application__connection"))
        .select_related("organization", "group")
    )


def _drain_connection(connection: Connection, turn: Turn) -> int:
    """Send a batch for one connection; its first problem, or the time, ends the batch."""
    if not probes.take(connection):
        return 0
    limit = 1 if health.is_probing(connection) else BATCH
    only = f"{FIRST_OF_APPLICATION} AND {OF_CONNECTION.format(connection=int(connection.pk))}"
    due = claim(AtsUpdate, limit=limit, only=only)
    done = 0
    with inside(connection.organization_id):
        for position, update in enumerate(due):
            if turn.over:
                break
            done = position + 1
            if not _take(connection, update):
                break
        for left in due[done:]:
            left.release()
    return done


def _take(connection: Connection, update: AtsUpdate) -> bool:
    """Send one update unless another worker has it; whether the next may follow."""
    if not update.begin():
        return True
    if off := switches.refusal(connection, capability_of(update.kind)):
        update.finish(WorkState.DISCARDED, error=off)
        return True
    if update.application.gone_at:
        update.finish(WorkState.PARKED, error=REMOVED)
        return True
    return _deliver(connection, update)


def _park_undeliverable() -> None:
    """Park what was written when its connection's key was deleted already (K10, P61)."""
    AtsUpdate.objects.filter(
        AtsUpdate.OPEN, application__connection__disconnected_at__isnull=False
    ).update(state=WorkState.PARKED, error=KEY_DELETED)


def _deliver(connection: Connection, update: AtsUpdate) -> bool:
    """Send one update outside any transaction; whether the connection is fit for the next."""
    try:
        with http.budget(CALLS_SECONDS, reason=Reason(update=update)):
            _carry_out(connection, update)
    except VendorProblem as problem:
        return _take_refusal(connection, update, problem)
    except Exception as problem:
        log.exception("update %s", update.pk)
        update.fail(f"{type(problem).__name__} while sending it.", state=WorkState.UNCLEAR)
        return True
    update.finish(sent_at=Now())
    health.succeeded(connection, capability_of(update.kind))
    return True


def _carry_out(connection: Connection, update: AtsUpdate) -> None:
    if update.kind == HIRING_TEAM:
        team.attach(connection, update.application)
    else:
        connection.connector.post(notes.note_of(update))


def _take_refusal(connection: Connection, update: AtsUpdate, problem: VendorProblem) -> bool:
    """Keep what the ATS said with the row (H5); whether other updates may still go.

    Once an answer was unclear, the update stays so: refusals of a later look say nothing (H6).
    """
    state = WorkState.UNCLEAR if problem.unclear or update.unsure else WorkState.WAITING
    if isinstance(problem, PermissionMissing):
        return _lacks_permission(connection, update, problem, state)
    if isinstance(problem, NotThere):
        update.finish(WorkState.PARKED, error=problem.reason)
        return True
    if isinstance(problem, Rejected):
        update.finish(WorkState.GAVE_UP, error=problem.reason)
        return True
    health.failed(connection, problem)
    if isinstance(problem, KeyRefused):
        update.hold(problem.reason, seconds=health.KEY_PAUSE, state=state)
    elif update.hopeless:
        update.finish(WorkState.GAVE_UP, error=f"Gave up after 72 hours: {problem.reason}")
    else:
        update.wait(problem.reason, at_least=problem.retry_after, state=state)
    return False


def _lacks_permission(
    connection: Connection, update: AtsUpdate, problem: PermissionMissing, state: WorkState
) -> bool:
    """A capability that is off keeps its updates waiting; a single object refused is parked."""
    proof = health.prove(connection, capability_of(update.kind))
    if proof is not None and proof.ok:
        update.finish(WorkState.PARKED, error=problem.reason)
        return True
    update.hold(problem.reason, seconds=health.PERMISSION_PAUSE, state=state)
    return True


def capability_of(kind: str) -> Capability:
    """What an update of this kind needs."""
    return Capability.HIRING_TEAM if kind == HIRING_TEAM else Capability.POST_UPDATES


def _write(
    application: Application,
    kind: str,
    *,
    event: InterviewEvent | None = None,
    attempt: InviteAttempt | None = None,
    status: str = "",
) -> None:
    """Write an update once; none of what is switched off, so that nothing piles up."""
    if not switches.is_on(application.connection, capability_of(kind)):
        return
    AtsUpdate.objects.get_or_create(
        application=application,
        kind=kind,
        event=event,
        attempt=attempt,
        defaults={"organization_id": application.organization_id, "status": status[:200]},
    )
    wake(TASK)


def _merge_older(application: Application, event: InterviewEvent) -> None:
    """An unsent "rescheduled" gives way to a newer one of the same interview (H8).

    Not so one after which something else is to be told: that speaks of its time.
    """
    told = AtsUpdate.objects.filter(application=application, event__interview=event.interview_id)
    other = told.exclude(kind__in=(NoteKind.RESCHEDULED, HIRING_TEAM)).order_by("-pk").first()
    told.filter(
        kind=NoteKind.RESCHEDULED, state=WorkState.WAITING, pk__gt=other.pk if other else 0
    ).update(state=WorkState.MERGED, error="A newer change of the same interview says it.")
