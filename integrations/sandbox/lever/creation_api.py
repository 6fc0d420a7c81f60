"""Opportunities that products make: for somebody new, or for a person who is known by e-mail."""

from django.db import transaction

from integrations.sandbox.lever import events, people, shapes, showing
from integrations.sandbox.lever.ask import Ask, texts
from integrations.sandbox.lever.errors import invalid
from integrations.sandbox.lever.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer

KNOWN = {
    "name",
    "headline",
    "stage",
    "emails",
    "phones",
    "tags",
    "sources",
    "origin",
    "owner",
    "followers",
    "postings",
    "contact",
}


@transaction.atomic
def create(ask: Ask) -> Answer:
    """An opportunity, as often as it is asked for; `deduped` says that the person was known."""
    user, body = ask.actor(required=True), ask.body()
    if unknown := sorted(set(body) - KNOWN):
        raise invalid(f"Unknown field: {', '.join(unknown)}.")
    for field in ("emails", "tags", "sources", "followers", "postings"):
        if field in body:
            texts(body, field)
    posting = _posting(body.get("postings", []))
    known = _known(body)
    person = known or _person(body)
    stage = body.get("stage") or people.FIRST_STAGE
    store.named("stages", str(stage))
    made = people.opportunity(person, posting, str(stage), **_values(body, user))
    if posting:
        events.emit("applicationCreated", made)
    return Answer(201, {"data": showing.opportunities([made])[0], "deduped": known is not None})


def _posting(names: list[str]) -> Record | None:
    if len(names) > 1:
        raise invalid("An opportunity can be created for one posting only.")
    return store.named("postings", names[0]) if names else None


def _known(body: Row) -> Record | None:
    """The person who was named, or has one of the addresses."""
    if name := body.get("contact"):
        return store.named("contacts", str(name))
    for email in body.get("emails", []):
        if person := store.rows("contacts", emails=[email]).first():
            return person
    return None


def _person(body: Row) -> Record:
    said = shapes.contact(str(body.get("name") or ""), "", "")
    phones = body.get("phones") or []
    if not isinstance(phones, list) or not all(isinstance(each, dict) for each in phones):
        raise invalid("phones must be an array of objects.")
    said |= {"headline": str(body.get("headline") or ""), "phones": phones}
    return store.add("contacts", **said | {"emails": body.get("emails", [])})


def _values(body: Row, user: str | None) -> Row:
    origin, owner = body.get("origin", "sourced"), body.get("owner") or user
    if origin not in events.ORIGINS:
        raise invalid(f"origin must be one of {', '.join(events.ORIGINS)}.")
    for name in (owner, *body.get("followers", [])):
        store.named("users", str(name))
    lists = {field: body.get(field, []) for field in ("tags", "sources", "followers")}
    return {"origin": origin, "owner": owner, **lists}
