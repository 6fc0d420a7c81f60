"""What the logs of a connection find: webhooks, updates, calls and syncs, by whom and when (K7)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from candidates import search
from integrations.logs.understood import OBJECTS
from integrations.models import Application, AtsUpdate, Call, Connection, Delivery, SyncRun
from integrations.outbox import HIRING_TEAM
from integrations.vocabulary import NoteKind
from portal.work import WorkState

MOST_APPLICATIONS = 50  # of the candidates that a search finds
LONGEST_NUMBER = 18  # digits: what is longer is no number of a row here

UPDATE_KINDS = {
    **{kind.value: kind.replace("_", " ").capitalize() for kind in NoteKind},
    HIRING_TEAM: "Hiring team looked up",
}
Tied = tuple[int, str, str]  # an application: its row, its id there, its candidate's
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WEBHOOK_OUTCOMES = {
    state.value: state.label
    for state in WorkState
    if state not in (WorkState.UNCLEAR, WorkState.MERGED, WorkState.GAVE_UP)
}
UPDATE_OUTCOMES = {
    state.value: "Sent" if state == WorkState.DONE else str(state.label)
    for state in WorkState
    if state != WorkState.IGNORED
}
CALL_OUTCOMES = {
    "ok": (Q(error=""), "Answered well"),
    "failed": (~Q(error=""), "Failed"),
    "silent": (~Q(error="") & Q(status=None), "No answer"),
}


@dataclass(frozen=True)
class Wanted:
    """What a log is narrowed to; empty: everything. Times are aware, `until` is not included."""

    words: str = ""
    kind: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def within(self, field: str) -> Q:
        """The condition on the time in this field."""
        after = Q(**{f"{field}__gte": self.since}) if self.since else Q()
        return after & (Q(**{f"{field}__lt": self.until}) if self.until else Q())


@dataclass(frozen=True)
class Named:
    """What the words of a search name: a row's own number, and applications by their ids."""

    number: int | None
    id: str  # the words, where they may be an id of the ATS
    applications: tuple[Tied, ...]

    @property
    def ids(self) -> list[str]:
        """Every id of the ATS that is meant."""
        known = {one for _, *ids in self.applications for one in ids}
        return sorted((known | {self.id}) - {""})

    @property
    def marks(self) -> list[str]:
        """The same as webhooks are found by; few of them, so that an index is used."""
        meant = {f"{kind}:{self.id}" for kind in OBJECTS} if self.id else set()
        for _, remote, candidate in self.applications:
            meant |= {f"application:{remote}"} | (
                {f"candidate:{candidate}"} if candidate else set()
            )
        return sorted(meant)

    def or_number(self, condition: Q) -> Q:
        """The condition, or the row whose own number this is."""
        return condition if self.number is None else condition | Q(pk=self.number)


def webhooks(connection: Connection, wanted: Wanted) -> QuerySet[Delivery]:
    """What the ATS sent; bodies are not read."""
    found = Delivery.objects.filter(wanted.within("received_at"), connection=connection)
    if wanted.kind:
        found = found.filter(about__contains=[f"kind:{wanted.kind}"])
    if wanted.outcome:
        found = found.filter(state=wanted.outcome)
    if wanted.words:
        named = named_by(connection, wanted.words)
        found = found.filter(named.or_number(Q(about__overlap=named.marks)))
    return found.defer("body", "headers")


def updates(connection: Connection, wanted: Wanted) -> QuerySet[AtsUpdate]:
    """What the ATS was told."""
    found = AtsUpdate.objects.filter(
        wanted.within("created_at"), application__connection=connection
    )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.outcome:
        found = found.filter(state=wanted.outcome)
    if wanted.words:
        named = named_by(connection, wanted.words)
        meant = named.or_number(Q(application__in=[pk for pk, *_ in named.applications]))
        marker = _uuid(wanted.words)
        found = found.filter(meant | Q(marker=marker) if marker else meant)
    return found.select_related("application")


def calls(connection: Connection, wanted: Wanted) -> QuerySet[Call]:
    """Our requests to the ATS; what was sent and answered is not read."""
    found = Call.objects.filter(wanted.within("at"), connection=connection)
    if wanted.kind:
        found = found.filter(method=wanted.kind)
    if wanted.outcome:
        found = found.filter(CALL_OUTCOMES[wanted.outcome][0])
    if wanted.words:
        named = named_by(connection, wanted.words)
        found = found.filter(named.or_number(Q(about__overlap=named.ids)))
    return found.defer("request_headers", "request_body", "response_headers", "response_body")


def call_kinds(connection: Connection) -> dict[str, str]:
    """The methods by which this ATS was called: some are asked everything by POST."""
    made = Call.objects.filter(connection=connection)
    return {method: method for method in METHODS if made.filter(method=method).exists()}


def syncs(connection: Connection, wanted: Wanted) -> QuerySet[SyncRun]:
    """The comparisons with the ATS."""
    found = SyncRun.objects.filter(wanted.within("started_at"), connection=connection)
    if wanted.outcome:
        found = found.filter(state=wanted.outcome)
    if wanted.words:
        number = _number(wanted.words)
        found = found.none() if number is None else found.filter(pk=number)
    return found.select_related("by")


def named_by(connection: Connection, words: str) -> Named:
    """What somebody may mean who searches for this: an id of ours or theirs, a name, an e-mail."""
    known = Application.objects.filter(connection=connection)
    names = ("pk", "remote_id", "candidate_remote_id")
    found: set[Tied] = set()
    for condition in _meant(words):  # each asked for alone: an index serves each
        found.update(known.filter(condition).values_list(*names)[:MOST_APPLICATIONS])
    may_be_id = any(each.isdecimal() for each in words) and "@" not in words
    newest = sorted(found, reverse=True)[:MOST_APPLICATIONS]
    return Named(_number(words), words if may_be_id else "", tuple(newest))


def _meant(words: str) -> list[Q]:
    """The applications that are meant: by an id, or by whom they are of."""
    there = [Q(remote_id=words), Q(candidate_remote_id=words)]
    if (uid := _uuid(words)) is not None:
        return [*there, Q(candidacy__interviews__uid=uid)]
    if (number := _number(words)) is not None:
        return [*there, Q(candidacy=number)]
    people = search.matching(words)[: search.MOST]
    return [*there, Q(candidacy__candidate__in=people.values("pk"))]


def _number(words: str) -> int | None:
    """A row's number, also written as #12."""
    digits = words.removeprefix("#")
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER
    return int(digits) if fits else None


def _uuid(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words)
    except ValueError:
        return None
