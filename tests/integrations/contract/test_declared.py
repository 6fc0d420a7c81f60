"""Every connector: what it declares is complete, and each capability has a check that can fail."""

import pytest

from integrations import health
from integrations.capabilities import Capability, Proof
from integrations.connectors import CONNECTORS
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.models import CapabilityProof, Connection
from portal.models import Group, Organization
from tests.integrations.contract.conftest import Stand
from tests.integrations.contract.material import Reply
from tests.integrations.contract.vendors import VENDORS, connected


@pytest.fixture
def refusing(stand: Stand) -> str:
    """The address of an ATS that allows nothing."""
    stand.answer = lambda asked: Reply(403, {"message": "You may not do this."})
    return stand.url


def _boasts(connection: Connection) -> set[Capability]:
    """The capabilities that turn green although the ATS allows nothing."""
    health.check(connection)
    green = CapabilityProof.objects.filter(connection=connection, ok=True)
    return {Capability(proof.capability) for proof in green}


def test_the_contract_knows_every_connector() -> None:
    """One without `contract.py` beside its tests would be tried by none of these."""
    assert list(CONNECTORS) == VENDORS


@pytest.mark.parametrize("vendor", VENDORS)
def test_k4_nothing_is_green_at_an_ats_that_allows_nothing(
    vendor: str, group: Group, refusing: str, scoped: Organization
) -> None:
    assert _boasts(connected(vendor, group, refusing)) == set()


def test_k4_a_check_that_cannot_fail_is_found(
    group: Group, refusing: str, scoped: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test before would find a connector that says yes without asking."""

    class Boastful(Greenhouse):
        def check(self, capability: Capability) -> Proof:
            return Proof(capability, ok=True, tried="Nothing.")

    monkeypatch.setitem(CONNECTORS, Greenhouse.slug, Boastful)

    assert len(_boasts(connected(Greenhouse.slug, group, refusing))) == 7


@pytest.mark.parametrize("vendor", CONNECTORS)
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
