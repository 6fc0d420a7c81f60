"""Webhooks out: which news there is, who hears of it, and what is in it."""

from typing import Any

from integrations.sandbox import hooks
from integrations.sandbox.lever.signing import new_id, unsigned
from integrations.sandbox.lever.store import VENDOR, account, store
from integrations.sandbox.models import Delivery, Hook, Record
from integrations.sandbox.records import Row

EVENTS = (
    "applicationCreated",
    "candidateHired",
    "candidateStageChange",
    "candidateArchiveChange",
    "candidateDeleted",
    "interviewCreated",
    "interviewUpdated",
    "interviewDeleted",
    "contactCreated",
    "contactUpdated",
)
BY_ORIGIN = EVENTS[:4]  # those a webhook can ask for by the origin of the opportunity
ORIGINS = ("applied", "sourced", "referred", "university", "internal", "agency")


def emit(event: str, opportunity: Record, **more: Any) -> None:
    """Tell of an opportunity: ids, and what changed."""
    named = ids(opportunity)
    if event == "applicationCreated":
        named = {"applicationId": opportunity["applications"][-1]} | named
    _tell(event, named | more, opportunity["origin"])


def emit_contact(event: str, contact: Record) -> None:
    """Tell of a person: the id alone."""
    _tell(event, {"contactId": contact["id"]}, None)


def ids(opportunity: Record) -> Row:
    """The three ids that all news of an opportunity carries."""
    return {
        "opportunityId": opportunity["id"],
        "candidateId": opportunity["candidateId"],
        "contactId": opportunity["contact"],
    }


def trial(hook: Hook) -> Delivery:
    """What the Test button leaves: empty data. A test that fails switches nothing off."""
    return Delivery.objects.create(hook=hook, event_id=new_id(), body=unsigned(hook.event, {}))


def rerun(delivery: Delivery) -> Delivery:
    """Send a webhook of the history once more, as it was: a late duplicate."""
    return Delivery.objects.create(
        hook=delivery.hook, event_id=delivery.event_id, body=delivery.body
    )


def _tell(event: str, data: Row, origin: str | None) -> None:
    settings = account().settings
    if event not in settings["switched_on"]:
        return
    number = new_id()
    body = unsigned(event, data, number if settings["deliveries_have_ids"] else "")
    hooks.emit(VENDOR, event, body, number, lambda hook: _wants(hook, origin))


def _wants(hook: Hook, origin: str | None) -> bool:
    """Whether a webhook made over the API asks for opportunities of this origin."""
    made = store.find("webhooks", hook.pk)
    conditions = made["configuration"].get("conditions") if made else None
    wanted = (conditions or {}).get("origins")
    return origin is None or not wanted or origin in wanted
