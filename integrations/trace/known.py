"""What is known of somebody who was or was not invited, and the answer made of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils import dateformat

from candidates.models import Outcome


class Place(StrEnum):
    """Where something can be done about it; the page knows the addresses."""

    NOWHERE = ""
    JOBS = "jobs"
    STAGES = "stages"
    KEY = "key"
    OVERVIEW = "overview"
    ATTEMPT = "attempt"
    CANDIDACY = "candidacy"
    DELIVERY = "delivery"


@dataclass(frozen=True)
class Attempted:
    """The newest attempt to invite: how it ended, and who dealt with it."""

    outcome: Outcome
    at: datetime
    codes: tuple[Outcome, ...] = ()  # all that stood against it, in the order of D3
    from_ats: bool = True
    confirmed_at: datetime | None = None
    dismissed_at: datetime | None = None


@dataclass(frozen=True)
class Stuck:
    """The newest webhook that led to nothing yet: it waits, is parked, or was discarded."""

    at: datetime
    parked: bool = False
    discarded: bool = False
    reason: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """The newest webhook or call that asked for an invite and led to no attempt: inviting was off
    then, or something else stood against it."""

    at: datetime
    said: str  # who switched it off, and when; else what the call was told
    is_off: bool = True  # now
    by: str = "a webhook"
    was_off: bool = True


@dataclass(frozen=True)
class Known:
    """All that the answer depends on. Texts are empty and times None where nothing is known."""

    who: str  # "Ada Lovelace", "Application 700001"
    ats: str = "the ATS"
    job: str = ""
    role: str = ""  # the job leads to it now
    job_is_closed: bool = False
    stage: str = ""
    trigger: str = ""  # the stage that invites
    is_in_trigger: bool = False
    trigger_is_missing: bool = False  # the ATS has no such stage any more
    status: str = ""  # of the application in the ATS
    heard_at: datetime | None = None  # the newest webhook about them
    said: str = ""  # what came of it
    seen_at: datetime | None = None  # when a comparison of states last saw the application
    removed_at: datetime | None = None
    attempt: Attempted | None = None
    invited_at: datetime | None = None
    invite_role: str = ""
    interview: str = ""  # its state in words
    mail: str = ""  # sent, waiting, gave_up, parked, skipped
    untold: str = ""  # why the ATS was not told of the outcome, in a sentence
    stuck: Stuck | None = None
    asked: Asked | None = None
    paused_at: datetime | None = None
    disconnected_at: datetime | None = None
    key_refused_at: datetime | None = None
    away_until: datetime | None = None
    problem: str = ""  # what the ATS said last when it failed
    last_hook_at: datetime | None = None  # of anybody
    hook_refused_at: datetime | None = None  # a signature did not match, and none has since
    is_connected: bool = True  # False: no connection is asked about
    zone: str = "UTC"

    def say(self, at: datetime | None) -> str:
        """A time in the reader's zone, which is named."""
        if at is None:
            return "an unknown time"
        local = at.astimezone(ZoneInfo(self.zone))
        name = local.tzname() or "UTC"
        named = f"UTC{name}" if name[0] in "+-" else name
        return f"{dateformat.format(local, 'M j, Y, g:i A')} {named}"


@dataclass(frozen=True)
class Answer:
    """What happened, what to do next, and where."""

    tone: str  # ok, info, warn, bad
    text: str
    place: Place = Place.NOWHERE

    def __add__(self, more: str) -> "Answer":
        return Answer(self.tone, f"{self.text} {more}".strip(), self.place)
