"""The words connectors and the product share: what an ATS tells us and what we tell it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from integrations.problems import Unreadable


@dataclass(frozen=True)
class Hook:
    """A request of an ATS as it came: raw bytes first, everything else read from them."""

    endpoint: str
    method: str
    headers: Mapping[str, str]  # names in lower case
    query: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> bytes:
        """A header as bytes, empty when missing: headers may hold anything."""
        return self.headers.get(name.lower(), "").encode("utf-8", "surrogateescape")

    @property
    def body_digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    @property
    def json(self) -> Any:
        """The body as JSON.

        Raises:
            Unreadable: when it is none.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as problem:
            raise Unreadable("The body is not JSON.") from problem


@dataclass(frozen=True)
class Answer:
    """What we say to an ATS that waits for more than 200."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AtsPerson:
    """Somebody in the ATS; matched to our users by e-mail (J2)."""

    remote_id: str
    email: str = ""
    name: str = ""
    active: bool = True


class TeamRole(StrEnum):
    """What somebody is to a job in the ATS."""

    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    HIRING_MANAGER = "hiring_manager"
    SOURCER = "sourcer"
    FOLLOWER = "follower"
    OTHER = "other"  # whatever else the customer calls it


@dataclass(frozen=True)
class TeamMember:
    """A member of a job's hiring team; the responsible ones come first."""

    person: AtsPerson
    role: TeamRole
    responsible: bool = False


@dataclass(frozen=True)
class Applicant:
    """An application as far as an invite needs it (M1): nothing else is read or kept."""

    application: str  # remote ids are text (common model, rule 1)
    candidate: str = ""
    job: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    profile_url: str = ""
    role_value: str = ""  # the ATS's own role value on the job (A6)
    recruiter: AtsPerson | None = None  # by the connection's recruiter source (J1)
    stage: str = ""
    job_status: str = ""  # as AtsJob has it; empty: not told
    remark: str = ""  # what a person who invites by hand should know before
    followers: tuple[str, ...] = ()  # e-mails of those chosen in the ATS to follow (J5)


class Status(StrEnum):
    """What an application's end, or its going on, looks like in every ATS."""

    IN_PROCESS = "in_process"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# --- What an ATS tells us -------------------------------------------------------------------


@dataclass(frozen=True)
class InviteRequested:
    """An application entered the stage that asks for an interview (D10).

    `move` names the move where the same one may come as several deliveries; empty: each delivery
    is a move (D11).
    """

    applicant: Applicant
    at: datetime | None = None
    move: str = ""


@dataclass(frozen=True)
class StateChanged:
    """An application's stage or end changed (G3); `at` is the ATS's own time (G8)."""

    application: str
    candidate: str = ""
    job: str = ""
    status: Status | None = Status.IN_PROCESS  # None: unknown, keep what we have
    stage: str = ""
    raw: str = ""  # the ATS's own words
    at: datetime | None = None
    begun_at: datetime | None = None  # set: a later one of the same person takes over (G6)


@dataclass(frozen=True)
class RecruiterChanged:
    """A job's recruiter is, or may be, somebody else now (J3)."""

    job: str
    recruiter: AtsPerson | None


@dataclass(frozen=True)
class JobChanged:
    """A job as the ATS describes it (A7)."""

    job: "AtsJob"


@dataclass(frozen=True)
class JobGone:
    """A job was deleted in the ATS."""

    job: str


@dataclass(frozen=True)
class CandidateMerged:
    """Two candidates became one; `survivor` is the id that stays."""

    candidate: str
    survivor: str


@dataclass(frozen=True)
class CandidateGone:
    """A candidate or application was deleted or anonymized in the ATS (P63)."""

    candidate: str = ""
    application: str = ""


@dataclass(frozen=True)
class Ignored:
    """Authentic news that asks nothing of us; the reason is kept with the delivery (K8)."""

    reason: str
    application: str = ""  # whom it is about, where it says
    candidate: str = ""


Inbound = (
    InviteRequested
    | StateChanged
    | RecruiterChanged
    | JobChanged
    | JobGone
    | CandidateMerged
    | CandidateGone
    | Ignored
)


# --- What a sync reads -------------------------------------------------------------------


@dataclass(frozen=True)
class AtsJob:
    """A job of the ATS, copied one way (A7)."""

    remote_id: str
    code: str
    name: str
    status: str  # open, draft, on_hold, closed
    status_raw: str = ""
    location: str = ""
    department: str = ""
    description: str = ""  # HTML of the ATS: never shown unsanitized
    role_value: str = ""
    assigned: tuple[TeamMember, ...] = ()


@dataclass(frozen=True)
class AtsStage:
    """A stage of a job's plan, or of every job's where `job` is empty."""

    remote_id: str
    name: str
    job: str = ""
    order: int = 0


@dataclass(frozen=True)
class Page:
    """One page of a sync: its rows, and the cursor that fetches the next ("" at the end).

    The last one may carry a token that asks the ATS for what changes from now on.
    """

    rows: tuple[Any, ...]
    cursor: str = ""
    token: str = ""


# --- What we tell an ATS -------------------------------------------------------------------


class NoteKind(StrEnum):
    """What an update tells (H1)."""

    INVITED = "invited"
    INVITE_ERROR = "invite_error"
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    SLOT_RELEASED = "slot_released"
    CANCELED = "canceled"
    NO_SHOW = "no_show"
    ENDED_EARLY = "ended_early"
    REDO_OFFERED = "redo_offered"
    REDO_TAKEN = "redo_taken"
    REDO_DECLINED = "redo_declined"
    RESULT = "result"


@dataclass(frozen=True)
class Note:
    """One update for one application: a text, a short status, or both (H2, H9)."""

    application: str
    candidate: str
    job: str
    kind: NoteKind
    marker: str  # stands in the text and is looked for before a repeat (H6)
    text: str = ""  # empty: the status alone is news
    status: str = ""  # for the ATS's status field
    link: str = ""
    score: float | None = None
    callback: str = ""  # where an assessment call asked to be told
    order: str = ""  # our id of the interview, where an assessment call asked for it
    result: str = ""  # the recommendation in a word, with a result
    job_name: str = ""  # where we know it
    starts_at: datetime | None = None  # the time that the interview has now, in UTC
    unclear: bool = False  # an earlier try may have arrived: look before sending


@dataclass(frozen=True)
class RoleOption:
    """A role of ours as an ATS offers it on its jobs (C5)."""

    key: str  # ours, stable: "role-12"
    name: str
    former: tuple[str, ...] = ()  # what it was called before: some ATSs keep names alone
