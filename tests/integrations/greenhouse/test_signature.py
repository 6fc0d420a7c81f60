"""How Greenhouse writes a signature: its own vectors come in, other shapes do not (P5)."""

import pytest

from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.models import Connection
from integrations.problems import Refused
from integrations.vocabulary import Hook
from tests.integrations.greenhouse.conftest import SECRET

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


def hook(body: bytes, signature: str) -> Hook:
    return Hook("webhook", "POST", {"signature": signature}, {}, body)


def unsaved() -> Greenhouse:
    """A connector without a database."""
    return Greenhouse(Connection(vendor="greenhouse", secrets={"webhook_secret": SECRET}))


@pytest.mark.parametrize(("body", "digest"), VECTORS)
def test_p05_the_vendors_vectors_are_accepted(body: bytes, digest: str) -> None:
    unsaved().verify(hook(body, f"sha256 {digest}"))


@pytest.mark.parametrize(
    "signature",
    ["", DIGEST, f"sha256={DIGEST}", f"sha256  {DIGEST}", f"sha256 {DIGEST.upper()}", "é\udcff"],
)
def test_p05_a_signature_in_another_shape_is_refused(signature: str) -> None:
    with pytest.raises(Refused):
        unsaved().verify(hook(BODY, signature))
