"""The inbox: what is taken, what is refused, and that one event has one effect."""

import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.utils import timezone

from candidates.models import Interview, InviteAttempt
from integrations import connections, health, inbox
from integrations.models import AtsUpdate, Connection, Delivery
from integrations.sandbox.cast import ADA
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.models import Delivery as SandboxDelivery
from portal.models import Mail, Organization
from portal.scope import inside
from portal.work import WorkState
from tests import factories
from tests.integrations.conftest import Loop

PING = b'{"ping": true}'


def post(client: Client, address: str, body: bytes, secret: str | None = None) -> Any:
    """Send a delivery as Greenhouse would, signed if a secret is given."""
    headers = {}
    if secret is not None:
        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers["Signature"] = f"sha256 {digest}"
    return client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def connection(scoped: Organization) -> Connection:
    group = factories.GroupFactory(organization=scoped)
    return connections.create(
        "greenhouse",
        group,
        values={
            "client_id": "us",
            "client_secret": "theirs-to-keep",
            "webhook_secret": "a-shared-secret",
            "user_id": "1",
        },
    )


@pytest.fixture
def address(connection: Connection) -> str:
    return f"/ats/{connection.token}/webhook"


def test_p10_a_ping_is_taken_also_by_a_draft(client: Client, address: str) -> None:
    assert post(client, address, PING, "a-shared-secret").status_code == 200


def test_p06_refusals_are_the_same_bytes_whatever_the_reason(
    client: Client, connection: Connection, address: str
) -> None:
    answers = [
        post(client, address, PING),
        post(client, address, PING, "another-secret"),
        post(client, "/ats/nobody/webhook", PING, "a-shared-secret"),
        post(client, f"/ats/{connection.token}/nothing", PING, "a-shared-secret"),
        client.post(address, PING, content_type="text/plain", headers={"Signature": "é\udcff"}),
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1
    assert Delivery.objects.count() == 0


def test_p06_a_deleted_connection_says_gone(
    client: Client, connection: Connection, address: str
) -> None:
    connections.delete_key(connection)

    assert post(client, address, PING, "a-shared-secret").status_code == 410


def test_p08_a_body_over_a_mebibyte_is_refused_and_not_kept(client: Client, address: str) -> None:
    answer = post(client, address, b"x" * (1024 * 1024 + 1), "a-shared-secret")

    assert answer.status_code == 413
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        b"null",
        b'{"action": 7, "payload": []}',
        b'{"action": "candidate_stage_change"}',
        b'{"action": "candidate_stage_change", "payload": {"application": null}}',
        b'{"action": "hire_candidate", "payload": {"application": {"id": {"a": 1}}}}',
        b'{"action": "job_updated", "payload": {"job": {"id": 1e400}}}',
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"action": "candidate_stage_change", "payload": {"application": {"id": "\\u0000"}}}',
        b"\xff\xfe",
    ],
)
def test_p07_whatever_an_authentic_body_holds_it_is_kept_and_dealt_with(
    client: Client, connection: Connection, address: str, body: bytes
) -> None:
    assert post(client, address, body, "a-shared-secret").status_code == 200

    inbox.drain()

    delivery = Delivery.objects.get()
    assert bytes(delivery.body) == body
    assert delivery.state in (WorkState.IGNORED, WorkState.PARKED)


def test_p09_the_old_secret_is_good_for_a_day(
    client: Client, connection: Connection, address: str
) -> None:
    connections.change(connection, {"webhook_secret": "the-new-secret"})

    assert post(client, address, PING, "a-shared-secret").status_code == 200
    assert post(client, address, b'{"ping": 2}', "the-new-secret").status_code == 200

    assert Connection.objects.get().old_secret_used_at
    row = Connection.objects.get()
    [old] = row.previous_secrets.values()
    row.previous_secrets = {"webhook_secret": {**old, "until": "2026-01-01T00:00:00+00:00"}}
    row.save()
    assert post(client, address, b'{"ping": 3}', "a-shared-secret").status_code == 400


def test_k12_a_paused_connection_keeps_webhooks_for_later(
    client: Client, connection: Connection, address: str
) -> None:
    connections.pause(connection)
    post(client, address, PING, "a-shared-secret")
    inbox.drain()
    assert Delivery.objects.get().state == WorkState.WAITING

    connections.resume(connection)
    inbox.drain()
    assert Delivery.objects.get().state == WorkState.IGNORED


def test_p19_what_fails_eight_times_is_parked_and_stops_nobody(
    client: Client, connection: Connection, address: str, settings: Any
) -> None:
    settings.RETRY_SECONDS = 0
    post(
        client,
        address,
        json.dumps({"action": "hire_candidate", "payload": {}}).encode(),
        "a-shared-secret",
    )
    Delivery.objects.update(strikes=8, state="working", attempts=8)

    inbox.drain()

    poison = Delivery.objects.get()
    assert poison.state == WorkState.PARKED
    assert poison.attempts == 8


def test_p02_twenty_copies_at_once_are_one_invite_one_mail_one_update(loop: Loop) -> None:
    loop.move()
    sent = SandboxDelivery.objects.latest("pk")
    SandboxDelivery.objects.all().delete()
    body = sent.body.encode()
    address = f"/ats/{loop.connection.token}/webhook"

    def send(_: int) -> int:
        with inside(loop.connection.organization_id):
            status = post(Client(), address, body, GREENHOUSE.webhook_secret).status_code
            inbox.drain()
        database.close()
        return int(status)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(20))) == {200}
    loop.work()

    assert Delivery.objects.count() == 1
    assert Interview.objects.count() == InviteAttempt.objects.count() == 1
    assert Mail.objects.filter(address=ADA.address).count() == 1
    assert AtsUpdate.objects.count() == 1
    assert loop.status() == "Invited"


def test_p29_look_ups_that_are_answered_close_the_breaker_that_look_ups_opened(loop: Loop) -> None:
    Connection.objects.update(refusals=health.BREAKER, probe_at=timezone.now())

    loop.invite()

    loop.connection.refresh_from_db()
    assert (loop.connection.refusals, loop.connection.probe_at) == (0, None)
    assert loop.status() == "Invited"
