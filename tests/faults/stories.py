"""What each toy was told of each of its candidates, in the order in which it arrived."""

import json
from dataclasses import dataclass, field

from tests.faults.rig import Rig
from tests.faults.vendor import Call, Vendor
from tests.faults.vendors import VENDORS

CHANGES = """
    SELECT path, body, answer FROM sandbox_call
    WHERE vendor = %s AND bucket = 'api' AND method <> 'GET'
    AND status BETWEEN 200 AND 299 AND fault <> 'html' ORDER BY id
"""  # the toy did what these asked
TURNS = INVITED, SCHEDULED, NOTE = ("Invited", "Scheduled", "Interview scheduled for")


@dataclass
class Story:
    """The statuses and notes of one candidate."""

    told: list[str] = field(default_factory=list)

    def add(self, text: str, *, repeats_status: bool) -> None:
        """Take what was told; the status that stands already may be no news."""
        statuses = [one for one in self.told if not one.startswith(NOTE)]
        if not (repeats_status and statuses[-1:] == [text]):
            self.told.append(text)

    def count(self, words: str) -> int:
        """How many begin so."""
        return sum(text.startswith(words) for text in self.told)

    @property
    def in_order(self) -> bool:
        """Whether nothing was told before what happened before it, and nothing else at all."""
        turns = [_turn(text) for text in self.told]
        return turns == sorted(turns) and len(TURNS) not in turns


def stories(rig: Rig) -> dict[str, dict[str, Story]]:
    """By vendor, and by the first of the names that its calls have for a candidate."""
    return {slug: _of(vendor, rig) for slug, vendor in VENDORS.items()}


def _of(vendor: Vendor, rig: Rig) -> dict[str, Story]:
    known = {name: each.about for each in rig.events for name in each.names}
    found: dict[str, Story] = {}
    for path, body, answer in rig.ask_ats(CHANGES, vendor.slug):
        for news in vendor.told(Call(path, json.loads(body), answer)):
            story = found.setdefault(known.get(news.about, news.about), Story())
            story.add(news.text, repeats_status=vendor.repeats_status)
    return found


def _turn(text: str) -> int:
    return next((turn for turn, words in enumerate(TURNS) if text.startswith(words)), len(TURNS))
