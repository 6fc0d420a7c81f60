"""What a webhook of Lever means: its data is not signed, so each opportunity is read anew (P4)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from integrations import reading
from integrations.connectors.lever import records
from integrations.problems import Unreadable
from integrations.reading import Row
from integrations.vocabulary import CandidateGone, Ignored, Inbound, InviteRequested

if TYPE_CHECKING:
    from integrations.connectors.lever.connector import Lever

MOVED = "candidateStageChange"
DELETED = "candidateDeleted"
TOLD = (MOVED, "candidateArchiveChange", "candidateHired", "applicationCreated")
LOOK_BACK = timedelta(days=1)  # before a webhook says that something was deleted


def read(lever: "Lever", content: object) -> Iterator[Inbound]:
    """Everything a delivery tells, as far as Lever's API says the same.

    Raises:
        Unreadable: when it is not what Lever promises.
        VendorProblem: when something must be looked up and cannot be now.
    """
    if not isinstance(content, dict):
        raise Unreadable("The body is not a JSON object.")
    event, data = reading.text(content.get("event"), 60), reading.row(content.get("data"))
    number = reading.opaque_id(data.get("opportunityId"))
    if not data:
        yield Ignored("Lever tried whether this address answers.")
    elif event not in (*TOLD, DELETED):
        yield Ignored(f"{event or 'It'} asks nothing of us.", application=number)
    elif not number:
        raise Unreadable("The webhook names no opportunity.")
    elif event == DELETED:
        yield _deleted(lever, number, content)
    else:
        yield from _told(lever, number, event)


def _told(lever: "Lever", number: str, event: str) -> Iterator[Inbound]:
    """The opportunity as it is now, whatever the webhook said of it."""
    row = lever.lookups.readable(number)
    if row is None:
        yield Ignored("Lever does not show us this opportunity (any more).", application=number)
        return
    if records.is_anonymized(row):
        yield CandidateGone(application=records.ref(row))
        return
    yield lever.sync.state(row)
    if event == MOVED and records.archived(row) is None:
        yield from _invite(lever, row)


def _invite(lever: "Lever", row: Row) -> Iterator[Inbound]:
    if not lever.is_trigger(*records.stage_seen(row)):
        return
    if records.must_not_be_contacted(row):
        yield Ignored(records.NOT_CONTACTED, records.ref(row), records.ref(row.get("contact")))
        return
    moved = records.moved_at(row)
    move = f"{records.ref(row)}-{moved.timestamp():.3f}" if moved else ""
    yield InviteRequested(lever.lookups.applicant(row), moved, move)


def _deleted(lever: "Lever", number: str, content: Row) -> Inbound:
    """Gone only where Lever says so when it is asked."""
    at = reading.epoch_moment(content.get("triggeredAt"))
    since = int((at - LOOK_BACK).timestamp() * 1000) if at else 0
    if lever.lookups.is_deleted(number, since):
        return CandidateGone(application=number)
    return Ignored("Lever does not list this opportunity among the deleted.", application=number)
