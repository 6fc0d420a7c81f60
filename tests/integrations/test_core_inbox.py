"""The inbox at its edges: nobody to recruit, odd bodies, broken seals, and an ATS that is away."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database
from django.db import transaction
from django.test import Client
from django.utils import timezone

from candidates import invites
from candidates.actors import person
from candidates.models import Interview, InviteAttempt
from integrations import connections, handlers, inbox
from integrations.models import Application, Connection, Delivery
from integrations.sandbox import faults
from integrations.sandbox.models import Call, FaultKind
from integrations.vocabulary import Applicant, InviteRequested
from portal.models import Kind, Mail, Membership, Organization
from portal.work import WorkState
from roles.models import Role, RoleStatus
from tests import factories
from tests.integrations.conftest import Loop

PAYLOADS = Path(__file__).parent / "greenhouse" / "payloads"
PING = b'{"ping": true}'


def stage_change(number: int = 700001, **application: Any) -> dict[str, Any]:
    """A move to the stage that invites, of the application with this number."""
    body = json.loads((PAYLOADS / "candidate_stage_change.json").read_text())
    row = body["payload"]["application"]
    row["candidate"]["email_addresses"][0]["value"] = f"candidate{number}@mail.test"
    row.update({"id": number, "url": "", **application})
    row["candidate"]["id"] = number + 100_000
    return dict(body)


def keep(connection: Connection, body: bytes | dict[str, Any]) -> Delivery:
    """A delivery that was taken and not yet worked on."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Delivery.objects.create(
        organization_id=connection.organization_id, connection=connection, endpoint="webhook",
        key=f"{hashlib.sha256(raw).hexdigest()}-{Delivery.objects.count()}", body=raw,
    )  # fmt: skip


@pytest.fixture
def offline(connection: Connection) -> Connection:
    """A connection whose webhooks tell all that an invite needs: no call is made."""
    connection.choices = {**connection.choices, "recruiter_source": "candidate"}
    connection.save()
    factories.RoleFactory(group=connection.group, name="Backend II")
    return connection


def recruit(connection: Connection) -> Membership:
    return factories.MembershipFactory(organization=connection.organization, kind=Kind.ORG_ADMIN)


def send_test(client: Client, connection: Connection, **changes: Any) -> Any:
    key = connection.secrets["assessment_key"]
    body = {
        "partner_test_id": "Backend II",
        "candidate": {
            "first_name": "Dana",
            "last_name": "Kovacs",
            "email": "dana@mail.test",
            "greenhouse_profile_url": "https://app.greenhouse.io/people/8?application_id=7",
        },
        "url": "https://app.greenhouse.io/take_home_tests/12345",
        **changes,
    }
    return client.post(
        f"/ats/{connection.token}/send_test", json.dumps(body), content_type="application/json",
        headers={"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()},
    )  # fmt: skip


def test_j2_an_invite_waits_for_somebody_who_can_recruit(offline: Connection) -> None:
    delivery = keep(offline, stage_change())

    inbox.drain()

    delivery.refresh_from_db()
    assert delivery.state == WorkState.PARKED
    assert "Nobody in this group can be a recruiter" in delivery.error
    assert delivery.attempts == 1


def test_j2_an_assessment_call_says_that_nobody_can_recruit(
    client: Client, offline: Connection
) -> None:
    answer = send_test(client, offline)

    assert answer.status_code == 422
    assert "Nobody in this group can be a recruiter" in answer.json()["error"]
    assert not Application.objects.exists()


def test_p07_a_recruiter_with_a_name_of_400_letters_stops_no_invite(offline: Connection) -> None:
    recruit(offline)
    body = stage_change()
    recruiter = {"id": 3128, "email": "nobody@mail.test", "name": "R" * 400}
    body["payload"]["application"]["candidate"]["recruiter"] = recruiter
    delivery = keep(offline, body)

    inbox.drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (WorkState.DONE, "")
    assert "has no account here" in Interview.objects.get().candidacy.recruiter_remark


def test_p07_a_call_with_a_long_address_to_report_to_is_answered(
    client: Client, offline: Connection
) -> None:
    recruit(offline)

    answer = send_test(client, offline, url="https://app.greenhouse.io/" + "t" * 400)

    assert answer.status_code == 200


def test_d20_a_call_with_the_same_address_and_another_candidate_is_an_error(
    client: Client, offline: Connection
) -> None:
    recruit(offline)
    first = send_test(client, offline)
    again = send_test(client, offline)
    other = send_test(
        client,
        offline,
        candidate={
            "first_name": "Eve",
            "last_name": "Adams",
            "email": "eve@mail.test",
            "greenhouse_profile_url": "https://app.greenhouse.io/people/9?application_id=9",
        },
    )

    assert first.json() == again.json()
    assert other.status_code == 422
    assert InviteAttempt.objects.count() == 1


def test_p06_a_nul_in_the_address_is_an_unknown_address(
    client: Client, offline: Connection
) -> None:
    answer = client.post("/ats/%00/webhook", PING, content_type="application/json")

    assert answer.status_code == 400


def break_the_seal(connection: Connection) -> None:
    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE integrations_connection SET secrets = 'gone:x' WHERE id = %s", [connection.pk]
        )


def test_p59_p06_a_broken_seal_asks_the_ats_to_come_again(
    client: Client, offline: Connection
) -> None:
    break_the_seal(offline)

    answer = client.post(f"/ats/{offline.token}/webhook", PING, content_type="application/json")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert Connection.objects.get().key_refused_at


