"""Every connector: whatever a vendor answers, it ends as what it is, and nothing is said twice."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.core.cache import cache

from integrations import http
from integrations.connector import Connector
from integrations.connectors import connector_for
from integrations.models import CallClock, Connection
from integrations.problems import AskedToWait, KeyRefused, VendorProblem
from portal.models import Group, Organization
from tests.integrations.contract.conftest import Stand
from tests.integrations.contract.material import Asked, Material, Reply, Said
from tests.integrations.contract.vendors import VENDORS, connected, material_of

every_vendor = pytest.mark.parametrize("vendor", VENDORS)
HTML = b"<!doctype html><h1>Down for maintenance</h1>"
FAULTS = {
    "too many calls, with a time": Said(Reply(429, {}, {"Retry-After": "7"}), AskedToWait),
    "too many calls, without one": Said(Reply(429, {}), AskedToWait),
    "too many calls, in HTML": Said(Reply(429, HTML), AskedToWait),
    "an error of the server": Said(Reply(500, {}), VendorProblem, unclear=True),
    "a gateway's error": Said(Reply(502, HTML), VendorProblem, unclear=True),
    "a page for people": Said(Reply(200, HTML), VendorProblem, unclear=True),
    "JSON cut short": Said(Reply(200, b'{"data": [{"id": 1'), VendorProblem, unclear=True),
    "nothing": Said(Reply(200, b""), VendorProblem, unclear=True),
    "a number": Said(Reply(200, 7), VendorProblem, unclear=True),
    "null": Said(Reply(200, None), VendorProblem, unclear=True),
    "another address": Said(
        Reply(302, b"", {"Location": "http://127.0.0.1:1/"}), VendorProblem, unclear=True
    ),
}
WAITS = {"too many calls, with a time": 7.0}  # seconds; as long as is usual for the rest
READS: dict[str, Callable[[Connector], object]] = {
    "jobs": lambda connector: connector.jobs(None, ""),
    "people": lambda connector: connector.people(None, ""),
    "stages": lambda connector: connector.stages(""),
    "states": lambda connector: connector.states(None, ""),
    "one application": lambda connector: connector.application(_application(connector)),
}


@dataclass(frozen=True)
class Ended:
    """How a call ended."""

    kind: type[VendorProblem] | None = None
    unclear: bool = False
    wait: float = 0.0


def _application(connector: Connector) -> str:
    return material_of(connector.slug).note.application


def rested(connection: Connection) -> Connector:
    """A new connector, which no earlier answer makes wait."""
    cache.clear()
    CallClock.objects.all().delete()
    return connector_for(connection)


def ended(act: Callable[[], object]) -> Ended:
    """How this ends, in ten seconds at most."""
    try:
        with http.budget(10):
            act()
    except VendorProblem as problem:
        return Ended(type(problem), problem.unclear, problem.retry_after)
    return Ended()


def faulty(material: Material, fault: Reply) -> Callable[[Asked], Reply]:
    """Answers of an account that grants access, and answers everything else with a fault."""
    return lambda asked: material.well(asked) if asked.path.endswith("/token") else fault


def written(stand: Stand, material: Material) -> int:
    """How often the note was sent."""
    return sum(material.note.marker.encode() in asked.raw for asked in stand.asked)


@every_vendor
def test_p31_h5_every_fault_of_a_read_and_of_a_post_ends_as_what_it_is(
    vendor: str, group: Group, stand: Stand, scoped: Organization
) -> None:
    material, connection = material_of(vendor), connected(vendor, group, stand.url)
    said = {f"{one.reply.status} {one.reply.body}": one for one in material.sentences}
    found, expected = {}, {}
    for name, fault in {**FAULTS, **said}.items():
        stand.answer = faulty(material, fault.reply)
        wait = WAITS.get(name, http.USUAL_WAIT) if fault.kind is AskedToWait else 0.0
        read, posted = f"{name}, to a read", f"{name}, to a post"
        found[read] = ended(lambda: rested(connection).jobs(None, ""))
        expected[read] = Ended(fault.kind, wait=wait)
        stand.asked.clear()
        found[posted] = ended(lambda: rested(connection).post(material.note))
        expected[posted] = Ended(fault.kind, fault.unclear, wait)
        tries = 2 if fault.kind is KeyRefused else 1  # again with a new access token
        assert written(stand, material) <= tries, name
    assert found == expected


@every_vendor
def test_p31_no_read_takes_a_fault_for_an_answer(
    vendor: str, group: Group, stand: Stand, scoped: Organization
) -> None:
    material, connection = material_of(vendor), connected(vendor, group, stand.url)
    stand.answer = faulty(material, Reply(200, HTML))
    kinds = {name: ended(lambda: read(rested(connection))).kind for name, read in READS.items()}  # noqa: B023
    assert kinds == dict.fromkeys(READS, VendorProblem)


@every_vendor
def test_p31_an_answer_that_drips_is_given_up_in_time_and_is_unclear(
    vendor: str, group: Group, stand: Stand, scoped: Organization
) -> None:
    material, connection = material_of(vendor), connected(vendor, group, stand.url)

    def answer(asked: Asked) -> Reply:
        stand.drips = not asked.path.endswith("/token")
        return material.well(asked)

    stand.answer = answer
    began = time.monotonic()
    with http.budget(1.2), pytest.raises(VendorProblem) as slow:
        connector_for(connection).post(material.note)
    assert slow.value.unclear
    assert time.monotonic() - began < 3
    assert written(stand, material) == 1


@every_vendor
def test_p27_h6_after_an_unclear_answer_the_note_is_looked_for_before_it_is_sent_again(
    vendor: str, group: Group, stand: Stand, scoped: Organization
) -> None:
    material, connection = material_of(vendor), connected(vendor, group, stand.url)
    again = replace(material.note, unclear=True)

    def post(showing: str) -> int:
        """Post again where a look for notes shows this text; how often the note was sent."""
        stand.asked.clear()
        stand.answer = lambda asked: material.showing(asked, showing) or material.well(asked)
        rested(connection).post(again)
        return written(stand, material)

    assert post(showing=f"It is scheduled.\n\nRef {again.marker}") == 0
    assert post(showing="Another note.\n\nRef 0000") == 1
