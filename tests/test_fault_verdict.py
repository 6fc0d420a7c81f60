"""Fault runs have every vendor, and a verdict that can fail."""

from collections import Counter

import pytest

from integrations.connectors import CONNECTORS
from tests.faults.rig import Event
from tests.faults.stories import Story
from tests.faults.vendors import VENDORS
from tests.faults.verdict import Found, Verdict, compare

EVENTS = [
    Event(slug, f"{slug}-{number}@example.org", [f"{slug} {number}"], {}, "")
    for slug in VENDORS
    for number in range(2)
]
BOOKED = {event.email for event in EVENTS[::2]}
INVITED, SCHEDULED = "Invited", "Scheduled for 24 Nov 2026 10:00 UTC"
NOTE = "Interview scheduled for 24 Nov 2026 10:00 UTC"


def flawless() -> Found:
    """What there is when each event has had its one effect."""
    once = Counter(event.email for event in EVENTS)
    stories: dict[str, dict[str, Story]] = {slug: {} for slug in VENDORS}
    for event in EVENTS:
        texts = [INVITED, SCHEDULED, NOTE] if event.email in BOOKED else [INVITED]
        stories[event.vendor][event.about] = Story(texts)
    return Found(once, Counter(once), stories)


def judged(found: Found) -> Verdict:
    return compare(found, EVENTS, set(range(len(EVENTS))), BOOKED)


def wrongs_of(found: Found, vendor: str) -> set[str]:
    """What is wrong with one vendor's events, after seeing that all is well with the others'."""
    verdict = judged(found)
    others = [wrongs for slug, wrongs in verdict.of.items() if slug != vendor]
    assert not any(any(vars(wrongs).values()) for wrongs in others)
    return {name for name, number in vars(verdict.of[vendor]).items() if number}


def test_every_connector_takes_part_in_fault_runs() -> None:
    assert set(VENDORS) == set(CONNECTORS)
    assert judged(flawless()).passed


@pytest.mark.parametrize("vendor", VENDORS)
def test_p01_p02_p26_what_is_lost_doubled_or_out_of_order_is_seen_of_each_vendor(
    vendor: str,
) -> None:
    booked, invited = (event for event in EVENTS if event.vendor == vendor)
    spoiled = flawless()
    spoiled.interviews[invited.email] = 2
    spoiled.invitations[booked.email] = 0
    assert wrongs_of(spoiled, vendor) == {"interviews_doubled", "invites_lost"}

    spoiled = flawless()
    spoiled.stories[vendor][booked.about].told += [NOTE]
    spoiled.stories[vendor]["nobody"] = Story(["Invited"])
    assert wrongs_of(spoiled, vendor) == {"notes_doubled", "statuses_doubled", "strange_updates"}

    spoiled = flawless()
    del spoiled.stories[vendor][booked.about]
    assert wrongs_of(spoiled, vendor) == {"statuses_lost", "bookings_lost", "notes_lost"}

    spoiled = flawless()
    spoiled.stories[vendor][booked.about].told.insert(0, NOTE)
    spoiled.interviews["stranger@example.org"] = 1
    assert wrongs_of(spoiled, vendor) == {"notes_doubled", "out_of_order"}
    assert judged(spoiled).strangers == 1


def test_a_status_that_is_set_again_counts_once_where_that_changes_nothing() -> None:
    story = Story()
    for text in (INVITED, INVITED, SCHEDULED, NOTE, SCHEDULED):
        story.add(text, repeats_status=True)
    assert story.told == [INVITED, SCHEDULED, NOTE]
    assert story.in_order
    story.add(INVITED, repeats_status=True)
    assert (story.count(INVITED), story.in_order) == (2, False)
    story.add(NOTE, repeats_status=True)
    assert story.count(NOTE) == 2
