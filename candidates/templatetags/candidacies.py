"""How candidacies are shown: the look of an event, and how far away a time is."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil

from candidates.models import InterviewEvent
from candidates.states import EventKind
from portal.tones import Look, look

register = template.Library()

LOOKS = {
    EventKind.INVITED: Look("info", "envelope"),
    EventKind.RESCHEDULED: Look("info", "calendar-days"),
    EventKind.SLOT_RELEASED: Look("warn", "arrow-uturn-left"),
    EventKind.TIMED_OUT: Look("neutral", "clock"),
    EventKind.NOT_HELD: Look("neutral", "no-symbol"),
    EventKind.CANDIDATE_LATE: Look("warn", "clock"),
    EventKind.REOPENED: Look("info", "arrow-path"),
    EventKind.INTERVIEWER_ABSENT: Look("bad", "user-minus"),
    EventKind.STARTED: Look("warn", "play-circle"),
    EventKind.RESULT: Look("ok", "document-check"),
    EventKind.REDO_OFFERED: Look("info", "arrow-path"),
    EventKind.REDO_TAKEN: Look("info", "arrow-path"),
    EventKind.REDO_DECLINED: Look("neutral", "x-mark"),
    EventKind.REDO_REOPENED: Look("info", "arrow-path"),
    EventKind.WINDOW_EXTENDED: Look("info", "clock"),
    EventKind.INVITE_RESENT: Look("info", "envelope"),
    EventKind.RECRUITER_CHANGED: Look("neutral", "user"),
    EventKind.FOLLOWER_ADDED: Look("neutral", "user-plus"),
    EventKind.FOLLOWER_REMOVED: Look("neutral", "user-minus"),
    EventKind.STANDING_CHANGED: Look("info", "flag"),
    EventKind.STANDING_IGNORED: Look("neutral", "minus-circle"),
    EventKind.STANDING_REOPENED: Look("info", "arrow-path"),
    EventKind.INVITE_HELD: Look("warn", "pause-circle"),
    EventKind.INVITE_REFUSED: Look("bad", "exclamation-circle"),
    EventKind.INVITE_CONFIRMED: Look("ok", "check-circle"),
    EventKind.PROFILE_CHANGED: Look("neutral", "link"),
    EventKind.RESUME_ADDED: Look("neutral", "document-text"),
    EventKind.RESUME_REMOVED: Look("neutral", "trash"),
}


@register.filter
def event_look(event: InterviewEvent) -> Look:
    """The tone and icon of a timeline's line."""
    return LOOKS.get(EventKind(event.kind)) or look(event.kind)


@register.filter
def distance(moment: datetime, depth: int = 2) -> str:
    """How far away a time is: “in 2 days, 3 hours” or, at depth 1, “5 minutes ago”."""
    now = timezone.now()
    if abs(moment - now) < timedelta(minutes=1):
        return "just now" if moment <= now else "in less than a minute"
    if moment > now:
        words = f"in {timeuntil(moment, now, depth=depth)}"
    else:
        words = f"{timesince(moment, now, depth=depth)} ago"
    return words.replace("\xa0", " ")
