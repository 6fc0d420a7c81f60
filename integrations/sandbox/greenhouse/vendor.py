"""Greenhouse as the house knows it."""

from collections.abc import Mapping
from typing import Any

from integrations.sandbox.greenhouse import events, partner, world
from integrations.sandbox.greenhouse.acts import ACTS
from integrations.sandbox.greenhouse.forms import GreenhouseAccountForm
from integrations.sandbox.greenhouse.store import SCOPES, VENDOR, store
from integrations.sandbox.models import Delivery, Hook
from integrations.sandbox.vendor import Vendor


class Greenhouse(Vendor):
    """Seven attempts, a signature in a header, and 200 as the only success."""

    slug = VENDOR
    name = "Greenhouse"
    urls = "integrations.sandbox.greenhouse.urls"
    scopes = SCOPES
    events = events.EVENTS
    account_form = GreenhouseAccountForm
    acts = ACTS
    schedule = (0, 60, 16 * 60, 76 * 60, 196 * 60, 436 * 60, 916 * 60)

    def load(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.load(site_url, addresses)

    def call_at(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.call_at(site_url, addresses)

    def message(self, delivery: Delivery, secret: str) -> tuple[dict[str, str], str]:
        headers = {
            "Signature": events.signature(secret, delivery.body),
            "Greenhouse-Event-ID": delivery.event_id,
        }
        return headers, delivery.body

    def ping(self, hook: Hook) -> Delivery:
        return events.ping(hook)

    def accepts(self, status: int | None, *, ping: bool) -> bool:
        return status == 200

    def work(self) -> None:
        partner.check_finished()

    def more_settings(self) -> dict[str, Any]:
        return {"fields": store.rows("custom_fields"), "users": store.rows("users")}
