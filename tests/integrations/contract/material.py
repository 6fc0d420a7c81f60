"""What a vendor gives the contract: how it signs and what it answers, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from integrations.problems import VendorProblem
from integrations.vocabulary import Hook, Note, NoteKind


@dataclass(frozen=True)
class Asked:
    """A request that arrived at the stand-in for a vendor; `body` is its JSON, if it had any."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    raw: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What is answered: `body` is sent as it is if it is bytes, as JSON if it is not."""

    status: int = 200
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Door:
    """One way in, and what lets a request through it.

    `knock` makes a request of this body as the vendor does who holds this secret. `proof` names
    what shows that: headers, or fields of the JSON body where `in_body`, which then cover
    nothing else. `vouches` is False for a key that says nothing of the body. `knock_at` is there
    where the vendor signs the time.
    """

    endpoint: str
    secrets: tuple[str, ...]
    knock: Callable[[bytes, str], Hook]
    proof: tuple[str, ...]
    in_body: bool = False
    vouches: bool = True
    knock_at: Callable[[bytes, str, datetime], Hook] | None = None


@dataclass(frozen=True)
class Said:
    """A refusal in a vendor's own words, and what it means."""

    reply: Reply
    kind: type[VendorProblem]
    unclear: bool = False  # of a call that changes something


@dataclass(frozen=True)
class Lists:
    """How a vendor lists things: `jobs`, `people`, `stages` and `states`, by numbers from 1.

    `wanted` tells which list a request asks for and from where on, "" from the start. `page`
    writes rows, and where to go on, "" at the end. `stale` refuses a place that is no more.
    """

    wanted: Callable[[Asked], tuple[str, str] | None]
    row: Callable[[str, int], Any]
    page: Callable[[str, list[Any], str], Reply]
    remote_id: Callable[[int], str]
    rows_a_page: int
    stale: Reply | None = None


@dataclass(frozen=True)
class Material:
    """One vendor's samples.

    `events` are bodies of different events; `again` writes one as it comes when it comes again,
    `forged` one that says otherwise where the proof does not cover it. `well` answers any
    request as an account in order does; `showing` a look for notes, where this text stands.
    `sentences` are the vendor's own refusals.
    """

    doors: tuple[Door, ...]
    events: tuple[bytes, ...]
    note: Note
    well: Callable[[Asked], Reply]
    showing: Callable[[Asked, str], Reply | None]
    sentences: tuple[Said, ...]
    lists: Lists
    choices: Mapping[str, str] = field(default_factory=dict)
    again: Callable[[bytes], bytes] = bytes
    forged: Callable[[bytes], bytes] = bytes


def told(application: str, candidate: str = "", job: str = "") -> Note:
    """A note to post: it has a text and no status, so that one call writes it."""
    return Note(
        application, candidate, job, NoteKind.SCHEDULED, marker="c0ffee77", text="It is scheduled."
    )
