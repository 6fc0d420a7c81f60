"""Every connector: only what the vendor signed comes in, once, and only that is acted upon."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from integrations import inbox
from integrations.connector import Connector
from integrations.connectors import CONNECTORS
from integrations.models import Delivery
from integrations.problems import Refused, VendorProblem
from integrations.vocabulary import Hook, Ignored
from portal.models import Group, Organization
from tests.integrations.contract.conftest import Stand
from tests.integrations.contract.material import Door, Reply
from tests.integrations.contract.vendors import (
    DOORS,
    VENDORS,
    connected,
    material_of,
    secrets_of,
    unsaved,
)

every_door = pytest.mark.parametrize(("vendor", "door"), DOORS.values(), ids=DOORS)
every_vendor = pytest.mark.parametrize("vendor", VENDORS)
ODD_TEXTS = ["", " ", "\x00", "é", "\udcff", "=%%%", "sha256=", "Basic", "x" * 100_000]
ODD_VALUES = [None, 5, -1, True, 1e300, 10**30, [], {}, ["x"], *ODD_TEXTS]
ODD_BODIES = [
    b"", b"null", b"[]", b"{}", b"7", b"\xff\xfe", b"\x00", b'{"data": {"x": "\\u0000"}}',
    b"[" * 9_000, b'{"a":' * 9_000, b'{"data": 1e999}', b'{"data": "\\ud800"}', b"<xml/>",
]  # fmt: skip


def lets_in(connector: Connector, hook: Hook) -> bool:
    try:
        connector.verify(hook)
    except Refused:
        return False
    return True


def genuine(vendor: str, door: Door) -> Hook:
    """A request as the vendor sends it, with the first of the secrets that open the door."""
    name = door.secrets[0]
    return door.knock(material_of(vendor).events[0], secrets_of(vendor)[name])


def altered(hook: Hook, door: Door) -> Iterator[Hook]:
    """The request with one bit changed, in each byte that the proof is made of or covers."""
    for at in _covered(hook, door):
        body = bytearray(hook.body)
        body[at] ^= 1 << at % 8
        yield replace(hook, body=bytes(body))
    for name in () if door.in_body else door.proof:
        value = hook.headers[name]
        for at, letter in enumerate(value):
            put = value[:at] + chr(ord(letter) ^ 1 << at % 7) + value[at + 1 :]
            yield replace(hook, headers={**hook.headers, name: put})


def _covered(hook: Hook, door: Door) -> Iterator[int]:
    """The places in the body that the proof covers."""
    if not door.in_body:
        yield from range(len(hook.body))
        return
    for name in door.proof:
        written = json.dumps(hook.json[name]).encode()
        start = hook.body.index(b'"%s": %s' % (name.encode(), written)) + len(name) + 4
        yield from range(start, start + len(written))


def unproved(hook: Hook, door: Door) -> Iterator[Hook]:
    """The request without its proof, and with something else in the proof's place."""
    for name in door.proof:
        if door.in_body:
            left = {key: value for key, value in hook.json.items() if key != name}
            yield replace(hook, body=json.dumps(left).encode())
            for value in (*ODD_VALUES, str(hook.json[name]) + "x"):
                yield replace(hook, body=json.dumps({**left, name: value}).encode())
        else:
            yield replace(hook, headers={})
            for text in (*ODD_TEXTS, hook.headers[name] + "x", hook.headers[name].upper()):
                yield replace(hook, headers={name: text})


@every_door
def test_p05_whoever_holds_the_secret_comes_in_and_nobody_else(vendor: str, door: Door) -> None:
    connector, body = unsaved(vendor), material_of(vendor).events[0]
    opens = [
        name
        for name, secret in secrets_of(vendor).items()
        if lets_in(connector, door.knock(body, secret))
    ]
    assert opens == list(door.secrets)
    for secret in ("", "other", secrets_of(vendor)[door.secrets[0]] + "x"):
        assert not lets_in(connector, door.knock(body, secret))
        assert not lets_in(unsaved(vendor, secrets={}), door.knock(body, secret))


@every_door
def test_p05_a_request_altered_in_any_byte_is_refused(vendor: str, door: Door) -> None:
    if not door.vouches:
        return
    connector, hook = unsaved(vendor), genuine(vendor, door)
    assert lets_in(connector, hook)
    assert not any(lets_in(connector, other) for other in altered(hook, door))


@every_door
def test_p05_without_its_proof_or_with_an_odd_one_a_request_is_refused(
    vendor: str, door: Door
) -> None:
    connector, hook = unsaved(vendor), genuine(vendor, door)
    assert not any(lets_in(connector, other) for other in unproved(hook, door))


