"""One press on many rows of a log: found, shown, and carried out by a worker (H7, P19)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from integrations import long_acts
from integrations.logs import acts, finding
from integrations.logs.acts import CannotAct
from integrations.logs.finding import Wanted
from integrations.models import AtsUpdate, BulkAct, Connection, Delivery, LongAct, What
from portal.models import User
from portal.wakeups import wake
from portal.work import WorkState

TASK = "integrations.tasks.act_on_logs"
MOST = 1_000  # rows of one press, the oldest that fit
BATCH = 25  # rows acted on in one transaction


@dataclass(frozen=True)
class Bulk:
    """What can be done to many rows of a log at once, and to which of those that are found."""

    what: What
    found: Callable[[Connection, Wanted], QuerySet[Any]]
    act: Callable[[Any, User], None]  # raises CannotAct
    rows: Callable[[], QuerySet[Any]]
    page: str  # the name of the page that says how many, and asks
    press: str  # what leads there
    doing: str  # what is said while a worker is at it


def _replayable(connection: Connection, wanted: Wanted) -> QuerySet[Delivery]:
    """Webhooks that nobody works on; a call that was answered is none."""
    found = finding.webhooks(connection, wanted)
    return found.filter(answered=None).exclude(state=WorkState.WORKING)


def _given_up(connection: Connection, wanted: Wanted) -> QuerySet[AtsUpdate]:
    """Updates that only a person moves on; what was sent is repeated one by one only."""
    return finding.updates(connection, wanted).filter(state__in=acts.SETTLED)


REPLAY = Bulk(
    What.REPLAYED, _replayable, acts.replay,
    lambda: Delivery.objects.select_related("connection"),
    "webhooks_replay", "Replay all of these", "Working on the webhooks anew",
)  # fmt: skip
RETRY = Bulk(
    What.RESENT, _given_up, acts.resend,
    lambda: AtsUpdate.objects.select_related("application__connection"),
    "updates_retry", "Retry those that were parked or given up", "Sending the updates again",
)  # fmt: skip
BY_WHAT: dict[str, Bulk] = {each.what: each for each in (REPLAY, RETRY)}


def chosen(bulk: Bulk, connection: Connection, wanted: Wanted) -> list[int]:
    """The rows that a press would be about, oldest first: one more than MOST where more fit."""
    found = bulk.found(connection, wanted).order_by("pk")
    return list(found.values_list("pk", flat=True)[: MOST + 1])


@transaction.atomic
def begin(bulk: Bulk, connection: Connection, rows: Sequence[int], by: User) -> BulkAct:
    """Have a worker do it to these rows, at most MOST of them.

    Raises:
        CannotAct: without a row or a key, or while an earlier press is carried out.
    """
    if not rows:
        raise CannotAct("There is nothing left that this can be done to.")
    held = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    acts.need_key(held)
    of_kind = BulkAct.objects.filter(connection=connection, what=bulk.what)
    if of_kind.filter(LongAct.TO_DO).exists():
        raise CannotAct("An earlier press is still carried out. Wait until it is done.")
    wake(TASK)
    return BulkAct.objects.create(
        organization_id=connection.organization_id, connection=connection, what=bulk.what, by=by,
        rows=rows[:MOST], total=len(rows[:MOST]),
    )  # fmt: skip


def newest(bulk: Bulk, connection: Connection) -> BulkAct | None:
    """The last press of this kind."""
    found = BulkAct.objects.filter(connection=connection, what=bulk.what).select_related("by")
    return found.order_by("-pk").first()


def run_due() -> None:
    """Go on with every press that is not carried out to the end."""
    long_acts.run_due(BulkAct, _apply_batch, TASK)


def _apply_batch(act: BulkAct) -> bool:
    """Do it to the next rows; whether more are left."""
    bulk = BY_WHAT[act.what]
    numbers = act.rows[act.looked_at :][:BATCH]
    for row in bulk.rows().filter(pk__in=numbers).order_by("pk"):
        try:
            bulk.act(row, act.by)
        except CannotAct as refusal:
            act.left = str(refusal)[:300]
        else:
            act.changed += 1
    act.looked_at += len(numbers)
    act.save(update_fields=["left"])
    return act.looked_at < act.total
