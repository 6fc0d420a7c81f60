"""Only what Lever signed is let in, once and while it is new; its data is not covered (P4, P5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

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


def test_each_events_token_is_taken_and_no_other() -> None:
    tokens = [secret for name, secret in SECRETS.items() if name != "api_key"]
    assert all(let_in(signed(VECTOR, token)) for token in tokens)
    assert not any(let_in(signed(VECTOR, token)) for token in ("", SECRETS["api_key"], "other"))


@hypothesis_settings(max_examples=60)
@given(at=st.integers(0, 63), put=st.characters())
def test_p05_a_signature_altered_anywhere_is_refused(at: int, put: str) -> None:
    body = signed(VECTOR).json
    altered = body["signature"][:at] + put + body["signature"][at + 1 :]
    assert let_in(hook({**body, "signature": altered})) is (altered == body["signature"])


@pytest.mark.parametrize(
    "facts",
    [
        {"signature": None},
        {"signature": ""},
        {"signature": 5},
        {"signature": VECTOR["signature"].upper()},
        {"token": ""},
        {"token": None},
        {"token": ["x"]},
        {"token": "\udcff"},
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


def test_what_is_no_object_is_refused() -> None:
    for body in (b"", b"[]", b"null", b"\xff", b"[" * 9_000, b"{" + b'"a":' * 9_000):
        assert not let_in(hook(body))
    assert not let_in(signed(VECTOR), Lever(Connection(vendor="lever", secrets={})))


def test_p04_an_old_webhook_and_one_of_the_future_are_refused() -> None:
    def at(hours: float) -> Any:
        moment = timezone.now() + timedelta(hours=hours)
        return signed(VECTOR, triggeredAt=int(moment.timestamp() * 1000))

    assert [let_in(at(hours)) for hours in (-71, -73, 71, 73)] == [True, False, True, False]
    rerun = unsaved(choices={"webhook_hours": "336"})
    assert [let_in(at(-24 * days), rerun) for days in (13, 15)] == [True, False]


def test_p04_a_used_token_is_known_whatever_data_comes_with_it() -> None:
    lever, first = unsaved(), signed(VECTOR)
    forged = hook({**first.json, "id": "other", "event": "candidateHired", "data": {"x": 1}})
    other = signed({**VECTOR, "token": "f" * 48})

    assert let_in(forged)
    assert lever.delivery_key(forged) == lever.delivery_key(first)
    assert lever.delivery_key(other) != lever.delivery_key(first)


def test_p04_digits_moved_between_token_and_time_gain_nothing() -> None:
    lever = unsaved()
    first = signed({**VECTOR, "token": "abc7"})
    moved = hook(
        {**first.json, "token": "abc", "triggeredAt": int(f"7{first.json['triggeredAt']}")}
    )

    assert signatures.signed(moved).message == signatures.signed(first).message
    assert not let_in(moved)
    assert lever.delivery_key(moved) == lever.delivery_key(first)


def test_p09_the_old_token_is_good_for_a_day() -> None:
    def before(hours: int) -> dict[str, Any]:
        until = timezone.now() + timedelta(hours=hours)
        return {"stage_token": {"secret": "before", "until": until.isoformat()}}

    lever = unsaved(previous_secrets=before(23))
    assert lever.verify(signed(VECTOR, "before")) is False
    assert lever.verify(signed(VECTOR)) is True
    assert not let_in(signed(VECTOR, "before"), unsaved(previous_secrets=before(-1)))
