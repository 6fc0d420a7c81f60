"""Only what Greenhouse signed, or who holds our assessment key, is let in (P5, P9)."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.models import Connection
from integrations.problems import Refused
from integrations.vocabulary import Hook
from tests.integrations.greenhouse.conftest import KEY, SECRET, signed

VECTORS = [
    (
        rb'{"action":"candidate_stage_change","payload":{"application":{"id":700001,"status":"active"}}}',
        "778e5c63ab48997811e7c329a1d5dabeb5af508b21afe89226c4f0095e9cca01",
    ),
    (
        rb'{"action":"job_updated","payload":{"job":{"id":5,"notes":"\u003cp\u003eOl\u00e1\u003c/p\u003e"}}}',
        "baeb9fc096df64891b819fc337a276618f92f8d9e6720949c41d79613352615f",
    ),
]
BODY, DIGEST = VECTORS[0]


def hook(body: bytes, signature: str, endpoint: str = "webhook") -> Hook:
    return Hook(endpoint, "POST", {"signature": signature}, {}, body)


def asking(key: str, endpoint: str = "list_tests") -> Hook:
    value = base64.b64encode(f"{key}:".encode()).decode()
    return Hook(endpoint, "GET", {"authorization": f"Basic {value}"}, {}, b"")


def unsaved() -> Greenhouse:
    """A connector without a database."""
    return Greenhouse(Connection(vendor="greenhouse", secrets={"webhook_secret": SECRET}))


@pytest.mark.parametrize(("body", "digest"), VECTORS)
def test_p05_the_vendors_vectors_are_accepted(body: bytes, digest: str) -> None:
    unsaved().verify(hook(body, f"sha256 {digest}"))


@given(at=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_p05_a_body_altered_in_any_byte_is_refused(at: int, bit: int) -> None:
    altered = bytearray(BODY)
    altered[at] ^= 1 << bit
    with pytest.raises(Refused):
        unsaved().verify(hook(bytes(altered), f"sha256 {DIGEST}"))


@given(at=st.integers(0, 70), put=st.characters(codec="latin-1"))
def test_p05_a_signature_altered_in_any_byte_is_refused(at: int, put: str) -> None:
    signature = f"sha256 {DIGEST}"
    altered = signature[:at] + put + signature[at + 1 :]
    if altered != signature:
        with pytest.raises(Refused):
            unsaved().verify(hook(BODY, altered))


@pytest.mark.parametrize(
    "signature",
    ["", DIGEST, f"sha256={DIGEST}", f"sha256  {DIGEST}", f"sha256 {DIGEST.upper()}", "é\udcff"],
)
def test_p05_a_signature_in_another_shape_is_refused(signature: str) -> None:
    with pytest.raises(Refused):
        unsaved().verify(hook(BODY, signature))


def test_without_a_secret_nothing_is_accepted() -> None:
    connector = Greenhouse(Connection(vendor="greenhouse", secrets={}))
    for delivery in (signed(BODY, ""), asking("")):
        with pytest.raises(Refused):
            connector.verify(delivery)


def test_an_assessment_call_shows_its_key(greenhouse: Greenhouse) -> None:
    greenhouse.verify(asking(KEY))
    for key in ("", KEY + "x", KEY[:-1], "é"):
        with pytest.raises(Refused):
            greenhouse.verify(asking(key))


def test_a_webhook_secret_does_not_open_assessment_calls(greenhouse: Greenhouse) -> None:
    with pytest.raises(Refused):
        greenhouse.verify(asking(SECRET))
    with pytest.raises(Refused):
        greenhouse.verify(Hook("webhook", "POST", asking(KEY).headers, {}, b""))


def test_p09_the_old_secret_is_good_for_a_day(greenhouse: Greenhouse) -> None:
    def before(hours: int) -> dict[str, str]:
        until = timezone.now() + timedelta(hours=hours)
        return {"secret": "before", "until": until.isoformat()}

    connection = greenhouse.connection
    connection.previous_secrets = {"webhook_secret": before(23), "assessment_key": before(23)}
    assert greenhouse.verify(signed(BODY, "before")) is False
    assert greenhouse.verify(signed(BODY)) is True
    assert greenhouse.verify(asking("before")) is False
    connection.previous_secrets = {"webhook_secret": before(-1)}
    with pytest.raises(Refused):
        greenhouse.verify(signed(BODY, "before"))


def test_p04_the_event_id_does_not_tell_deliveries_apart(greenhouse: Greenhouse) -> None:
    one = Hook("webhook", "POST", {"greenhouse-event-id": "1"}, {}, BODY)
    two = Hook("webhook", "POST", {"greenhouse-event-id": "2"}, {}, BODY)
    assert greenhouse.delivery_key(one) == greenhouse.delivery_key(two)
