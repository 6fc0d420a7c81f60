"""What every connector owes: what it declares it can do has a check that can fail (K4)."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from integrations import health
from integrations.connectors import CONNECTORS
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.models import CapabilityProof, Connection
from integrations.vocabulary import Capability, Proof
from portal.models import Group, Organization
from tests import factories


class _Refusing(BaseHTTPRequestHandler):
    """An ATS that allows nothing."""

    def _refuse(self) -> None:
        body = b'{"message": "You may not do this."}'
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(403)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _refuse  # noqa: N815

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def refusing(settings: Any) -> Iterator[str]:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    with ThreadingHTTPServer(("127.0.0.1", 0), _Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _connected(vendor: str, group: Group, url: str) -> Connection:
    """A connection of Acme whose every setting is filled in."""
    settings = CONNECTORS[vendor].settings
    return factories.ConnectionFactory(
        vendor=vendor,
        group=group,
        base_url=url,
        auth_url=url if CONNECTORS[vendor].auth_url else "",
        choices={each.name: each.preset or "1" for each in settings if not each.secret},
        secrets={each.name: "a-secret-of-some-length" for each in settings if each.secret},
    )


def _boasts(connection: Connection) -> set[Capability]:
    """The capabilities that turn green although the ATS allows nothing."""
    health.check(connection)
    green = CapabilityProof.objects.filter(connection=connection, ok=True)
    return {Capability(proof.capability) for proof in green}


@pytest.mark.parametrize("vendor", list(CONNECTORS))
def test_k4_nothing_is_green_at_an_ats_that_allows_nothing(
    vendor: str, group: Group, refusing: str, scoped: Organization
) -> None:
    assert _boasts(_connected(vendor, group, refusing)) == set()


def test_k4_a_check_that_cannot_fail_is_found(
    group: Group, refusing: str, scoped: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test before would find a connector that says yes without asking."""

    class Boastful(Greenhouse):
        slug = "boastful"

        def check(self, capability: Capability) -> Proof:
            return Proof(capability, ok=True, tried="Nothing.")

    monkeypatch.setitem(CONNECTORS, Boastful.slug, Boastful)

    assert len(_boasts(_connected(Boastful.slug, group, refusing))) == 7


@pytest.mark.parametrize("vendor", list(CONNECTORS))
def test_what_is_declared_is_what_pages_and_commands_need(vendor: str) -> None:
    connector = CONNECTORS[vendor]
    grades = connector.capabilities
    assert set(grades) == set(Capability)
    assert all(grade.offered or grade.reason.endswith(".") for grade in grades.values())
    assert connector.slug == vendor
    assert connector.hosts
    assert connector.base_url.startswith("https://")
    assert any(setting.secret for setting in connector.settings)
    assert {step.proves for step in connector.guide}
