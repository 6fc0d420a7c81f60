"""Who hears of what: the matrix of I1 as one table, and who wears which hat in a candidacy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet, TextChoices

from candidates.models import (
    Candidacy,
    Hat,
    InterviewEvent,
    InviteAttempt,
    MailChoice,
    Outcome,
)
from candidates.states import EventKind
from portal.models import Group, Kind, Membership, Organization, User


class Cell(StrEnum):
    """What one hat hears of one topic, as written in the table."""

    ALWAYS = "X!"  # nobody opts out
    SENT = "X"  # unless they opted out
    ASKED = "o"  # only if they opted in
    NEVER = "-"


class Topic(TextChoices):
    """What mails are about: the rows of the table, and what a person can choose (I4)."""

    INVITED = "invited", "Invitation"
    REMINDER = "reminder", "Reminder to book"
    SCHEDULED = "scheduled", "Interview scheduled"
    RESCHEDULED = "rescheduled", "Interview moved or given up"
    CANCELED = "canceled", "Interview canceled or timed out"
    STARTS_SOON = "starts_soon", "Start in 24 hours, and in one"
    LATE = "late", "Interviewer is waiting"
    NO_SHOW = "no_show", "Candidate did not come"
    REDO_OFFERED = "redo_offered", "Redo offered"
    REDO_SCHEDULED = "redo_scheduled", "Redo scheduled"
    RESULT = "result", "Result ready"
    INVITE_ERROR = "invite_error", "Invite failed"
    RECENT_BLOCK = "recent_block", "Invite held for a recent interview"


_COLUMNS = (
    Hat.CANDIDATE, Hat.RECRUITER, Hat.FOLLOWER, Hat.GRADER, Hat.HIRING_MANAGER, Hat.INTERVIEWER,
)  # fmt: skip


def _row(cells: str) -> dict[Hat, Cell]:
    return dict(zip(_COLUMNS, map(Cell, cells.split()), strict=True))


# candidate, recruiter, follower, grader, hiring manager, interviewer
TABLE: dict[Topic, dict[Hat, Cell]] = {
    Topic.INVITED: _row("X! o o - - -"),
    Topic.REMINDER: _row("X o - - - -"),
    Topic.SCHEDULED: _row("X! X X - o X"),
    Topic.RESCHEDULED: _row("X! X X - o X"),
    Topic.CANCELED: _row("X! X X - o X"),
    Topic.STARTS_SOON: _row("X - - - - X"),
    Topic.LATE: _row("X! - - - - -"),
    Topic.NO_SHOW: _row("X X X - - -"),
    Topic.REDO_OFFERED: _row("X! X X - - -"),
    Topic.REDO_SCHEDULED: _row("X! X X - - X"),
    Topic.RESULT: _row("X X X X X -"),
    Topic.INVITE_ERROR: _row("- X - - - -"),
    Topic.RECENT_BLOCK: _row("- X - - - -"),
}

_OF_EVENT = {
    EventKind.INVITED: Topic.INVITED,
    EventKind.INVITE_RESENT: Topic.INVITED,
    EventKind.REOPENED: Topic.INVITED,
    EventKind.REDO_TAKEN: Topic.INVITED,
    EventKind.SCHEDULED: Topic.SCHEDULED,
    EventKind.RESCHEDULED: Topic.RESCHEDULED,
    EventKind.SLOT_RELEASED: Topic.RESCHEDULED,
    EventKind.INTERVIEWER_ABSENT: Topic.RESCHEDULED,
    EventKind.CANCELED: Topic.CANCELED,
    EventKind.TIMED_OUT: Topic.CANCELED,
    EventKind.NOT_HELD: Topic.CANCELED,
    EventKind.CANDIDATE_LATE: Topic.LATE,
    EventKind.NO_SHOW: Topic.NO_SHOW,
    EventKind.REDO_OFFERED: Topic.REDO_OFFERED,
    EventKind.REDO_REOPENED: Topic.REDO_OFFERED,
    EventKind.RESULT: Topic.RESULT,
}

# What can wait for the daily mail (I4): what reminds of a moment cannot, nor calendar entries.
CAN_WAIT = frozenset(Topic) - {Topic.REMINDER, Topic.STARTS_SOON, Topic.LATE}

# Of several hats the first that hears of a topic counts (I5).
STRENGTH = (Hat.INTERVIEWER, Hat.RECRUITER, Hat.FOLLOWER, Hat.HIRING_MANAGER, Hat.GRADER)

ARCHIVED = "This account is archived."
NO_ACCESS = "This account has no access to the candidacy."
OPTED_OUT = "They opted out of these mails."


@dataclass(frozen=True)
class Listener:
    """A user who would hear of something, and why they get no mail, if so."""

    user: User
    hat: Hat
    skipped: str = ""
    daily: bool = False  # with the daily mail rather than at once


@dataclass(frozen=True)
class Person:
    """Somebody around a candidacy: the hats they wear, what they chose, what stands against it."""

    user: User
    hats: frozenset[Hat]
    choices: dict[str, MailChoice]
    refusal: str

    def hears(self, topic: Topic) -> Listener | None:
        """None when the topic is not theirs, or one they would have to ask for."""
        worn = [hat for hat in STRENGTH if hat in self.hats and TABLE[topic][hat] != Cell.NEVER]
        if not worn:
            return None
        cell, choice = TABLE[topic][worn[0]], self.choices.get(topic)
        if cell == Cell.ASKED and not (choice and choice.wanted):
            return None
        opted_out = cell == Cell.SENT and choice is not None and not choice.wanted
        skipped = self.refusal or (OPTED_OUT if opted_out else "")
        waits = choice is not None and choice.daily and not skipped
        waits = waits and topic in CAN_WAIT and worn[0] != Hat.INTERVIEWER
        return Listener(self.user, worn[0], skipped, waits)


def topic_of(event: InterviewEvent) -> Topic | None:
    """The row of the table that an event belongs to; None: nobody is mailed."""
    topic = _OF_EVENT.get(EventKind(event.kind))
    if topic == Topic.SCHEDULED and event.interview and event.interview.redo_of_id:
        return Topic.REDO_SCHEDULED
    return topic


def kinds_of(topic: Topic) -> list[EventKind]:
    """The events that belong to a row of the table."""
    return [kind for kind, its_topic in _OF_EVENT.items() if its_topic == topic]


def topic_of_attempt(attempt: InviteAttempt) -> Topic | None:
    """The row of the table for an attempt that failed; None for one that went through."""
    if attempt.outcome == Outcome.SENT or attempt.confirmed_at:
        return None
    return Topic.RECENT_BLOCK if attempt.outcome == Outcome.L6 else Topic.INVITE_ERROR


def listeners(
    candidacy: Candidacy, topic: Topic, interviewers: Iterable[User] = ()
) -> list[Listener]:
    """The users who hear of a topic, each once (I5), the interviewers in the order given."""
    people = people_around(candidacy, interviewers)
    return [heard for person in people if (heard := person.hears(topic))]


def recruiter_of(attempt: InviteAttempt, topic: Topic) -> Listener | None:
    """The recruiter of an attempt, if known."""
    if attempt.recruiter is None:
        return None
    members = _members(attempt.organization, attempt.role.group if attempt.role else None)
    hats = {attempt.recruiter: {Hat.RECRUITER}}
    return _read(hats, members)[0].hears(topic)


def people_around(candidacy: Candidacy, interviewers: Iterable[User]) -> list[Person]:
    """Everybody who wears a hat in a candidacy; whose slot it is, the caller knows."""
    hats: dict[User, set[Hat]] = defaultdict(set)
    for interviewer in interviewers:
        hats[interviewer].add(Hat.INTERVIEWER)
    hats[candidacy.recruiter].add(Hat.RECRUITER)
    for follower in candidacy.followers.select_related("user"):
        hats[follower.user].add(Hat.FOLLOWER)
    for manager in candidacy.role.hiring_managers.all():
        hats[manager].add(Hat.HIRING_MANAGER)
    for grader in candidacy.role.graders.all():
        hats[grader].add(Hat.GRADER)
    members = _members(candidacy.organization, candidacy.role.group).exclude(
        ~Q(user__in=[candidacy.recruiter_id, candidacy.invited_by_id]),
        kind=Kind.VENDOR_RECRUITER,
    )  # vendor recruiters see whom they invited (B3)
    return _read(hats, members)


def _read(hats: dict[User, set[Hat]], members: QuerySet[Membership]) -> list[Person]:
    """Add to each user's hats what they are here, and what they chose."""
    kinds = dict(members.filter(user__in=hats).values_list("user", "kind"))
    choices: dict[int, dict[str, MailChoice]] = defaultdict(dict)
    for choice in MailChoice.objects.filter(user__in=hats):
        choices[choice.user_id][choice.topic] = choice
    return [
        Person(
            user,
            _column(worn, kinds.get(user.pk)),
            choices[user.pk],
            _refusal(user, worn, kinds),
        )
        for user, worn in hats.items()
    ]


def _column(worn: set[Hat], kind: str | None) -> frozenset[Hat]:
    """A follower of kind grader hears as a grader does (I2, J6)."""
    if kind == Kind.GRADER and Hat.FOLLOWER in worn:
        return frozenset(worn - {Hat.FOLLOWER} | {Hat.GRADER})
    return frozenset(worn)


def _refusal(user: User, worn: set[Hat], kinds: dict[int, str]) -> str:
    """Why this user gets no mail about a client's candidacy, whatever they chose (B4, A8)."""
    if not user.is_active or user.archived_at:
        return ARCHIVED
    return "" if user.pk in kinds or Hat.INTERVIEWER in worn else NO_ACCESS


def _members(organization: Organization, group: Group | None) -> QuerySet[Membership]:
    """The memberships that reach a group, or any without one (B2)."""
    members = Membership.objects.filter(organization=organization, archived_at=None)
    if group is None or organization.open_roles:
        return members
    return members.filter(Q(all_groups=True) | Q(kind=Kind.ORG_ADMIN) | Q(groups=group))
