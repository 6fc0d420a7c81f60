"""What the house has to know of a toy vendor."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.http import QueryDict

from integrations.sandbox.forms import AccountForm
from integrations.sandbox.models import Delivery, Hook

Act = Callable[[int, QueryDict], str]


class Vendor:
    """A toy vendor: a folder of its own and a line in `VENDORS`.

    `urls` names the module of its own addresses: the API and, by the names `jobs`, `job` and
    `person`, the pages of its people. The house adds faults, log, settings and acts to them.
    """

    slug: ClassVar[str]
    name: ClassVar[str]
    urls: ClassVar[str]
    scopes: ClassVar[Sequence[str]] = ()  # what a credential may be granted, one by one
    events: ClassVar[Sequence[str]] = ()  # what a webhook can be set up for
    account_form: ClassVar[type[AccountForm]] = AccountForm
    acts: ClassVar[Mapping[str, Act]] = {}  # by verb: what a press does, and what is said then
    schedule: ClassVar[Sequence[float]]  # seconds after the first try, one for each attempt

    def load(self, site_url: str, addresses: Mapping[str, str]) -> None:
        """Load the toy's world and `call_at`; what is there already stays as people left it."""
        raise NotImplementedError

    def call_at(self, site_url: str, addresses: Mapping[str, str]) -> None:
        """Say where the toy is reached, and which addresses of a product it calls, by endpoint."""
        raise NotImplementedError

    def message(self, delivery: Delivery, secret: str) -> tuple[dict[str, str], str]:
        """The headers and the body that go out, signed with this secret."""
        raise NotImplementedError

    def ping(self, hook: Hook) -> Delivery | None:
        """Leave the message that tries a webhook which is new or changed; None where none does."""
        return None

    def accepts(self, status: int | None, *, ping: bool) -> bool:
        """Whether an answer counts as received; None is no answer."""
        return status is not None and 200 <= status < 300

    def tries_again(self, status: int | None) -> bool:
        """Whether a delivery that was not received is tried again."""
        return True

    def work(self) -> None:
        """Do what else is due than webhooks."""

    def more_settings(self) -> dict[str, Any]:
        """What the vendor's own settings template shows beside what all have."""
        return {}
