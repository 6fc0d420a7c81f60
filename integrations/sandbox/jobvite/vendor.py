"""What the house has to know of the toy Jobvite."""

from collections.abc import Mapping
from typing import Any

from integrations.sandbox.jobvite import events, world
from integrations.sandbox.jobvite.acts import ACTS
from integrations.sandbox.jobvite.forms import JobviteAccountForm
from integrations.sandbox.jobvite.habits import current
from integrations.sandbox.jobvite.keys import GRANTS
from integrations.sandbox.jobvite.store import VENDOR, store
from integrations.sandbox.models import Delivery
from integrations.sandbox.vendor import Vendor


class Jobvite(Vendor):
    """Key and secret in headers, one workflow for all jobs, results in custom fields."""

    slug = VENDOR
    name = "Jobvite"
    urls = "integrations.sandbox.jobvite.urls"
    scopes = tuple(GRANTS.values())
    events = events.EVENTS
    account_form = JobviteAccountForm
    acts = ACTS
    schedule = (0, 60, 120, 180)

    def load(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.load(site_url, addresses)

    def call_at(self, site_url: str, addresses: Mapping[str, str]) -> None:
        world.call_at(site_url, addresses)

    def message(self, delivery: Delivery, secret: str) -> tuple[dict[str, str], str]:
        if not delivery.hook.secret:
            return {}, delivery.body
        habits = current()
        signed = events.sign(secret, delivery.body, habits.signature_encoding)
        return {habits.signature_header: signed}, delivery.body

    def more_settings(self) -> dict[str, Any]:
        return {"fields": store.rows("fields")}
