"""Which tone and icon tells of which state; the words beside them come from the state itself."""

from typing import NamedTuple


class Look(NamedTuple):
    """How a state is shown: a tone of tokens.css and an outline icon."""

    tone: str
    icon: str


UNKNOWN = Look("neutral", "question-mark-circle")

LOOKS = {
    # anything
    "ok": Look("ok", "check-circle"),
    "warn": Look("warn", "exclamation-triangle"),
    "bad": Look("bad", "x-circle"),
    "info": Look("info", "information-circle"),
    "neutral": Look("neutral", "minus-circle"),
    # interviews (E1)
    "scheduling": Look("info", "envelope"),
    "scheduled": Look("info", "calendar-days"),
    "in_progress": Look("warn", "play-circle"),
    "completed": Look("ok", "check"),
    "results_posted": Look("ok", "document-check"),
    "canceled": Look("neutral", "no-symbol"),
    "no_show": Look("bad", "user-minus"),
    "ended_early": Look("warn", "stop-circle"),
    # candidacies (G1)
    "in_assessment": Look("info", "clipboard-document-list"),
    "phone_screen": Look("info", "phone"),
    "onsite": Look("info", "building-office"),
    "offer": Look("ok", "hand-thumb-up"),
    "hired": Look("ok", "trophy"),
    "rejected": Look("neutral", "x-mark"),
    "withdrawn": Look("neutral", "arrow-uturn-left"),
    "invite_error": Look("bad", "exclamation-circle"),
    # connections (K5)
    "draft": Look("neutral", "pencil-square"),
    "connected": Look("ok", "check-circle"),
    "degraded": Look("warn", "exclamation-triangle"),
    "needs_attention": Look("bad", "exclamation-circle"),
    "paused": Look("neutral", "pause-circle"),
    "disconnected": Look("bad", "link-slash"),
    # steps of the guided set-up (K3)
    "todo": Look("neutral", "minus-circle"),
    "untried": Look("neutral", "minus-circle"),
    "left_out": Look("neutral", "arrow-uturn-right"),
    # issues of a connection
    "open": Look("bad", "exclamation-circle"),
    "snoozed": Look("neutral", "bell-snooze"),
    "ended": Look("ok", "check-circle"),
    # rows of work: the outbox (H3), the inbox, mails, syncs
    "waiting": Look("info", "clock"),
    "working": Look("info", "arrow-path"),
    "sending": Look("info", "paper-airplane"),
    "unclear": Look("warn", "question-mark-circle"),
    "sent": Look("ok", "check-circle"),
    "merged": Look("neutral", "arrows-pointing-in"),
    "gave_up": Look("bad", "x-circle"),
    "parked": Look("bad", "pause-circle"),
    "dropped": Look("neutral", "archive-box"),
    "running": Look("info", "arrow-path"),
    "done": Look("ok", "check-circle"),
    "failed": Look("bad", "x-circle"),
    "ignored": Look("neutral", "minus-circle"),
    # people and roles
    "active": Look("ok", "check-circle"),
    "archived": Look("neutral", "archive-box"),
    "retired": Look("neutral", "archive-box"),
}


def look(state: str) -> Look:
    """How to show this state; one nobody planned for is shown as neutral."""
    return LOOKS.get(state, UNKNOWN)
