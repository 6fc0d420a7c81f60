"""Only what Ashby signed, or who holds our assessment key, is let in (P5)."""

import base64

import pytest

from integrations.connectors.ashby.connector import Ashby
from integrations.models import Connection
from integrations.problems import Refused
from integrations.vocabulary import Hook
from tests.integrations.ashby.conftest import KEY, SECRET

BODY = (
    b'{"webhookActionId":"75395d87-4044-4dc4-bc29-0cec185e5f06","action":"ping",'
    b'"data":{"webhookActionType":"ping"}}'
)
DIGEST = "4fa0f2507d7edcdbf681be19f1c31bfe6dc2b4970ff2df3da807f2ce0e744cba"


@pytest.fixture
def ashby() -> Ashby:
    """A connector without a database."""
    return unsaved()


def unsaved(**secrets: str) -> Ashby:
    known = secrets or {"webhook_secret": SECRET, "assessment_key": KEY}
    return Ashby(Connection(vendor="ashby", secrets=known))


def hook(body: bytes, signature: str) -> Hook:
    return Hook("webhook", "POST", {"ashby-signature": signature}, {}, body)


def asking(**headers: str) -> Hook:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Hook("assessment.list", "POST", named, {}, b"{}")


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def refuses(ashby: Ashby, delivery: Hook) -> bool:
    with pytest.raises(Refused):
        ashby.verify(delivery)
    return True


def test_p05_the_vector_is_accepted(ashby: Ashby) -> None:
    assert len(BODY) == 110
    assert ashby.verify(hook(BODY, f"sha256={DIGEST}")) is True


@pytest.mark.parametrize(
    "signature",
    ["", DIGEST, f"sha256 {DIGEST}", f"SHA256={DIGEST}", f"sha256={DIGEST.upper()}", "é\udcff"],
)
def test_p05_a_signature_in_another_shape_is_refused(ashby: Ashby, signature: str) -> None:
    assert refuses(ashby, hook(BODY, signature))


def test_an_assessment_call_shows_its_key_in_any_of_three_forms(ashby: Ashby) -> None:
    forms = {
        "basic": asking(authorization=basic(KEY)),
        "bearer": asking(authorization=f"Bearer {KEY}"),
        "x-api-key": asking(x_api_key=KEY),
    }
    for chosen in ("any", *forms):
        ashby.connection.choices = {"partner_auth": chosen}
        taken = {name for name, call in forms.items() if chosen in ("any", name)}
        assert all(ashby.verify(forms[name]) for name in taken)
        assert all(refuses(ashby, forms[name]) for name in set(forms) - taken)


@pytest.mark.parametrize("shown", ["", "Basic", "Basic %%%", "Bearer ", f"Digest {KEY}", "é"])
def test_whoever_shows_no_key_of_ours_is_refused(ashby: Ashby, shown: str) -> None:
    assert refuses(ashby, asking(authorization=shown))
    assert refuses(ashby, asking(authorization=basic(KEY + "x")))
    assert refuses(ashby, asking(authorization=basic(SECRET)))


def test_p04_a_delivery_is_told_by_its_act_and_kind(ashby: Ashby) -> None:
    """Related events of one act share its id; a retry has both the same."""

    def key(body: bytes, **headers: str) -> str:
        return ashby.delivery_key(Hook("webhook", "POST", headers, {}, body))

    hire = BODY.replace(b'"ping",', b'"candidateHire",')
    assert key(BODY) == key(BODY.replace(b"}}", b"} }"), ashby_event="7")
    assert key(BODY) != key(hire)
    assert max(len(key(BODY)), len(key(hire.replace(b"Hire", b"H" * 999)))) <= 128
    odd = [b"", b"{", b"[]", b'{"webhookActionId":7}', b'{"action":"ping"}', b"\xff"]
    assert len({key(body) for body in odd}) == len(odd)
