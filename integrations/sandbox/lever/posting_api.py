"""Postings over the API: lists, one, those that are gone, and what may be changed."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from integrations.sandbox.lever import postings, shapes, showing
from integrations.sandbox.lever.ask import Ask, texts
from integrations.sandbox.lever.errors import forbidden, invalid
from integrations.sandbox.lever.filters import POSTINGS, asked, having, milliseconds
from integrations.sandbox.lever.opportunity_api import confidentiality
from integrations.sandbox.lever.paging import page
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer

ORDER = ("created_ms", "name")
ALONE = ("updated_at_start", "updated_at_end")
BESIDE = {*ALONE, "confidentiality", "limit", "offset", "include", "expand"}


def index(ask: Ask) -> Answer:
    """Postings, oldest first; asked for what changed, no other filter may stand beside."""
    names = set(ask.query)
    if names & set(ALONE) and names - BESIDE:
        raise invalid("updated_at filters may be combined with confidentiality only.")
    found = store.rows("postings").annotate(
        created_ms=milliseconds("createdAt"),
        updated_ms=milliseconds("updatedAt"),
        name=KeyTextTransform("id", "data"),
    )
    found = found.filter(asked(ask.query, POSTINGS), confidentiality(ask), _public(ask))
    return Answer(
        200, page(found, ORDER, ask.query, lambda rows: showing.postings(rows, ask.wanted))
    )


def one(ask: Ask, name: str) -> Answer:
    """A posting by its id."""
    return Answer(200, {"data": showing.postings([_found(ask, name)], ask.wanted)[0]})


def users(ask: Ask, name: str) -> Answer:
    """Who may see a posting. The vendor answers without `data` here."""
    record = _found(ask, name)
    people = showing.by_id("users", filter(None, postings.team(record)))
    return Answer(
        200,
        {
            "posting": {"id": record["id"], "text": record["text"]},
            "users": [
                {"id": row["id"], "name": row["name"], "email": row["email"]}
                for row in people.values()
            ],
            "roles": [],
        },
    )


@transaction.atomic
def update(ask: Ask, name: str) -> Answer:
    """Change the fields that were sent; `tags` replaces the posting's own tags whole."""
    ask.actor(required=True)
    record = _found(ask, name)
    return Answer(200, {"data": showing.postings([postings.change(record, **_sent(ask))])[0]})


def _found(ask: Ask, name: str) -> Record:
    record = store.named("postings", name, lock=False)
    if record["confidentiality"] == shapes.CONFIDENTIAL and not ask.caller.sees_confidential:
        raise forbidden("This posting is confidential.")
    return record


def _public(ask: Ask) -> Q:
    """`state=published` alone means the public site; internal ones need both channels named."""
    alone = ask.query.getlist("state") == ["published"] and not ask.query.get("distributionChannel")
    return having(distributionChannels=["public"]) if alone else Q()


def _sent(ask: Ask) -> Row:
    body, known = ask.body(), {"text", "tags", "state", "owner", "hiringManager"}
    if unknown := sorted(set(body) - known):
        raise invalid(f"Unknown field: {', '.join(unknown)}.")
    for field in ("owner", "hiringManager"):
        user: Any = body.get(field)
        if user is not None and not store.known("users", user):
            raise invalid(f"{field} must be the id of a user.")
    if body.get("state", "published") not in postings.STATES:
        raise invalid(f"state must be one of {', '.join(postings.STATES)}.")
    if "tags" in body:
        texts(body, "tags")
    if not isinstance(body.get("text", ""), str):
        raise invalid("text must be a string.")
    return body
