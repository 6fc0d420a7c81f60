"""Lever as the house knows it."""

from collections.abc import Mapping
from typing import Any

from integrations.sandbox.lever import events, signing, world
from integrations.sandbox.lever.acts import ACTS
from integrations.sandbox.lever.forms import CrowdForm, KeyForm, LeverAccountForm
from integrations.sandbox.lever.store import CONFIDENTIAL, GRANTS, VENDOR, account
from integrations.sandbox.models import Delivery
from integrations.sandbox.vendor import Vendor

HISTORY = 20


class Lever(Vendor):
    """Five more tries with growing pauses, a signature inside the body, any 2xx as success."""

    slug = VENDOR
    name = "Lever"
    urls = "integrations.sandbox.lever.urls"
    scopes = GRANTS
    events = events.EVENTS
    account_form = LeverAccountForm
    acts = ACTS
    schedule = (0, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600)

    def load(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.load(site_url, addresses)

    def call_at(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.call_at(site_url, addresses)

    def message(self, delivery: Delivery, secret: str) -> tuple[dict[str, str], str]:
        """A retry looks like the first try, or has a token and a time of its own if set so."""
        anew = delivery.attempts > 1 and account().settings["fresh_retries"]
        body = signing.signed(delivery.body, secret, anew=anew)
        return {"User-Agent": "Lever-Webhooks"}, body

    def more_settings(self) -> dict[str, Any]:
        customer = account()
        history = Delivery.objects.filter(hook__vendor=VENDOR).select_related("hook")
        return {
            "api_key": customer.settings["api_key"],
            "sees_confidential": CONFIDENTIAL in customer.scopes,
            "key_form": KeyForm(),
            "crowd_form": CrowdForm(),
            "history": history.order_by("-pk")[:HISTORY],
        }
