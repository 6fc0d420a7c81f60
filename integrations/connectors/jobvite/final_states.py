"""Which states of a workflow end an application: their names are the customer's own."""

import re
from dataclasses import dataclass

from integrations.vocabulary import Status

PRESET = (
    "Offer Accepted=hired, *hired*=hired, *withdr*=withdrawn, *reject*=rejected, "
    "*declin*=rejected, *not select*=rejected"
)


@dataclass(frozen=True)
class FinalStates:
    """A reading of the setting: `name=end`, separated by commas, * standing for anything."""

    setting: str

    def status_of(self, state: str) -> Status | None:
        """What a state of this name means; the first that fits counts. None for no name."""
        name = state.strip().casefold()
        if not name:
            return None
        for entry in self.setting.split(","):
            words, _, end = entry.strip().rpartition("=")
            if end.strip() in _ENDS and _fits(words.strip().casefold(), name):
                return Status(end.strip())
        return Status.IN_PROCESS


_ENDS = {Status.HIRED, Status.REJECTED, Status.WITHDRAWN}


def _fits(words: str, name: str) -> bool:
    parts = [re.escape(part) for part in re.split(r"\*+", words)]
    return re.fullmatch(".*".join(parts), name) is not None
