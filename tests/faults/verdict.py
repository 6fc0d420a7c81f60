"""Compares what was acknowledged with what came of it: nothing lost, doubled or out of order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from tests.faults.rig import Event, Rig
from tests.faults.stories import INVITED, NOTE, SCHEDULED, Story, stories
from tests.faults.vendors import VENDORS

INTERVIEWS = """
    SELECT candidate.email, count(*) FROM candidates_interview AS interview
    JOIN candidates_candidate AS candidate ON candidate.id = interview.candidate_id GROUP BY 1
"""
MAILS = """
    SELECT address, '<' || message_id || '@liaison.example>' FROM portal_mail
    WHERE kind = %s AND state = 'done'
"""
LEFT = """
    SELECT name, state, count(*) FROM (
        SELECT 'delivery' AS name, state FROM integrations_delivery
        UNION ALL SELECT 'update', state FROM integrations_atsupdate
        UNION ALL SELECT 'mail', state FROM portal_mail
    ) AS work WHERE state NOT IN ('done', 'ignored', 'merged') GROUP BY 1, 2 ORDER BY 1, 2
"""
WAITING = ("waiting", "working", "unclear")


@dataclass
class Wrongs:
    """How often each thing went wrong with one vendor's events; all zero is a pass."""

    interviews_lost: int = 0
    interviews_doubled: int = 0
    invites_lost: int = 0
    invites_doubled: int = 0
    statuses_lost: int = 0
    statuses_doubled: int = 0
    bookings_lost: int = 0
    bookings_doubled: int = 0
    notes_lost: int = 0
    notes_doubled: int = 0
    strange_updates: int = 0  # of somebody who asked for none
    out_of_order: int = 0

    def total(self, ending: str) -> int:
        """All that was `lost`, say, of whatever kind."""
        return sum(getattr(self, each.name) for each in fields(self) if ending in each.name)


@dataclass
class Verdict:
    """What went wrong, by vendor, and what nobody should have been left with."""

    of: dict[str, Wrongs] = field(default_factory=dict)
    strangers: int = 0  # invited or interviewed, though no event names them
    left_over: dict[str, int] = field(default_factory=dict)  # parked, given up, or still waiting

    @property
    def passed(self) -> bool:
        return not self.strangers and not self.left_over and not any(self.totals().values())

    def totals(self) -> dict[str, int]:
        """How often each thing went wrong with all vendors."""
        return {
            each.name: sum(getattr(wrongs, each.name) for wrongs in self.of.values())
            for each in fields(Wrongs)
        }


@dataclass(frozen=True)
class Found:
    """What there is after the run: interviews and invitations by e-mail, stories by vendor."""

    interviews: Counter[str]
    invitations: Counter[str]
    stories: dict[str, dict[str, Story]]


def waiting(rig: Rig) -> int:
    """How many rows still wait for a worker."""
    return sum(number for _, state, number in rig.ask(LEFT) if state in WAITING)


def judge(rig: Rig, acknowledged: set[int], booked: Iterable[str]) -> Verdict:
    """Compare the lists kept outside the stack with both databases and the mail server."""
    found = Found(Counter(dict(rig.ask(INTERVIEWS))), _invitations(rig), stories(rig))
    verdict = compare(found, rig.events, acknowledged, set(booked))
    verdict.left_over = {f"{name} {state}": number for name, state, number in rig.ask(LEFT)}
    return verdict


def compare(found: Found, events: list[Event], acknowledged: set[int], booked: set[str]) -> Verdict:
    """Compare what there is with what was acknowledged, a vendor at a time."""
    whose = {event.email: event.vendor for event in events}
    strangers = (found.interviews.keys() | found.invitations.keys()) - whose.keys()
    verdict = Verdict(strangers=len(strangers))
    invited = [events[number] for number in sorted(acknowledged)]
    for vendor in VENDORS:
        theirs = [event for event in invited if event.vendor == vendor]
        wrongs = verdict.of[vendor] = Wrongs()
        people = {email for email, slug in whose.items() if slug == vendor}
        _judge_people(wrongs, found, theirs, people)
        scheduled = [event for event in theirs if event.email in booked]
        _judge_updates(wrongs, found.stories[vendor], theirs, scheduled)
    return verdict


def _invitations(rig: Rig) -> Counter[str]:
    """An invitation counts when the mail server has it; by Message-ID, as mailboxes do."""
    return Counter(
        address
        for address, message_id in rig.ask(MAILS, "candidate_invited")
        if message_id in rig.mailbox.received.get(address, ())
    )


def _judge_people(wrongs: Wrongs, found: Found, invited: list[Event], people: set[str]) -> None:
    wanted = [event.email for event in invited]
    held, sent = (
        Counter({email: number for email, number in counts.items() if email in people})
        for counts in (found.interviews, found.invitations)
    )
    wrongs.interviews_lost, wrongs.interviews_doubled = _compare(held, wanted)
    wrongs.invites_lost, wrongs.invites_doubled = _compare(sent, wanted)


def _judge_updates(
    wrongs: Wrongs,
    told: dict[str, Story],
    invited: list[Event],
    scheduled: list[Event],
) -> None:
    wanted, booked = ([event.about for event in some] for some in (invited, scheduled))
    statuses, times, notes = (
        Counter({about: story.count(words) for about, story in told.items()})
        for words in (INVITED, SCHEDULED, NOTE)
    )
    wrongs.statuses_lost, wrongs.statuses_doubled = _compare(statuses, wanted)
    wrongs.bookings_lost, wrongs.bookings_doubled = _compare(times, booked)
    wrongs.notes_lost, wrongs.notes_doubled = _compare(notes, booked)
    wrongs.strange_updates = sum(
        len(story.told) for about, story in told.items() if about not in wanted
    )
    wrongs.out_of_order = sum(not story.in_order for story in told.values())


def _compare(found: Counter[str], wanted: list[str]) -> tuple[int, int]:
    """How many have nothing, and how many too much; what nobody wanted is too much."""
    lost = sum(found[one] == 0 for one in wanted)
    doubled = sum(number > (one in set(wanted)) for one, number in found.items() if number)
    return lost, doubled