def test_k12_a_connection_is_resumed_also_where_its_seal_is_broken(offline: Connection) -> None:
    connections.pause(offline)
    break_the_seal(offline)

    connections.resume(Connection.objects.get())

    assert Connection.objects.get().paused_at is None


def test_p59_a_delivery_waits_for_a_new_key_where_the_seal_is_broken(
    connection: Connection,
) -> None:
    recruit(connection)
    delivery = keep(connection, stage_change())
    break_the_seal(connection)

    inbox.drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.strikes) == (WorkState.WAITING, 0)


def test_p30_h5_waiting_for_a_key_is_not_failing(connection: Connection) -> None:
    delivery = keep(connection, stage_change())
    Connection.objects.update(key_refused_at=timezone.now() - timedelta(days=5))
    Delivery.objects.update(failing_since=None)

    inbox.drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.strikes, delivery.failing_since) == ("waiting", 0, None)


def test_p30_deliveries_ask_nothing_while_the_key_is_refused(loop: Loop) -> None:
    Connection.objects.update(key_refused_at=timezone.now())
    calls = Call.objects.count()

    loop.move()
    loop.deliver()

    assert Call.objects.count() == calls
    assert loop.deliveries()[0][0] == WorkState.WAITING


def test_p29_k14_an_outage_is_probed_by_one_delivery_at_a_time(loop: Loop, settings: Any) -> None:
    settings.RETRY_SECONDS = 60
    faults.switch_on("greenhouse", FaultKind.SERVER_ERROR)
    Connection.objects.update(refusals=5)
    for number in range(700_100, 700_120):
        keep(loop.connection, stage_change(number))
    calls = Call.objects.count()

    inbox.drain()
    inbox.drain()

    assert Call.objects.count() - calls <= 2  # a token, and the one probe
    assert Delivery.objects.filter(state=WorkState.WAITING, strikes=0).count() == 20


def test_p13_k14_the_backlog_of_one_connection_holds_up_no_other(offline: Connection) -> None:
    other = factories.ConnectionFactory(group=offline.group, name="Another")
    for _ in range(60):
        keep(offline, PING)
    last = keep(other, PING)

    inbox.drain()

    order = list(Delivery.objects.order_by("done_at").values_list("pk", flat=True))
    assert order.index(last.pk) < 30


def test_h5_a_look_up_that_no_retry_helps_is_parked_at_once(loop: Loop) -> None:
    Connection.objects.update(base_url=f"{loop.connection.base_url}/nowhere")

    loop.move()
    loop.deliver()

    assert loop.deliveries()[0][0] == WorkState.PARKED


def test_p61_a_deleted_key_parks_what_came_in(offline: Connection) -> None:
    recruit(offline)
    delivery = keep(offline, stage_change())

    connections.delete_key(offline)
    inbox.drain()

    delivery.refresh_from_db()
    assert delivery.state == WorkState.PARKED
    assert not Interview.objects.exists()


def test_l1_a_role_is_found_by_name_in_any_case_the_active_one_first(offline: Connection) -> None:
    recruit(offline)
    keep(offline, stage_change())
    Role.objects.filter(name="Backend II").update(status=RoleStatus.ARCHIVED)
    active = factories.RoleFactory(group=offline.group, name="backend ii")

    inbox.drain()

    assert Interview.objects.get().candidacy.role == active


def test_d11_a_move_that_comes_as_two_deliveries_is_one_attempt(offline: Connection) -> None:
    recruit(offline)
    moved = InviteRequested(Applicant("7", name="Ada", email="ada@example.org"), move="7-1")
    with transaction.atomic():
        first = handlers.handle(moved, offline, "delivery-1")
        again = handlers.handle(moved, offline, "delivery-2")
        later = handlers.handle(replace(moved, move="7-2"), offline, "delivery-3")

    assert (first.changed, again.changed, later.changed) == (True, False, True)
    assert again.text == "This move was answered already."
    assert InviteAttempt.objects.count() == 2


def test_d16_the_first_of_two_held_invites_is_told_to_its_application_when_confirmed(
    offline: Connection,
) -> None:
    admin = recruit(offline).user
    organization = offline.organization
    Organization.objects.filter(pk=organization.pk).update(recent_interview_warning=True)
    keep(offline, stage_change())
    inbox.drain()
    Interview.objects.update(state="completed", ended_at=timezone.now())
    for day in (21, 22):
        keep(offline, stage_change(last_activity_at=f"2026-11-{day}T16:38:36Z"))
    inbox.drain()
    first, _ = InviteAttempt.objects.filter(outcome="L6").order_by("pk")
    Application.objects.update(candidacy=None)
    InviteAttempt.objects.update(profile_url="")

    confirmed = invites.confirm(first, person(admin))

    assert confirmed.candidacy == Application.objects.get().candidacy


def test_a3_of_two_connections_to_one_ats_each_hears_of_its_own(offline: Connection) -> None:
    recruit(offline)
    other = factories.ConnectionFactory(
        group=offline.group, name="Another", choices=offline.choices
    )
    url = "https://app.greenhouse.io/people/800001?application_id=700001"

    keep(other, stage_change(url=url))
    inbox.drain()

    assert Application.objects.get().connection == other
    assert Mail.objects.exists()
