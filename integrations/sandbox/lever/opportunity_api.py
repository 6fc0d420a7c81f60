"""Opportunities over the API: lists, one, those that are gone, and what may be changed."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform

from integrations.sandbox.lever import moves, shapes, showing
from integrations.sandbox.lever.ask import Ask, text, texts
from integrations.sandbox.lever.errors import forbidden, invalid, not_found
from integrations.sandbox.lever.filters import OPPORTUNITIES, asked, having, milliseconds
from integrations.sandbox.lever.paging import page
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import NotNow, Row
from integrations.sandbox.wire import Answer

ARCHIVED_RANK = 101
ORDER = ("rank", "advanced_ms", "name")


def index(ask: Ask) -> Answer:
    """Opportunities by the rank of their stage, then by how long they have stood there."""
    found = _ranked().filter(asked(ask.query, OPPORTUNITIES), confidentiality(ask))
    return Answer(200, page(found, ORDER, ask.query, lambda rows: _show(ask, rows)))


def one(ask: Ask, name: str) -> Answer:
    """An opportunity by its id."""
    return Answer(200, {"data": _show(ask, [found(ask, name)])[0]})


def applications(ask: Ask, name: str) -> Answer:
    """The application of an opportunity, as a list."""
    rows = store.rows("applications", opportunityId=found(ask, name)["id"])
    return Answer(200, {"data": showing.plain("applications", rows), "hasNext": False})


def application(ask: Ask, name: str, other: str) -> Answer:
    """The application of an opportunity, by its id."""
    found(ask, name)
    row = store.named("applications", other)
    return Answer(200, {"data": showing.plain("applications", [row])[0]})


@transaction.atomic
def set_stage(ask: Ask, name: str) -> Answer:
    """Move an opportunity to a stage."""
    record, user = found(ask, name), ask.actor()
    stage = text(ask.body(), "stage")
    store.named("stages", stage)
    return _changed(moves.move(record.number, stage, user))


@transaction.atomic
def set_archived(ask: Ask, name: str) -> Answer:
    """Archive an opportunity for a reason; the reason null brings it back."""
    record, body = found(ask, name), ask.body()
    if "reason" not in body:
        raise invalid("reason is required.")
    if body["reason"] is not None:
        return _changed(moves.archive(record.number, text(body, "reason")))
    try:
        return _changed(moves.unarchive(record.number))
    except NotNow as problem:
        raise invalid(str(problem)) from None


@transaction.atomic
def add_tags(ask: Ask, name: str) -> Answer:
    """Put tags on an opportunity; unknown ones come to be."""
    record = found(ask, name)
    ask.actor()
    moves.retag(record, add=texts(ask.body(), "tags"))
    return _changed(record)


@transaction.atomic
def remove_tags(ask: Ask, name: str) -> Answer:
    """Take tags off an opportunity."""
    record = found(ask, name)
    ask.actor()
    moves.retag(record, remove=texts(ask.body(), "tags"))
    return _changed(record)


def add_links(ask: Ask, name: str) -> Answer:
    """Put links on the person; this answer is whole, unlike that of the other changes."""
    return _links(ask, name, lambda old, said: list(dict.fromkeys([*old, *said])))


def remove_links(ask: Ask, name: str) -> Answer:
    """Take links off the person."""
    return _links(ask, name, lambda old, said: [link for link in old if link not in said])


@transaction.atomic
def _links(ask: Ask, name: str, joined: Callable[[list[str], list[str]], list[str]]) -> Answer:
    record, said = found(ask, name), texts(ask.body(), "links")
    ask.actor()
    person = store.named("contacts", record["contact"], lock=True)
    store.note(person, links=joined(person["links"], said))
    moves.touch(record)
    return Answer(200, {"data": showing.opportunities([record])[0]})


def found(ask: Ask, name: str) -> Record:
    """The opportunity with this id. Raises Refused, also where it is confidential.

    A candidate's id from before there were opportunities still leads to theirs.
    """
    deleted = store.known("deleted_opportunities", name)
    old = None if deleted else store.rows("opportunities", candidateId=name).first()
    record = store.rows("opportunities", id=name).first() or old
    if record is None:
        raise not_found("opportunities", name)
    if record["confidentiality"] == shapes.CONFIDENTIAL and not ask.caller.sees_confidential:
        raise forbidden("This opportunity is confidential.")
    return record


def confidentiality(ask: Ask) -> Q:
    """Which rows a list may show: confidential ones only if asked for, and granted."""
    said = ask.query.get("confidentiality", shapes.OPEN)
    if said not in (shapes.OPEN, shapes.CONFIDENTIAL, "all"):
        raise invalid("confidentiality must be confidential, non-confidential or all.")
    wanted = Q() if said == "all" else having(confidentiality=said)
    hidden = Q() if ask.caller.sees_confidential else having(confidentiality=shapes.OPEN)
    return wanted & hidden


def _ranked() -> QuerySet[Record]:
    ranks = [
        When(data__contains={"stage": stage["id"]}, then=Value(turn))
        for turn, stage in enumerate(moves.stages())
    ]
    archived = When(~having(archived=None), then=Value(ARCHIVED_RANK))
    return store.rows("opportunities").annotate(
        rank=Case(archived, *ranks, default=Value(0), output_field=IntegerField()),
        name=KeyTextTransform("id", "data"),
        created_ms=milliseconds("createdAt"),
        updated_ms=milliseconds("updatedAt"),
        advanced_ms=milliseconds("lastAdvancedAt"),
        archived_ms=milliseconds("archived", "archivedAt"),
    )


def _show(ask: Ask, records: list[Record]) -> list[Row]:
    return showing.opportunities(records, ask.wanted)


def _changed(record: Record) -> Answer:
    return Answer(200, {"data": showing.changed(record)})
