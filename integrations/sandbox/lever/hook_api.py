"""Webhooks over the API: made, listed, changed and deleted without anybody at the settings."""

import secrets

from django.db import transaction

from integrations.sandbox.lever import events, showing
from integrations.sandbox.lever.ask import Ask, text
from integrations.sandbox.lever.errors import invalid
from integrations.sandbox.lever.store import VENDOR, store
from integrations.sandbox.models import Hook, Record
from integrations.sandbox.records import Row
from integrations.sandbox.wire import Answer


def index(ask: Ask) -> Answer:
    """Webhooks made over the API, without their tokens. The list has no `hasNext`."""
    return Answer(200, {"data": showing.plain("webhooks", store.rows("webhooks"))})


@transaction.atomic
def create(ask: Ask) -> Answer:
    """A webhook for one event. Its signature token is shown in this answer and never again."""
    body = ask.body()
    event, url = text(body, "event"), _url(body)
    if event not in events.EVENTS:
        raise invalid(f"{event} is not an event.")
    configuration = _configuration(event, body)
    token = secrets.token_hex(24)
    hook = Hook.objects.create(
        vendor=VENDOR, name="Made through the API", event=event, url=url, secret=token
    )
    row = store.add("webhooks", number=hook.pk, event=event, url=url, configuration=configuration)
    shown = showing.plain("webhooks", [row])[0]
    once = {"configuration": configuration | {"signatureToken": token}}
    return Answer(201, {"data": shown | once})


@transaction.atomic
def update(ask: Ask) -> Answer:
    """Change address and conditions of several webhooks."""
    said = ask.body().get("data")
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise invalid("data must be an array of webhooks.")
    return Answer(200, {"data": showing.plain("webhooks", [_update(each) for each in said])})


@transaction.atomic
def remove(ask: Ask, name: str) -> Answer:
    """Delete a webhook."""
    row = store.named("webhooks", name)
    Hook.objects.filter(vendor=VENDOR, pk=row.number).delete()
    row.delete()
    return Answer(204)


def _update(said: Row) -> Record:
    row = store.named("webhooks", text(said, "id"), lock=True)
    url, configuration = _url(said), _configuration(row["event"], said)
    Hook.objects.filter(vendor=VENDOR, pk=row.number).update(url=url)
    return store.change(row, url=url, configuration=configuration)


def _url(body: Row) -> str:
    url = text(body, "url")
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise invalid("url must be an https address.")
    return url


def _configuration(event: str, body: Row) -> Row:
    """The conditions as kept: by origin, for the four events that know one."""
    said = body.get("configuration") or {}
    conditions = said.get("conditions") if isinstance(said, dict) else None
    if event not in events.BY_ORIGIN:
        if conditions:
            raise invalid(f"{event} takes no conditions.")
        return {}
    origins = (conditions or {}).get("origins", list(events.ORIGINS))
    if not isinstance(origins, list) or any(each not in events.ORIGINS for each in origins):
        raise invalid(f"origins must be among {', '.join(events.ORIGINS)}.")
    return {"conditions": {"origins": origins}}
