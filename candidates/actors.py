"""Who does something to a candidacy: kept with each event (E10)."""

from dataclasses import dataclass

from candidates.models import ActorKind
from portal.models import User


@dataclass(frozen=True)
class Actor:
    """A user, the candidate, an ATS, or Liaison itself."""

    kind: ActorKind
    user: User | None = None


CANDIDATE = Actor(ActorKind.CANDIDATE)
SYSTEM = Actor(ActorKind.SYSTEM)
ATS = Actor(ActorKind.ATS)


def person(user: User) -> Actor:
    """A user of ours."""
    return Actor(ActorKind.USER, user)
