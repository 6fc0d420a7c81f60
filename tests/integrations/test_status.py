"""The status of connections as JSON for monitoring, and the promise of fresh states (K4, K13)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from integrations import switches
from integrations.capabilities import Capability
from integrations.models import CapabilityProof, Connection, SyncRun, SyncState
from integrations.watch import freshness
from portal import api_keys
from portal.models import Kind, Organization
from tests import factories

PAGE = "/organizations/acme/integration/status.json"
NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_k4_monitoring_reads_the_status_by_an_api_key(
    client: Client, connection: Connection, count_queries: Any
) -> None:
    user = factories.UserFactory(name="Ines Ferro")
    key, given = api_keys.make(connection.organization, "Monitoring", user)
    bearer = Client(headers={"Authorization": f"Bearer {given}"})
    factories.prove(connection)
    CapabilityProof.objects.filter(capability=Capability.ROLES_MATCH).update(
        ok=False, ok_since=None, red_since=timezone.now(), remedy="Ask ada@example.org."
    )
    switches.switch(connection, Capability.HIRING_TEAM, on=False, by=user)
    factories.OutageFactory(connection=connection, reason="It does not answer.")
    factories.IssueFactory(connection=connection)

    answer = bearer.get(PAGE)
    [told] = answer.json()["connections"]

    assert (told["name"], told["vendor"], told["group"]) == (
        "Greenhouse of Engineering", "greenhouse", "engineering",
    )  # fmt: skip
    assert told["status"] == "degraded"
    assert told["capabilities"]["invite_by_webhook"]["ok"] is True
    assert told["capabilities"]["invite_by_webhook"]["proved_since"]
    assert told["capabilities"]["roles_match"]["ok"] is False
    assert told["capabilities"]["hiring_team"]["switched_on"] is False
    assert told["capabilities"]["follower_list"]["grade"] == "no"
    assert told["downtime"]["reason"] == "It does not answer."
    assert told["issues"][0]["kind"] == "api_errors"
    assert told["waiting"] == {
        "updates": 0, "stuck_updates": 0, "webhooks": 0, "stuck_webhooks": 0,
    }  # fmt: skip
    assert told["freshness"]["limit_hours"] == 24
    assert 0 <= told["uptime"]["today_percent"] <= 100
    hidden = ("canary", "Ines", "ada@example.org", connection.token)
    assert not [word for word in hidden if word in answer.text]
    assert "no-store" in answer.headers["Cache-Control"]
    one = count_queries(bearer, PAGE)
    for _ in range(2):
        more = factories.ConnectionFactory(group=connection.group)
        factories.prove(more)
        switches.switch(more, Capability.HIRING_TEAM, on=False, by=user)
        SyncRun.objects.create(
            organization=more.organization, connection=more, state=SyncState.DONE
        )
    assert count_queries(bearer, PAGE) == one
    key.refresh_from_db()
    assert key.last_used_at


def test_p39_a_key_opens_its_organization_only_and_wrong_ones_nothing(
    client: Client, connection: Connection
) -> None:
    user = factories.UserFactory()
    key, good = api_keys.make(connection.organization, "Monitoring", user)
    _, theirs = api_keys.make(factories.OrganizationFactory(), "Theirs", user)

    def asked(given: str) -> Any:
        return client.get(PAGE, headers={"Authorization": f"Bearer {given}"})

    assert asked(theirs).status_code == 404
    api_keys.revoke(key, user)
    refused = [asked(good) for _ in range(30)]
    assert {answer.status_code for answer in refused} == {401}
    assert "revoked" in refused[0].json()["error"]
    assert asked(theirs).status_code == 429
    assert client.get(PAGE).url.startswith("/accounts/login/")


def test_b3_who_is_signed_in_reads_the_connections_of_their_groups(
    connection: Connection, sign_in: Any
) -> None:
    factories.ConnectionFactory(group__organization=connection.organization, name="Other")
    client = sign_in(Kind.RECRUITER, all_groups=False)
    client.user.memberships.get().groups.add(connection.group)

    names = [each["name"] for each in client.get(PAGE).json()["connections"]]

    assert names == ["Greenhouse of Engineering"]
    assert sign_in(Kind.GRADER).get(PAGE).status_code == 403


def _promise(hours: float | None, **more: Any) -> tuple[str, str]:
    compared = None if hours is None else NOW - timedelta(hours=hours)
    facts = {"next_at": NOW + 5 * HOUR, "since": NOW - HOUR, "zone": "Europe/Berlin", **more}
    told = freshness.promise(compared, now=NOW, **facts)
    return told.tone, told.text


def test_k13_the_page_says_when_states_were_compared_and_whether_that_is_in_time() -> None:
    assert _promise(3) == (
        "ok",
        "States compared 3 h ago, next Mon, Nov 23, 3:00 AM CET, limit 24 h.",
    )
    assert _promise(24)[0] == "ok"
    assert _promise(24.01) == (
        "bad", "States compared 24 h ago, next Mon, Nov 23, 3:00 AM CET, limit 24 h."
    )  # fmt: skip
    assert _promise(80)[1].startswith("States compared 3 days ago")
    assert _promise(0.5, next_at=NOW - HOUR) == (
        "ok", "States compared 30 min ago, next now, limit 24 h."
    )  # fmt: skip
    assert _promise(30, held_up="once there is a new key") == (
        "bad", "States compared 30 h ago, next once there is a new key, limit 24 h."
    )  # fmt: skip
    assert _promise(None) == ("ok", "Never compared, next Mon, Nov 23, 3:00 AM CET, limit 24 h.")
    assert _promise(None, since=NOW - 25 * HOUR)[0] == "bad"
    assert _promise(50, stopped="Paused.") == ("neutral", "Paused. States compared 2 days ago.")


def test_k13_the_panel_tells_it_from_the_last_complete_sync(
    connection: Connection, organization: Organization, sign_in: Any
) -> None:
    client, now = sign_in(Kind.ORG_ADMIN), timezone.now()
    Connection.objects.update(created_at=now - 48 * HOUR)
    facts = {"organization": organization, "connection": connection}
    SyncRun.objects.create(**facts, state=SyncState.DONE, ended_at=now - 26 * HOUR)
    SyncRun.objects.create(**facts, state=SyncState.FAILED, ended_at=now - HOUR)

    page = client.get("/organizations/acme/integration/")
    assert page.context["panels"][0].freshness.tone == "bad"
    assert "States compared 26 h ago, next now, limit 24 h." in page.text
    assert "Press “Sync now”" in page.text

    switches.switch(connection, Capability.STATE_UPDATES, on=False, by=client.user)
    assert "is switched off, so states" in client.get("/organizations/acme/integration/").text
    Connection.objects.update(paused_at=now)
    assert "Paused: states are not compared" in client.get("/organizations/acme/integration/").text
