"""Finds whom a question is about: by name, e-mail, id in the ATS, or the address of their page."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from candidates import search, visibility
from candidates.attempts import FROM_ATS
from candidates.models import Candidacy, InviteAttempt
from integrations.models import Application, Connection, Delivery
from portal.viewers import Viewer
from portal.work import WorkState

MOST = 20  # cases that are offered; who finds more asks more narrowly
LOOKED_AT = 2_000  # newest webhooks whose bodies are searched
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
UNREAD = Delivery.OPEN | Q(state=WorkState.PARKED)  # perhaps not understood: the body tells
COLUMNS = {"application": "remote_id", "candidate": "candidate_remote_id"}
Connections = dict[int, Connection]
Pair = tuple[int, str]  # a connection, and an application's id there


@dataclass(frozen=True)
class Case:
    """Whom a question may be about: an application of a connection, or a person without one."""

    key: str  # names the case in an address
    who: str
    connection: Connection | None = None
    remote_id: str = ""
    application: Application | None = None
    candidacy: Candidacy | None = None
    attempt: InviteAttempt | None = None
    delivery: int | None = None  # one that is not understood yet


@dataclass(frozen=True)
class _Mark:
    """An id that the words are, or that an address of a vendor names."""

    connection: int
    name: str  # application or candidate
    number: str

    def __str__(self) -> str:
        return f"{self.name}:{self.number}"


def find(viewer: Viewer, connections: Iterable[Connection], words: str) -> list[Case]:
    """The cases these words may mean, at most twenty.

    Args:
        connections: where to look; all of them are the viewer's to see.
    """
    known = {connection.pk: connection for connection in connections}
    words = " ".join(words.replace("\x00", "").split())
    if len(words) < search.SHORTEST:
        return []
    marks = [mark for connection in known.values() for mark in _marks(connection, words)]
    heard = _heard_of(marks)
    if heard:
        return _of_applications(known, heard)
    found = _of_people(viewer, known, words)
    named = {(mark.connection, mark.number) for mark in marks if mark.name == "application"}
    return found or (_of_applications(known, named) if len(named) == 1 else [])


# By id


def _marks(connection: Connection, words: str) -> list[_Mark]:
    """An address names an application, else a candidate; a bare id may be either."""
    ids = connection.connector.application_ids(words) or {}
    if "application" in ids:
        ids.pop("candidate", None)
    if not ids and ID.fullmatch(words) and any(letter.isdigit() for letter in words):
        ids = {"application": words, "candidate": words}
    return [_Mark(connection.pk, name, ids[name]) for name in COLUMNS if name in ids]


def _heard_of(marks: list[_Mark]) -> set[Pair]:
    """The applications with these ids that a row of ours tells of."""
    if not marks:
        return set()
    rows, told, unread = Q(), Q(), Q()
    for mark in marks:
        here = Q(connection=mark.connection)
        rows |= here & Q(**{COLUMNS[mark.name]: mark.number})
        told |= here & Q(about__contains=[str(mark)])
        unread |= here & Q(text__regex=_whole(mark.number))
    pairs = set(Application.objects.filter(rows).values_list("connection", "remote_id")[:MOST])
    pairs |= applications_of(Delivery.objects.filter(told).defer("body", "headers"))
    connections = {mark.connection for mark in marks}
    if newest_with_text(connections).filter(UNREAD).filter(unread).exists():
        pairs |= {(mark.connection, mark.number) for mark in marks if mark.name == "application"}
    return pairs


def unread_about(connection: Connection, remote_id: str) -> QuerySet[Delivery]:
    """New webhooks with this id in them that wait or are parked."""
    unread = newest_with_text([connection.pk]).filter(UNREAD)
    return unread.filter(text__regex=_whole(remote_id))


def applications_of(deliveries: Iterable[Delivery]) -> set[Pair]:
    """The applications that these webhooks named."""
    return {
        (delivery.connection_id, mark.partition(":")[2])
        for delivery in deliveries
        for mark in delivery.about
        if mark.startswith("application:")
    }


def newest_with_text(connections: Collection[int]) -> QuerySet[Any]:
    """The newest webhooks with their bodies as text to search: there, what is no ASCII is escaped.

    They are those after a number that is read first: else every body there is would be looked at.
    """
    here = Delivery.objects.filter(connection__in=connections)
    numbers = here.order_by("-pk").values_list("pk", flat=True)
    last = next(iter(numbers[LOOKED_AT : LOOKED_AT + 1]), 0)
    text = Func(F("body"), Value("escape"), function="encode", output_field=TextField())
    return here.filter(pk__gt=last).alias(text=text).defer("body", "headers")


def _whole(number: str) -> str:
    return rf"\m{re.escape(number)}\M"


# By name or e-mail


def _of_people(viewer: Viewer, known: Connections, words: str) -> list[Case]:
    attempts = list(_attempts(viewer, words).order_by("-pk")[:MOST])
    candidacies = list(_candidacies(viewer, words).order_by("-pk")[:MOST])
    deliveries = _naming(known, words)
    tied = Application.objects.filter(
        Q(candidacy__in=candidacies) | Q(attempt__in=attempts) | Q(updates__attempt__in=attempts),
        connection__in=known,
    )
    pairs = set(tied.values_list("connection", "remote_id").distinct()[:MOST])
    pairs |= applications_of(deliveries)
    found = _of_applications(known, pairs)
    found += [_of_delivery(known, each) for each in deliveries if not each.about]
    if not found:
        found = _without_application(candidacies, attempts)
    return found[:MOST]


def _candidacies(viewer: Viewer, words: str) -> QuerySet[Candidacy]:
    named = search.matching(words).values("pk")[: search.MOST]
    found = visibility.candidacies(viewer).filter(candidate__in=named)
    return found.select_related("candidate", "role")


def _attempts(viewer: Viewer, words: str) -> QuerySet[InviteAttempt]:
    named = Q(email__iexact=words) | Q(name__istartswith=words) | Q(name__iendswith=f" {words}")
    return visibility.attempts(viewer).filter(named)


def _naming(known: Connections, words: str) -> list[Delivery]:
    """The newest webhooks in whose bodies all these words stand, if they are ASCII."""
    if not words.isascii():
        return []
    found = newest_with_text(known.keys())
    for word in words.split():
        found = found.filter(text__icontains=word)
    return list(found.order_by("-pk")[:MOST])


# Cases


def _of_applications(known: Connections, pairs: set[Pair]) -> list[Case]:
    """A case for each application, whether or not it has a row."""
    wanted = sorted(pairs, key=lambda pair: (len(pair[1]), pair[1]), reverse=True)[:MOST]
    condition = Q(pk=None)
    for connection, number in wanted:
        condition |= Q(connection=connection, remote_id=number)
    rows = Application.objects.filter(condition).select_related(
        "candidacy__candidate", "candidacy__role", "attempt"
    )
    by_pair = {(row.connection_id, row.remote_id): row for row in rows}
    return [_of_application(known[pair[0]], pair[1], by_pair.get(pair)) for pair in wanted]


def _of_application(connection: Connection, number: str, row: Application | None) -> Case:
    candidacy, attempt = (row.candidacy, row.attempt) if row else (None, None)
    name = candidacy.candidate.name if candidacy else attempt.name if attempt else ""
    return Case(
        key=f"application-{connection.pk}-{number}",
        who=name or f"application {number}",
        connection=connection,
        remote_id=number,
        application=row,
        candidacy=candidacy,
        attempt=attempt,
    )


def _of_delivery(known: Connections, delivery: Delivery) -> Case:
    return Case(
        key=f"delivery-{delivery.pk}",
        who=f"somebody named in webhook {delivery.pk}",
        connection=known[delivery.connection_id],
        delivery=delivery.pk,
    )


def _without_application(
    candidacies: Sequence[Candidacy], attempts: Sequence[InviteAttempt]
) -> list[Case]:
    """Those who were, or were to be, invited here and are tied to no application."""
    found = [
        Case(f"candidacy-{each.pk}", each.candidate.name, candidacy=each) for each in candidacies
    ]
    known = {each.candidate.email for each in candidacies}
    for each in attempts:
        if each.source not in FROM_ATS and each.email not in known:
            known.add(each.email)
            found.append(Case(f"attempt-{each.pk}", each.name or each.email, attempt=each))
    return found
