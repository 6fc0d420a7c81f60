"""What people do to rows of the logs: replay, send again, discard; each kept with who did it."""

from django.db import transaction
from django.db.models.functions import Now

from integrations import inbox, outbox, switches
from integrations.models import AtsUpdate, Connection, Delivery, LogAct, What
from portal.models import User
from portal.wakeups import wake
from portal.work import WorkState

SETTLED = (WorkState.PARKED, WorkState.GAVE_UP)  # what only a person can move on
NO_REPLAY = "What came with this webhook is not kept any more, so it cannot be replayed."
ANSWERED = "This call was answered when it came, so there is nothing to work on."
GONE = "The key of this connection was deleted, so nothing more is received or sent."
IN_WORK = "A worker has this right now. Look again in a moment."


class CannotAct(Exception):
    """The row is not in a state for this; the text says why."""


@transaction.atomic
def replay(delivery: Delivery, by: User) -> None:
    """Work on a webhook anew; what it did before it does not do twice (P2, D11).

    Raises:
        CannotAct: while a worker has it, when its body is gone, or the connection's key.
    """
    need_key(delivery.connection)
    if not can_replay(delivery):
        raise CannotAct(NO_REPLAY if delivery.answered is None else ANSWERED)
    again = Delivery.objects.filter(pk=delivery.pk).exclude(state=WorkState.WORKING)
    if not again.update(
        state=WorkState.WAITING, strikes=0, failing_since=None, next_attempt_at=Now(), error=""
    ):
        raise CannotAct(IN_WORK)
    _note(delivery.connection, What.REPLAYED, by, delivery=delivery)
    wake(inbox.TASK)


@transaction.atomic
def resend(update: AtsUpdate, by: User) -> None:
    """Send an update again by hand (H7).

    Raises:
        CannotAct: for one that is being sent, that a newer one says, that is switched off, or
            without a key.
    """
    connection = update.application.connection
    need_key(connection)
    if off := switches.refusal(connection, outbox.capability_of(update.kind)):
        raise CannotAct(off)
    if not outbox.resend(update):
        raise CannotAct("This update is being sent, or a newer one says it.")
    _note(connection, What.RESENT, by, update=update)


@transaction.atomic
def discard(row: Delivery | AtsUpdate, by: User) -> None:
    """Leave a row that was given up or parked as it is for good (P19).

    Raises:
        CannotAct: when it is neither any more.
    """
    rows = type(row).objects.filter(pk=row.pk, state__in=SETTLED)
    if not rows.update(state=WorkState.DISCARDED):
        raise CannotAct("Only what is parked or given up can be discarded; this is neither.")
    if isinstance(row, Delivery):
        _note(row.connection, What.DISCARDED, by, delivery=row)
    else:
        _note(row.application.connection, What.DISCARDED, by, update=row)


def export(connection: Connection, by: User, detail: str) -> None:
    """Keep that somebody took logs away."""
    _note(connection, What.EXPORTED, by, detail=detail)


def can_replay(delivery: Delivery) -> bool:
    """Whether there is something to work on: no call that was answered, and the body is kept."""
    return bool(delivery.body) and delivery.answered is None


def need_key(connection: Connection) -> None:
    """Check that the connection has a key. Raises CannotAct."""
    if connection.disconnected_at:
        raise CannotAct(GONE)


def _note(
    connection: Connection,
    what: What,
    by: User,
    *,
    delivery: Delivery | None = None,
    update: AtsUpdate | None = None,
    detail: str = "",
) -> None:
    LogAct.objects.create(
        organization_id=connection.organization_id, connection=connection, delivery=delivery,
        update=update, what=what, by=by, detail=detail,
    )  # fmt: skip
