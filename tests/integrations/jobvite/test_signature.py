"""Only what was signed with our key is let in, however Jobvite writes the signature (P5)."""

from integrations.connectors.jobvite import keys
from integrations.problems import Refused
from integrations.vocabulary import Hook
from tests.integrations.jobvite.conftest import PAYLOADS, unsaved

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


def test_p05_other_shapes_are_refused() -> None:
    for other in ("", f"sha256={HEX}", HEX.upper(), SIGNATURE.rstrip("="), "é\udcff"):
        assert refuses(BODY, other)
    assert refuses(BODY, HEX, signature_encoding="base64")
    assert refuses(BODY, SIGNATURE, signature_encoding="hex")


def test_the_header_is_a_setting() -> None:
    chosen = {"signature_header": "X-Other"}
    unsaved(**chosen).verify(hook(BODY, SIGNATURE, "x-other"))
    assert refuses(BODY, SIGNATURE, **chosen)


def test_a_jobvite_that_signs_nothing_is_let_in_only_where_that_is_said() -> None:
    assert refuses(BODY, "")
    assert unsaved(signature_required="no").verify(hook(BODY, "")) is True


def test_a_call_may_be_signed_instead_of_showing_the_secret() -> None:
    shown = keys.signed("demo_api_key", "demo_secret", 1775037600)

    assert shown["X-JVI-SIGN"] == "0kJzFziwVPByH2V5IUGBdq2mLrKRPnvuBzsj9k63qp0="
    assert (shown["X-JVI-API"], shown["X-JVI-EPOCH"]) == ("demo_api_key", "1775037600")
