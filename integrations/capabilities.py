"""What an integration can do: eight capabilities, how soon a vendor allows each, and its proof."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Capability(StrEnum):
    """The eight things an integration can do (K1), by the names commands and pages use."""

    INVITE_BY_WEBHOOK = "invite_by_webhook"
    POST_UPDATES = "post_updates"
    STATE_UPDATES = "state_updates"
    ROLES_MATCH = "roles_match"
    INVITE_BY_URL = "invite_by_url"
    HIRING_TEAM = "hiring_team"
    RECRUITER_UPDATES = "recruiter_updates"
    FOLLOWER_LIST = "follower_list"

    @property
    def wording(self) -> str:
        """What it does, in the words of the Integration page."""
        return _WORDINGS[self]


_WORDINGS = {
    Capability.INVITE_BY_WEBHOOK: "Invite candidates using ATS webhooks",
    Capability.POST_UPDATES: "Post candidacy updates to the ATS",
    Capability.STATE_UPDATES: "Auto state updating",
    Capability.ROLES_MATCH: "Ensure ATS roles match Liaison roles",
    Capability.INVITE_BY_URL: "Invite candidates using an ATS URL",
    Capability.HIRING_TEAM: "Look up hiring team members from the ATS",
    Capability.RECRUITER_UPDATES: "Update recruiters using ATS webhooks",
    Capability.FOLLOWER_LIST: "Keep the allowed follower list up to date in the ATS",
}


@dataclass(frozen=True)
class Grade:
    """How soon a capability acts, or why the vendor's API does not allow it."""

    word: str
    reason: str = ""

    @property
    def offered(self) -> bool:
        return self.word != "no"


AT_ONCE = Grade("at once")
POLLED = Grade("polled")
DAILY = Grade("daily")


def No(reason: str) -> Grade:  # noqa: N802  (reads as a word in a connector's table)
    """The grade of what a vendor does not allow, with its reason in one sentence."""
    return Grade("no", reason)


@dataclass(frozen=True)
class Proof:
    """What a check tried and what came of it (K3, K4)."""

    capability: Capability
    ok: bool
    tried: str  # "Listed notes of application 700001."
    remedy: str = ""  # what to do about it, and where
    facts: dict[str, Any] = field(default_factory=dict)
