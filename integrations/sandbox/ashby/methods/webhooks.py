"""`webhook.*`: one webhook for one event; there is no list of them."""

from integrations.sandbox.ashby import events
from integrations.sandbox.ashby.method import Method, Problem, invalid, text
from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import VENDOR, store
from integrations.sandbox.models import Hook
from integrations.sandbox.records import Row


def _create(body: Row, shapes: Shapes) -> Row:
    event = text(body, "webhookType")
    if event not in events.BY_API:
        raise invalid("webhookType is not known.")
    hook = Hook(vendor=VENDOR, name=event, event=event, url=text(body, "requestUrl"))
    return _saved(hook, body)


def _info(body: Row, shapes: Shapes) -> Row:
    return {"results": _told(_found(body))}


def _update(body: Row, shapes: Shapes) -> Row:
    hook = _found(body)
    hook.url = body.get("requestUrl", hook.url)
    hook.disabled = not body.get("enabled", not hook.disabled)
    return _saved(hook, body)


def _delete(body: Row, shapes: Shapes) -> Row:
    hook = _found(body)
    told = {"webhookId": _name(hook)}
    hook.delete()
    return {"results": told}


def _saved(hook: Hook, body: Row) -> Row:
    """A webhook is tried whenever it is made or changed."""
    hook.secret = body.get("secretToken", hook.secret)
    hook.save()
    events.ping(hook)
    return {"results": _told(hook)}


def _found(body: Row) -> Hook:
    name = text(body, "webhookId")
    for hook in Hook.objects.filter(vendor=VENDOR):
        if _name(hook) == name:
            return hook
    raise Problem("webhook_not_found")


def _told(hook: Hook) -> Row:
    return {
        "id": _name(hook),
        "enabled": not hook.disabled,
        "requestUrl": hook.url,
        "secretToken": hook.secret,
        "webhookType": hook.event,
    }


def _name(hook: Hook) -> str:
    return store.name("webhooks", hook.pk)


METHODS = {
    "webhook.create": Method("apiKeysWrite", _create),
    "webhook.info": Method("apiKeysRead", _info),
    "webhook.update": Method("apiKeysWrite", _update),
    "webhook.delete": Method("apiKeysWrite", _delete),
}
