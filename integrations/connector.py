"""The contract every connector keeps: what it declares, and one method for each capability."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from integrations.capabilities import Capability, Grade, Proof
from integrations.models import Connection
from integrations.problems import VendorProblem
from integrations.setup.guide import Finding, GuideStep
from integrations.setup.setting import Setting
from integrations.vocabulary import (
    Answer,
    Applicant,
    Hook,
    Inbound,
    Note,
    Page,
    RoleOption,
    TeamMember,
)


@dataclass(frozen=True)
class Pace:
    """How many calls a vendor takes: a steady number, and so many at once after a rest."""

    per_second: float
    burst: int

    @classmethod
    def typed(cls, text: str, *, otherwise: float) -> "Pace":
        """The calls in a second that a person typed; what is no number counts as `otherwise`."""
        try:
            per_second = min(max(float(text), 0.1), 1000.0)
        except ValueError:
            per_second = otherwise
        return cls(per_second, burst=max(1, int(per_second)))


@dataclass(frozen=True)
class Endpoint:
    """An address of ours that the customer registers with the vendor."""

    name: str  # the last part of /ats/<token>/<name>
    title: str  # the vendor's own name for what is registered
    waits_for_answer: bool = False


class Connector:
    """One vendor's ATS, for one connection. A subclass lives in `connectors/<vendor>/`."""

    slug: ClassVar[str]
    name: ClassVar[str]
    capabilities: ClassVar[Mapping[Capability, Grade]]
    settings: ClassVar[tuple[Setting, ...]]
    endpoints: ClassVar[tuple[Endpoint, ...]]
    guide: ClassVar[tuple[GuideStep, ...]]  # the first step takes the key
    hosts: ClassVar[tuple[str, ...]]  # real hosts of the vendor: "*.greenhouse.io"
    base_url: ClassVar[str]
    auth_url: ClassVar[str] = ""
    kept_headers: ClassVar[tuple[str, ...]] = ()
    trigger_setting: ClassVar[str] = ""  # the setting that names the stage that invites, if any
    adds_roles: ClassVar[bool] = True  # False: a role is in the vendor's list by its first use
    states_at_once: ClassVar[int] = 50  # how many applications `states_of` reads in a call's time
    tells_every_change: ClassVar[bool] = False  # its lists end with a token (`Page.token`)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def pace(self) -> Pace | None:
        """What is kept ahead of time, where the vendor's answers tell no window (P28)."""
        return None

    @classmethod
    def settings_by_name(cls) -> dict[str, Setting]:
        return {setting.name: setting for setting in cls.settings}

    @classmethod
    def titles(cls) -> dict[str, str]:
        """The title of each setting and endpoint by its name."""
        endpoints = {endpoint.name: endpoint.title for endpoint in cls.endpoints}
        return {setting.name: setting.title for setting in cls.settings} | endpoints

    def is_trigger(self, stage: str, number: str = "") -> bool:
        """Whether entering this stage asks for an interview: by its name, or by its id where it
        was renamed since it was chosen."""
        wanted = self.connection.choice(self.trigger_setting).strip().casefold()
        known = self.connection.trigger_ids.get(wanted, ())
        return bool(wanted) and (stage.strip().casefold() == wanted or number in known)

    # Calls out

    def problem_in(self, status: int, body: bytes) -> VendorProblem | None:
        """What an answer says is wrong that its HTTP status does not tell, or tells otherwise.

        Asked for every answer below 500 but 429. `unclear` in it counts for calls that change
        something only.
        """
        return None

    # Events in

    def kept(self, hook: Hook) -> dict[str, str]:
        """The headers of a request that are kept with it."""
        return {name: hook.headers[name] for name in self.kept_headers if name in hook.headers}

    def verify(self, hook: Hook) -> bool:
        """Check that this request comes from the vendor, over its raw bytes (P5).

        Returns:
            Whether the secret was the current one, rather than one replaced a day ago or less.

        Raises:
            Refused: when it does not.
        """
        raise NotImplementedError

    def delivery_key(self, hook: Hook) -> str:
        """What tells this delivery from every other: only what the signature covers (P4)."""
        raise NotImplementedError

    def parse(self, hook: Hook) -> Iterable[Inbound]:
        """Read a verified delivery into our words, re-reading at the vendor what is not covered.

        Raises:
            Unreadable: when it is not what the vendor promises.
            VendorProblem: when something must be looked up and cannot be now.
        """
        raise NotImplementedError

    def answer(self, hook: Hook, desk: "Desk") -> Answer:
        """Answer a call that waits for more than 200, such as an assessment call."""
        raise NotImplementedError

    # Updates out

    def post(self, note: Note) -> None:
        """Tell the vendor, once: after an unclear try look for the marker first (H6).

        Raises:
            VendorProblem: in one of its kinds, `unclear` set if it may have arrived.
        """
        raise NotImplementedError

    def role_hint(self) -> str:
        """Where the role is set in this vendor, in its own menu names (L1)."""
        raise NotImplementedError

    def listed_roles(self) -> tuple[RoleOption, ...]:
        """The roles as the vendor's list offers them now; a key is ours, or empty (C5)."""
        raise NotImplementedError

    def publish_roles(
        self, options: tuple[RoleOption, ...], retired: Collection[RoleOption] = ()
    ) -> None:
        """Make the vendor's list of roles equal to ours: add, rename, retire (C5).

        Args:
            retired: the roles that are offered no more. Others are left alone: another
                connection to the same account may offer them.
        """
        raise NotImplementedError

    def lists_to_paste(self) -> tuple[Capability, ...]:
        """The lists of ours that a person pastes, where the vendor's API does not take them."""
        return ()

    # Look-ups

    def application_ids(self, url: str) -> dict[str, str] | None:
        """Take ids out of a profile URL of this vendor, or None; nothing is fetched (P53)."""
        raise NotImplementedError

    def application_at(self, url: str) -> list[Applicant]:
        """The application a profile URL names; several when the URL names a person only (D7)."""
        raise NotImplementedError

    def application(self, remote_id: str) -> Applicant:
        """One application, read anew.

        Raises:
            NotThere: when the vendor does not know it.
        """
        raise NotImplementedError

    def hiring_team(self, job: str, application: str = "") -> list[TeamMember]:
        """The people on a job, responsible recruiters first (J4).

        Args:
            application: whose team is asked for, where an ATS has one for each.
        """
        raise NotImplementedError

    def publish_followers(self, emails: tuple[str, ...]) -> None:
        """Keep the list of people who may follow up to date in the vendor (J5)."""
        raise NotImplementedError

    # The sync: each reads one page; a cursor from the last page goes on from there (P34). The
    # token of a list's last page comes back in the connection's `sync_tokens`, by the list's name

    def jobs(self, since: datetime | None, cursor: str) -> Page:
        """A page of AtsJob changed since then, all when None."""
        raise NotImplementedError

    def people(self, since: datetime | None, cursor: str) -> Page:
        """A page of AtsPerson."""
        raise NotImplementedError

    def stages(self, cursor: str) -> Page:
        """A page of AtsStage."""
        raise NotImplementedError

    def states(self, since: datetime | None, cursor: str) -> Page:
        """A page of StateChanged for applications changed since then, and of CandidateGone."""
        raise NotImplementedError

    def states_of(self, applications: tuple[str, ...]) -> list[Inbound]:
        """The states of these applications, read anew: the daily repair (G3).

        One that the vendor does not return is left out, never taken as gone (P35).
        """
        raise NotImplementedError

    # Proof

    def try_step(self, step: str, roles: tuple[RoleOption, ...]) -> Iterator[Finding]:
        """Try a step of the guide that calls prove, a finding for each thing it needs (K3).

        Args:
            roles: ours, which the vendor's list of roles must hold.

        Raises:
            VendorProblem: when the vendor cannot be asked; what was found before holds.
        """
        raise NotImplementedError

    def holds(self, note: Note) -> bool:
        """Whether this note stands in the ATS."""
        raise NotImplementedError

    def check(self, capability: Capability) -> Proof:
        """Try something harmless that works only if this capability works (K3, K4)."""
        raise NotImplementedError


class Desk:
    """What a connector may ask the product while it answers a call of the vendor's.

    The inbox hands one over; it keeps connectors away from the product's rows.
    """

    def roles(self) -> list[RoleOption]:
        """The active roles of the connection's group."""
        raise NotImplementedError

    def invite(self, applicant: Applicant, *, key: str, callback: str) -> "Invited":
        """Run the checks of D3 and invite, in this transaction (P6)."""
        raise NotImplementedError

    def progress(self, interview: str) -> "Progress | None":
        """How far the interview with this id of ours is, None if it is not of this connection."""
        raise NotImplementedError

    def remark(self, text: str) -> None:
        """Keep what the vendor says went wrong, for the log."""
        raise NotImplementedError


@dataclass(frozen=True)
class Invited:
    """What came of an invite asked for by a call: an interview's id, or the error's text."""

    interview: str = ""
    link: str = ""  # to the candidacy
    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class Progress:
    """How far an interview is, as an assessment status call wants it."""

    state: str
    complete: bool
    score: float | None = None
    link: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
