"""The Integration page: who sees what, what it says of a connection, and what is pressed there."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from integrations import connections
from integrations.capabilities import Capability
from integrations.models import (
    AtsUpdate,
    CapabilityProof,
    Connection,
    SyncRun,
    SyncState,
)
from integrations.sandbox.cast import STATUS_FIELD
from integrations.sandbox.models import Account, Record
from portal.models import Kind, Organization
from portal.work import WorkState
from tests import factories
from tests.queue import drain_queue

PAGE = "/organizations/acme/integration/"
LATER = timedelta(days=200)


# What it says


def test_nothing_is_green_before_it_was_tried(connection: Connection, sign_in: Any) -> None:
    page = sign_in(Kind.ORG_ADMIN).get(PAGE).text

    assert page.count("Not tested yet.") == 7
    assert "Proved since" not in page
    assert "API has no list of followers" in page


def test_green_is_what_was_proved_red_what_was_not(connection: Connection, sign_in: Any) -> None:
    factories.prove(connection)
    CapabilityProof.objects.filter(capability=Capability.HIRING_TEAM).update(
        ok=False, ok_since=None, remedy="Add users:list."
    )
    page = sign_in(Kind.ORG_ADMIN).get(PAGE)

    [panel] = page.context["panels"]
    tones = {line.capability: line.tone for line in panel.lines}
    assert tones.pop(Capability.HIRING_TEAM) == "bad"
    assert tones.pop(Capability.FOLLOWER_LIST) == "none"
    assert set(tones.values()) == {"ok"}
    assert "Add users:list." in page.text
    assert "Degraded" in page.text


def test_a_refused_key_leaves_nothing_green(connection: Connection, sign_in: Any) -> None:
    factories.prove(connection)
    Connection.objects.update(key_refused_at=timezone.now(), problem="Greenhouse answered 401.")
    page = sign_in(Kind.ORG_ADMIN).get(PAGE)

    assert "Proved since" not in page.text
    assert "Needs attention" in page.text
    assert "Replace the key of this connection." in page.text


def test_what_waits_is_counted(connection: Connection, sign_in: Any) -> None:
    application = connection.applications.create(
        organization=connection.organization, remote_id="700001"
    )
    states = (WorkState.WAITING, WorkState.UNCLEAR, WorkState.PARKED, WorkState.DONE)
    for place, state in enumerate(states):
        AtsUpdate.objects.create(
            organization=connection.organization, application=application, kind=f"k{place}",
            state=state,
        )  # fmt: skip

    assert "2 waiting, 1 given up or parked" in sign_in(Kind.ORG_ADMIN).get(PAGE).text


def test_k6_a_six_hour_outage_yesterday_shows_75_percent(
    connection: Connection, organization: Organization, sign_in: Any
) -> None:
    organization.zone = "Asia/Tokyo"  # has no clock changes
    organization.save()
    Connection.objects.update(created_at=timezone.now() - LATER)
    today = timezone.now().astimezone(ZoneInfo("Asia/Tokyo")).replace(hour=0, minute=0, second=0)
    yesterday = today - timedelta(days=1)
    factories.OutageFactory(
        connection=connection,
        began_at=yesterday + timedelta(hours=3),
        ended_at=yesterday + timedelta(hours=9),
    )

    page = sign_in(Kind.ORG_ADMIN).get(PAGE)

    bar = page.context["panels"][0].days[-2]
    assert bar.percent == 75
    assert "75 % up, 6 h down. Greenhouse could not be reached." in page.text
    assert len(page.context["panels"][0].days) == 90


def test_every_status_word_says_since_when(connection: Connection, sign_in: Any) -> None:
    client, ago = sign_in(Kind.ORG_ADMIN), timezone.now() - timedelta(days=1)

    def panel(**fields: Any) -> Any:
        clean = {"active": True, "paused_at": None, "disconnected_at": None,
                 "key_refused_at": None, "refusals": 0}  # fmt: skip
        Connection.objects.update(**{**clean, **fields})
        return client.get(PAGE).context["panels"][0]

    assert panel(active=False).condition == "draft"
    assert panel(paused_at=ago).since == ago
    assert panel(key_refused_at=ago).since == ago
    assert panel(disconnected_at=ago).since == ago
    assert panel(disconnected_at=ago).days == []
    factories.OutageFactory(connection=connection, began_at=ago)
    assert panel(refusals=1).since == ago
    assert panel(refusals=1).condition == "degraded"


# What is pressed


def test_sync_now_starts_one_sync_and_says_so_when_one_runs(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    first = client.post(f"{PAGE}{connection.pk}/sync/", follow=True)
    second = client.post(f"{PAGE}{connection.pk}/sync/", follow=True)

    assert "has begun" in first.text
    assert "running already" in second.text
    assert SyncRun.objects.get().by == client.user


def test_a_paused_connection_is_not_synced(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    client.post(f"{PAGE}{connection.pk}/pause/")

    page = client.post(f"{PAGE}{connection.pk}/sync/", follow=True)

    assert "cannot be synced now: Paused by hand" in page.text
    assert not SyncRun.objects.exists()
    assert "Sync now" not in page.text


def test_k12_pause_and_resume(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    assert "Paused" in client.post(f"{PAGE}{connection.pk}/pause/", follow=True).text
    assert "goes on" in client.post(f"{PAGE}{connection.pk}/resume/", follow=True).text
    connection.refresh_from_db()
    assert connection.paused_at is None


def test_a_test_asked_for_shows_how_far_it_is(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    running = client.post(f"{PAGE}{connection.pk}/test/", follow=True)
    address = running.redirect_chain[-1][0]
    part = client.get(address, headers={"HX-Request": "true"})
    factories.prove(connection)
    over = client.get(address, headers={"HX-Request": "true"})

    assert "0 of 7" in running.text
    assert 'hx-trigger="every 2s"' in running.text
    assert part.text.lstrip().startswith("<section")
    assert "Switch off" in part.text
    assert "Open<span" not in part.text
    assert "hx-get" not in over.text
    assert "Proved since" in over.text


@pytest.mark.parametrize("asked", ["x", "9" * 40, "-1", "", "99999999999", "0", "²"])
def test_an_odd_time_of_asking_shows_no_test(
    connection: Connection, sign_in: Any, asked: str
) -> None:
    page = sign_in(Kind.ORG_ADMIN).get(f"{PAGE}{connection.pk}/", {"asked": asked})

    assert page.status_code == 200
    assert page.context["panel"].tested is None


def test_a_running_sync_is_looked_at_again(connection: Connection, sign_in: Any) -> None:
    run = SyncRun.objects.create(organization=connection.organization, connection=connection)
    client = sign_in(Kind.ORG_ADMIN)

    assert "hx-get" in client.get(f"{PAGE}{connection.pk}/").text
    SyncRun.objects.filter(pk=run.pk).update(state=SyncState.DONE, seen=7)
    page = client.get(f"{PAGE}{connection.pk}/").text
    assert "hx-get" not in page
    assert "7 seen" in page


# Over real HTTP: what is missing in the ATS turns red, and nothing else


def test_what_is_missing_turns_exactly_its_capability_red(loop: Any, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)

    def red() -> set[Capability]:
        client.post(f"{PAGE}{loop.connection.pk}/test/")
        drain_queue()
        [panel] = client.get(PAGE).context["panels"]
        tones = {line.capability: line.tone for line in panel.lines if line.grade.offered}
        assert set(tones.values()) <= {"ok", "bad"}
        return {capability for capability, tone in tones.items() if tone == "bad"}

    assert red() == set()

    account = Account.objects.get()
    scopes = account.scopes
    without = [scope for scope in scopes if not scope.endswith("job_hiring_managers:list")]
    Account.objects.update(scopes=without)
    assert red() == {Capability.HIRING_TEAM}
    Account.objects.update(scopes=scopes)

    field = Record.objects.get(kind="custom_fields", number=STATUS_FIELD)
    Record.objects.filter(pk=field.pk).update(data={**field.data, "active": False})
    assert red() == {Capability.POST_UPDATES}
    Record.objects.filter(pk=field.pk).update(data=field.data)

    connections.change(loop.connection, {"webhook_secret": ""})
    assert red() == {Capability.INVITE_BY_WEBHOOK, Capability.RECRUITER_UPDATES}
