"""What the page of one webhook, update, call or sync says (K7)."""

from typing import Any

from django.db.models import QuerySet

from integrations import notes
from integrations.ats_panel import Line
from integrations.logs import acts, masking
from integrations.logs.calls import secrets_of
from integrations.logs.lines import CallLine, WebhookLine, story
from integrations.models import AtsUpdate, Call, Connection, Delivery, LogAct, SyncRun
from integrations.outbox import NOT_AGAIN
from portal.work import WorkState

MOST_RAW = 20_000  # characters of a webhook that are shown
MOST_CALLS = 50


def webhooks(connection: Connection) -> QuerySet[Delivery]:
    return Delivery.objects.filter(connection=connection).select_related("connection")


def updates(connection: Connection) -> QuerySet[AtsUpdate]:
    """With all that their texts tell."""
    known = AtsUpdate.objects.filter(application__connection=connection)
    return known.select_related(
        "application__connection", "attempt", "event__interview__write_up",
        "event__interview__redo_of", "event__candidacy__role", "event__candidacy__candidate",
        "event__candidacy__organization",
    )  # fmt: skip


def calls(connection: Connection) -> QuerySet[Call]:
    return Call.objects.filter(connection=connection)


def syncs(connection: Connection) -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(connection=connection).select_related("by")


def webhook_facts(delivery: Delivery) -> dict[str, Any]:
    """What came, masked, beside what we understood and what came of it."""
    raw = masking.body(bytes(delivery.body), secrets_of(delivery.connection), most=MOST_RAW)
    return {
        "row": delivery,
        "line": WebhookLine(delivery),
        "story": story(delivery),
        "raw": raw,
        "headers": masking.headers(delivery.headers),
        "calls": _calls(delivery.calls.all()),
        "acts": _acts(delivery.acts.all()),
        "may_replay": acts.can_replay(delivery) and delivery.state != WorkState.WORKING,
        "may_discard": delivery.state in acts.SETTLED,
    }


def update_facts(update: AtsUpdate) -> dict[str, Any]:
    """What it tells, its mark, and each try."""
    secrets = secrets_of(update.application.connection)  # somebody may have typed one as a reason
    return {
        "row": update,
        "line": Line(update),
        "story": story(update),
        "text": masking.text(notes.text_of(update), secrets),
        "status": masking.text(update.status),
        "error": masking.text(update.error),
        "calls": _calls(update.calls.all()),
        "acts": _acts(update.acts.all()),
        "may_resend": update.state not in NOT_AGAIN,
        "may_discard": update.state in acts.SETTLED,
    }


def call_facts(call: Call) -> dict[str, Any]:
    """The request and its answer."""
    return {"row": call, "line": CallLine(call)}


def sync_facts(run: SyncRun) -> dict[str, Any]:
    """What it saw and did, and the calls it took."""
    return {"row": run, "error": masking.text(run.error), "calls": _calls(run.calls.all())}


def _calls(found: QuerySet[Call]) -> list[CallLine]:
    """The newest calls, newest first."""
    return [CallLine(call) for call in found.order_by("-pk")[:MOST_CALLS]]


def _acts(found: QuerySet[LogAct]) -> list[LogAct]:
    return list(found.select_related("by").order_by("-pk"))
