"""Only what Lever signed is let in, once and while it is new; its data is not covered (P4, P5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.connectors.lever import signatures
from integrations.connectors.lever.connector import Lever
from integrations.models import Connection
from integrations.problems import Refused
from tests.integrations.lever.conftest import SECRETS, hook, payload, signed

VECTOR = payload("stage_change")


def unsaved(**facts: Any) -> Lever:
    """A connector without a database."""
    return Lever(Connection(vendor="lever", secrets=SECRETS, **facts))


def let_in(content: Any, lever: Lever | None = None) -> bool:
    try:
        (lever or unsaved()).verify(content)
    except Refused:
        return False
    return True


def test_p05_the_vendors_vector_is_reproduced() -> None:
    told = signatures.signed(hook(VECTOR))

    assert signatures.of(told.message, "demo-lever-token") == VECTOR["signature"].encode()
    assert told.signature == VECTOR["signature"].encode()
    assert int(told.at.timestamp() * 1000) == VECTOR["triggeredAt"]


@pytest.mark.parametrize(
    "facts",
    [
        {"signature": VECTOR["signature"].upper()},
        {"triggeredAt": True},
        {"triggeredAt": "1790000000123"},
        {"triggeredAt": 1790000000123.0},
        {"triggeredAt": -1},
        {"triggeredAt": 10**30},
        {"triggeredAt": 0},
    ],
)
def test_p05_what_is_not_signed_as_lever_does_is_refused(facts: dict[str, Any]) -> None:
    assert not let_in(hook({**signed(VECTOR).json, **facts}))


def test_p04_an_old_webhook_and_one_of_the_future_are_refused() -> None:
    def at(hours: float) -> Any:
        moment = timezone.now() + timedelta(hours=hours)
        return signed(VECTOR, triggeredAt=int(moment.timestamp() * 1000))

    assert [let_in(at(hours)) for hours in (-71, -73, 71, 73)] == [True, False, True, False]
    rerun = unsaved(choices={"webhook_hours": "336"})
    assert [let_in(at(-24 * days), rerun) for days in (13, 15)] == [True, False]


def test_p04_digits_moved_between_token_and_time_gain_nothing() -> None:
    lever = unsaved()
    first = signed({**VECTOR, "token": "abc7"})
    moved = hook(
        {**first.json, "token": "abc", "triggeredAt": int(f"7{first.json['triggeredAt']}")}
    )

    assert signatures.signed(moved).message == signatures.signed(first).message
    assert not let_in(moved)
    assert lever.delivery_key(moved) == lever.delivery_key(first)
