"""Compares what was acknowledged with what came of it: nothing lost, doubled or out of order."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from tests.faults.rig import Event, Rig

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
DONE = "status BETWEEN 200 AND 299 AND fault <> 'html'"  # the toy ATS did what the call asked
STATUSES = f"""
    SELECT id, substring(path from '[0-9]+$')::bigint, field ->> 'value' FROM sandbox_call,
    jsonb_array_elements(body::jsonb -> 'custom_fields') AS field
    WHERE method = 'PATCH' AND path LIKE '%%/v3/applications/%%' AND {DONE}
    AND field ->> 'name_key' = 'liaison_status'
"""
NOTES = f"""
    SELECT id, (body::jsonb ->> 'application_id')::bigint, body::jsonb ->> 'body'
    FROM sandbox_call WHERE method = 'POST' AND path LIKE '%%/v3/notes' AND {DONE}
"""
INVITED, SCHEDULED, NOTE = "Invited", "Scheduled for", "Interview scheduled for"


@dataclass
class Verdict:
    """How often each thing went wrong; all zero is a pass."""

    interviews_lost: int = 0
    interviews_doubled: int = 0
    invites_lost: int = 0
    invites_doubled: int = 0
    statuses_lost: int = 0
    statuses_doubled: int = 0
    bookings_lost: int = 0
    notes_lost: int = 0
    notes_doubled: int = 0
    strange_updates: int = 0  # of somebody who asked for none
    out_of_order: int = 0
    left_over: dict[str, int] = field(default_factory=dict)  # parked, given up, or still waiting

    @property
    def passed(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self))


def waiting(rig: Rig) -> int:
    """How many rows still wait for a worker."""
    return sum(number for _, state, number in rig.ask(LEFT) if state in WAITING)


def judge(rig: Rig, acknowledged: set[int], booked: Iterable[str]) -> Verdict:
    """Compare the lists kept outside the stack with both databases and the mail server."""
    invited = [rig.events[number] for number in sorted(acknowledged)]
    scheduled = [event for event in invited if event.email in set(booked)]
    verdict = Verdict()
    verdict.left_over = {f"{name} {state}": number for name, state, number in rig.ask(LEFT)}
    _judge_interviews(verdict, rig, invited)
    _judge_mails(verdict, rig, invited)
    _judge_updates(verdict, rig, invited, scheduled)
    return verdict


def _judge_interviews(verdict: Verdict, rig: Rig, invited: list[Event]) -> None:
    held = Counter(dict(rig.ask(INTERVIEWS)))
    verdict.interviews_lost, verdict.interviews_doubled = _compare(
        held, [event.email for event in invited]
    )


def _judge_mails(verdict: Verdict, rig: Rig, invited: list[Event]) -> None:
    """An invitation counts when the mail server has it; by Message-ID, as mailboxes do."""
    arrived = Counter(
        address
        for address, message_id in rig.ask(MAILS, "candidate_invited")
        if message_id in rig.mailbox.received.get(address, ())
    )
    verdict.invites_lost, verdict.invites_doubled = _compare(
        arrived, [event.email for event in invited]
    )


def _judge_updates(
    verdict: Verdict, rig: Rig, invited: list[Event], scheduled: list[Event]
) -> None:
    story: dict[int, list[tuple[int, str]]] = defaultdict(list)  # by application, as it arrived
    for call, application, text in (*rig.ask_ats(STATUSES), *rig.ask_ats(NOTES)):
        story[application].append((call, text))
    told = {application: [text for _, text in sorted(said)] for application, said in story.items()}
    numbers = [event.application for event in invited]
    booked = [event.application for event in scheduled]
    verdict.statuses_lost, verdict.statuses_doubled = _compare(_count(told, INVITED), numbers)
    verdict.bookings_lost, _ = _compare(_count(told, SCHEDULED), booked)
    verdict.notes_lost, verdict.notes_doubled = _compare(_count(told, NOTE), booked)
    verdict.strange_updates = sum(
        len(said) for number, said in told.items() if number not in numbers
    )
    verdict.out_of_order = sum(
        [text[:7] for text in said] != sorted((text[:7] for text in said), key=_turn)
        for said in told.values()
    )


def _turn(text: str) -> int:
    return [INVITED[:7], SCHEDULED[:7], NOTE[:7]].index(text) if text in (
        INVITED[:7], SCHEDULED[:7], NOTE[:7]
    ) else 3  # fmt: skip


def _count(told: dict[int, list[str]], words: str) -> Counter[int]:
    return Counter(
        {number: sum(text.startswith(words) for text in said) for number, said in told.items()}
    )


def _compare(found: Counter[object], wanted: list[object]) -> tuple[int, int]:
    """How many have nothing, and how many too much; what nobody wanted is too much."""
    lost = sum(found[one] == 0 for one in wanted)
    doubled = sum(number > (one in set(wanted)) for one, number in found.items() if number)
    return lost, doubled
