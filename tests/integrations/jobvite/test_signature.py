"""Only what was signed with our key is let in, however Jobvite writes the signature (P5, P9)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from integrations.connectors.jobvite import keys
from integrations.problems import Refused
from integrations.vocabulary import Hook
from tests.integrations.jobvite.conftest import KEY, PAYLOADS, signed, unsaved

BODY = (PAYLOADS / "workflow_update.json").read_bytes().strip()
SIGNATURE = "1Q8B3QBsu2mS2TJlHs9bfgpP+ZBYK984NmOrrg4Ls+M="
HEX = "d50f01dd006cbb6992d932651ecf5b7e0a4ff990582bdf383663abae0e0bb3e3"


def hook(body: bytes, signature: str, header: str = "x-jobvite-event-signature") -> Hook:
    return Hook("webhook", "POST", {header: signature}, {}, body)


def refuses(body: bytes, signature: str, **choices: str) -> bool:
    try:
        unsaved(**choices).verify(hook(body, signature))
    except Refused:
        return True
    return False


def test_p05_the_vector_is_accepted_in_both_encodings() -> None:
    assert len(BODY) == 237
    assert unsaved().verify(hook(BODY, SIGNATURE)) is True
    assert unsaved().verify(hook(BODY, HEX)) is True


@given(at=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_p05_a_body_altered_in_any_byte_is_refused(at: int, bit: int) -> None:
    altered = bytearray(BODY)
    altered[at] ^= 1 << bit
    assert refuses(bytes(altered), SIGNATURE)


@given(at=st.integers(0, len(SIGNATURE) - 1), put=st.characters(codec="latin-1"))
def test_p05_a_signature_altered_in_any_byte_is_refused(at: int, put: str) -> None:
    altered = SIGNATURE[:at] + put + SIGNATURE[at + 1 :]
    assert altered == SIGNATURE or refuses(BODY, altered)


def test_p05_other_shapes_and_missing_keys_are_refused() -> None:
    for other in ("", f"sha256={HEX}", HEX.upper(), SIGNATURE.rstrip("="), "é\udcff"):
        assert refuses(BODY, other)
    assert refuses(BODY, HEX, signature_encoding="base64")
    assert refuses(BODY, SIGNATURE, signature_encoding="hex")
    without = unsaved()
    without.connection.secrets = {}
    with pytest.raises(Refused):
        without.verify(signed(BODY, ""))


def test_the_header_is_a_setting() -> None:
    chosen = {"signature_header": "X-Other"}
    unsaved(**chosen).verify(hook(BODY, SIGNATURE, "x-other"))
    assert refuses(BODY, SIGNATURE, **chosen)


def test_p09_the_old_key_is_good_for_a_day() -> None:
    def before(hours: int) -> dict[str, dict[str, str]]:
        until = timezone.now() + timedelta(hours=hours)
        return {"webhook_key": {"secret": "before", "until": until.isoformat()}}

    jobvite = unsaved()
    jobvite.connection.previous_secrets = before(23)  # type: ignore[assignment]
    assert jobvite.verify(signed(BODY, "before")) is False
    assert jobvite.verify(signed(BODY, KEY)) is True
    jobvite.connection.previous_secrets = before(-1)  # type: ignore[assignment]
    with pytest.raises(Refused):
        jobvite.verify(signed(BODY, "before"))


def test_a_jobvite_that_signs_nothing_is_let_in_only_where_that_is_said() -> None:
    assert refuses(BODY, "")
    assert unsaved(signature_required="no").verify(hook(BODY, "")) is True


def test_a_call_may_be_signed_instead_of_showing_the_secret() -> None:
    shown = keys.signed("demo_api_key", "demo_secret", 1775037600)

    assert shown["X-JVI-SIGN"] == "0kJzFziwVPByH2V5IUGBdq2mLrKRPnvuBzsj9k63qp0="
    assert (shown["X-JVI-API"], shown["X-JVI-EPOCH"]) == ("demo_api_key", "1775037600")
