"""What a line of each log says, in words (K7)."""

import shlex
from dataclasses import dataclass

from integrations.ats_panel import Line
from integrations.logs import masking, understood
from integrations.models import AtsUpdate, Call, Delivery, SyncRun
from portal.work import WorkRow, WorkState

STORIES = {
    WorkState.WAITING: "It waits for its next try.",
    WorkState.WORKING: "A worker has it right now.",
    WorkState.UNCLEAR: "Its last try may have arrived; the next one looks for it first.",
    WorkState.DONE: "It needs nothing more.",
    WorkState.IGNORED: "It changed nothing here.",
    WorkState.MERGED: "A newer one says it, so it is not sent.",
    WorkState.GAVE_UP: "We stopped trying. It goes out again only when somebody sends it again.",
    WorkState.PARKED: "It is set aside until somebody retries or discards it.",
    WorkState.DISCARDED: "Somebody decided that it needs nothing more.",
}


@dataclass(frozen=True)
class WebhookLine:
    """A webhook: what it is about, how far it is, what came of it."""

    delivery: Delivery

    @property
    def kinds(self) -> list[str]:
        """What it says, in a few words each."""
        kinds = [facts.get("kind", "") for facts in self.delivery.understood]
        return [understood.WORDS.get(kind, kind) for kind in dict.fromkeys(kinds)]

    @property
    def ids(self) -> list[str]:
        """The objects it names: "application 7"."""
        marks = (mark.partition(":") for mark in self.delivery.about)
        return [f"{kind} {one}" for kind, _, one in marks if kind in understood.OBJECTS]

    @property
    def news(self) -> list[str]:
        """Each piece of news as a sentence."""
        return [masking.text(understood.sentence(facts)) for facts in self.delivery.understood]

    @property
    def said(self) -> str:
        """What came of it, or what stands against it."""
        return masking.text(self.delivery.error or self.delivery.result)


@dataclass(frozen=True)
class CallLine:
    """A request of ours: how it went, and the same for a command line."""

    call: Call

    @property
    def state(self) -> str:
        return "bad" if self.call.error else "ok"

    @property
    def word(self) -> str:
        status = self.call.status
        if not self.call.error:
            return f"{status}"
        return f"{status}" if status else "No answer"

    @property
    def error(self) -> str:
        return masking.text(self.call.error)

    @property
    def curl(self) -> str:
        """The call for a command line; what was masked must be filled in."""
        call = self.call
        parts = ["curl", "--request", call.method, f"{call.origin}{call.path}"]
        for name, value in call.request_headers.items():
            parts += ["--header", f"{name}: {value}"]
        if call.request_body:
            parts += ["--data", " ".join(call.request_body.split())]
        return shlex.join(parts)


def story(row: WorkRow) -> str:
    """Where a row of work stands, as a sentence."""
    return STORIES[WorkState(row.state)]


def webhook_line(delivery: Delivery) -> WebhookLine:
    return WebhookLine(delivery)


def update_line(update: AtsUpdate) -> Line:
    return Line(update)


def call_line(call: Call) -> CallLine:
    return CallLine(call)


def sync_line(run: SyncRun) -> SyncRun:
    return run
