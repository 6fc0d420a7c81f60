"""Ashby as the house knows it."""

from collections.abc import Mapping
from itertools import accumulate

from integrations.sandbox.ashby import events, world
from integrations.sandbox.ashby.acts import ACTS
from integrations.sandbox.ashby.forms import AshbyAccountForm
from integrations.sandbox.ashby.store import SCOPES, VENDOR
from integrations.sandbox.models import Delivery, Hook
from integrations.sandbox.vendor import Vendor

ATTEMPTS = 10
FOR_GOOD = (401, 403, 404, 405, 410)  # answers after which nothing is tried again


class Ashby(Vendor):
    """Ten attempts, each wait about twice the one before, and answers that end them at once."""

    slug = VENDOR
    name = "Ashby"
    urls = "integrations.sandbox.ashby.urls"
    scopes = SCOPES
    events = events.EVENTS
    account_form = AshbyAccountForm
    acts = ACTS
    schedule = tuple(accumulate((2**turn - 1) * 10 for turn in range(ATTEMPTS)))

    def load(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.load(site_url, addresses)

    def call_at(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.call_at(site_url, addresses)

    def message(self, delivery: Delivery, secret: str) -> tuple[dict[str, str], str]:
        signed = {"Ashby-Signature": events.signature(secret, delivery.body)} if secret else {}
        return signed, delivery.body

    def ping(self, hook: Hook) -> Delivery:
        return events.ping(hook)

    def accepts(self, status: int | None, *, ping: bool) -> bool:
        return status is not None and (status < 400 if ping else 200 <= status < 300)

    def tries_again(self, status: int | None) -> bool:
        return status not in FOR_GOOD