@every_door
def test_p09_a_replaced_secret_is_good_for_a_day_and_no_longer(vendor: str, door: Door) -> None:
    body, now = material_of(vendor).events[0], timezone.now()
    for name in door.secrets:
        assert CONNECTORS[vendor].settings_by_name()[name].overlaps
        ends = [(now + timedelta(hours=hours)).isoformat() for hours in (23, -1)]
        today, after = (
            unsaved(vendor, previous_secrets={name: {"secret": "before", "until": until}})
            for until in ends
        )
        assert today.verify(door.knock(body, "before")) is False
        assert today.verify(door.knock(body, secrets_of(vendor)[name])) is True
        assert not lets_in(after, door.knock(body, "before"))


@every_door
def test_p04_an_old_request_is_refused_where_the_vendor_signs_the_time(
    vendor: str, door: Door
) -> None:
    if door.knock_at is None:
        return
    connector, body = unsaved(vendor), material_of(vendor).events[0]
    secret, now = secrets_of(vendor)[door.secrets[0]], timezone.now()
    for days in (-30, 30):
        at = now + timedelta(days=days)
        assert not lets_in(connector, door.knock_at(body, secret, at))
    assert lets_in(connector, door.knock_at(body, secret, now))


@every_vendor
def test_p03_an_event_has_one_key_however_often_it_comes_and_no_two_the_same(vendor: str) -> None:
    material, connector = material_of(vendor), unsaved(vendor)
    door = material.doors[0]
    secret = secrets_of(vendor)[door.secrets[0]]

    def key(body: bytes) -> str:
        return connector.delivery_key(door.knock(body, secret))

    keys = [key(body) for body in material.events]
    assert [key(material.again(body)) for body in material.events] == keys
    assert len(set(keys)) == len(material.events) > 5
    longest = Delivery._meta.get_field("key").max_length
    assert longest is not None
    assert all(0 < len(one) <= longest for one in keys)


@every_vendor
def test_p04_what_the_proof_does_not_cover_is_never_acted_upon(
    vendor: str, group: Group, stand: Stand
) -> None:
    """Such a request has the key of the first, and by itself says no more than the first did."""
    material, door = material_of(vendor), material_of(vendor).doors[0]
    stand.answer = lambda asked: Reply(403, {})
    connection = connected(vendor, group, stand.url)
    hook = genuine(vendor, door)
    beside = {f"x-{vendor}-event-id": "7", f"{vendor}-event-id": "7", "idempotency-key": "7"}
    forged = replace(
        hook,
        headers={**beside, **hook.headers},
        query={"event": "other"},
        body=material.forged(hook.body),
    )

    def says(request: Hook) -> list[Any]:
        try:
            news = list(CONNECTORS[vendor](connection).parse(request))
        except VendorProblem:
            return []
        return [one for one in news if not isinstance(one, Ignored)]

    assert lets_in(connection.connector, forged)
    assert connection.connector.delivery_key(forged) == connection.connector.delivery_key(hook)
    assert says(forged) in (says(hook), [])


@every_vendor
def test_p02_p06_at_the_address_forgeries_leave_nothing_and_a_delivery_is_kept_once(
    vendor: str, group: Group, stand: Stand, client: Client, scoped: Organization
) -> None:
    stand.answer = lambda asked: Reply(403, {})
    connection = connected(vendor, group, stand.url)

    def status(hook: Hook) -> int:
        address = f"/ats/{connection.token}/{hook.endpoint}"
        content_type = "application/json"
        answer = client.generic(
            hook.method, address, hook.body, content_type, headers=dict(hook.headers)
        )
        return answer.status_code

    for door in material_of(vendor).doors:
        refused = 400 if door.vouches else 401
        hook = genuine(vendor, door)
        bad = [*unproved(hook, door), *(altered(hook, door) if door.vouches else ())]
        few = bad[:: len(bad) // 10]
        odd = (Hook(door.endpoint, "POST", {}, {}, body) for body in ODD_BODIES)
        assert {status(each) for each in (*few, *odd)} == {refused}
    assert not Delivery.objects.exists()

    door = material_of(vendor).doors[0]
    hook = genuine(vendor, door)
    replayed = replace(hook, body=material_of(vendor).forged(hook.body))
    assert [status(each) for each in (hook, hook, replayed)] == [200] * 3
    assert Delivery.objects.count() == 1

    secret = secrets_of(vendor)[door.secrets[0]]
    assert {status(door.knock(body, secret)) for body in ODD_BODIES} <= {200, 400}
    inbox.drain()
    assert not Delivery.objects.filter(error__contains="while working on it").exists()
