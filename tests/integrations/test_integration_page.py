"""The Integration page: who sees what, what it says of a connection, and what is pressed there."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from integrations import connections
from integrations.models import (
    AtsUpdate,
    CapabilityProof,
    Connection,
    Outage,
    SyncRun,
    SyncState,
)
from integrations.sandbox.cast import STATUS_FIELD
from integrations.sandbox.models import Account, Record
from integrations.vocabulary import Capability
from portal.models import Group, Kind, Organization
from portal.permissions import WHO_CAN, Act
from portal.scope import inside
from portal.work import WorkState
from tests import factories
from tests.queue import drain_queue

PAGE = "/organizations/acme/integration/"
READERS = (Kind.ORG_ADMIN, Kind.GROUP_ADMIN, Kind.RECRUITER)
OTHERS = (Kind.HIRING_MANAGER, Kind.GRADER, Kind.VENDOR_RECRUITER)
SECRETS = ("canary-client-secret", "canary-webhook-secret", "canary-assessment-key")
FORMS = ("", "key/", "delete-key/", "jobs/", "stages/")
PRESSES = ("sync/", "test/", "pause/", "resume/")
LATER = timedelta(days=200)


@pytest.fixture
def group(organization: Organization) -> Group:
    return factories.GroupFactory(organization=organization, name="Engineering")


@pytest.fixture
def connection(scoped: Organization, group: Group) -> Connection:
    return factories.ConnectionFactory(group=group, name="Greenhouse of Engineering")


@pytest.fixture
def foreign(unscoped: None) -> Connection:
    return factories.ConnectionFactory(name="Their Greenhouse")


def prove(connection: Connection, *, ok: bool = True, **fields: Any) -> None:
    for capability, grade in connection.connector.capabilities.items():
        if grade.offered:
            CapabilityProof.objects.create(
                organization_id=connection.organization_id,
                connection=connection,
                capability=capability,
                ok=ok,
                tried="Tried notes:list.",
                remedy="" if ok else "Add the scope.",
                at=timezone.now(),
                ok_since=timezone.now() if ok else None,
                **fields,
            )


def outage(connection: Connection, began: datetime, ended: datetime | None = None) -> None:
    Outage.objects.create(
        organization_id=connection.organization_id, connection=connection, began_at=began,
        ended_at=ended, reason="Greenhouse could not be reached.",
    )  # fmt: skip


# Who may


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, connection: Connection) -> None:
    for address in (PAGE, *(f"{PAGE}{connection.pk}/{form}" for form in FORMS), f"{PAGE}new/"):
        assert client.get(address).url.startswith("/accounts/login/"), address


@pytest.mark.parametrize("kind", READERS)
def test_b3_row_7_sees_the_status(kind: Kind, connection: Connection, sign_in: Any) -> None:
    page = sign_in(kind).get(PAGE)

    assert "Greenhouse of Engineering" in page.text
    assert ("Test connection" in page.text) is (kind is not Kind.RECRUITER)


def test_support_runs_every_organizations_connections(
    connection: Connection, client: Client
) -> None:
    client.force_login(factories.SupportFactory())

    assert "Test connection" in client.get(PAGE).text
    assert client.post(f"{PAGE}{connection.pk}/pause/").status_code == 302


@pytest.mark.parametrize("kind", OTHERS)
def test_others_are_told_who_can(kind: Kind, connection: Connection, sign_in: Any) -> None:
    client = sign_in(kind)
    for address in (PAGE, f"{PAGE}{connection.pk}/", f"{PAGE}{connection.pk}/jobs/"):
        page = client.get(address)

        assert page.status_code == 403
        assert WHO_CAN[Act.SEE_INTEGRATIONS] in page.text


@pytest.mark.parametrize("kind", READERS)
def test_another_organizations_connection_is_not_there(
    kind: Kind, foreign: Connection, sign_in: Any
) -> None:
    client = sign_in(kind)

    assert client.get(f"/organizations/{foreign.organization.slug}/integration/").status_code == 404
    for form in FORMS:
        assert client.get(f"{PAGE}{foreign.pk}/{form}").status_code in (403, 404)
    for press in PRESSES:
        assert client.post(f"{PAGE}{foreign.pk}/{press}").status_code in (403, 404)
    assert "Their Greenhouse" not in client.get(PAGE).text


def test_a_group_admin_runs_the_connections_of_own_groups_only(
    connection: Connection, sign_in: Any
) -> None:
    other = factories.ConnectionFactory(
        group__organization=connection.organization, name="Greenhouse of Sales"
    )
    client = sign_in(Kind.GROUP_ADMIN, all_groups=False)
    client.user.memberships.get().groups.add(connection.group)

    assert "Greenhouse of Sales" not in client.get(PAGE).text
    assert client.get(f"{PAGE}{other.pk}/").status_code == 403
    assert client.post(f"{PAGE}{other.pk}/pause/").status_code == 403
    assert client.post(f"{PAGE}{connection.pk}/pause/").status_code == 302


def test_a_recruiter_may_look_and_not_act(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.RECRUITER)

    refused = [client.post(f"{PAGE}{connection.pk}/{press}") for press in PRESSES]
    refused += [client.get(f"{PAGE}{connection.pk}/{form}") for form in ("key/", "delete-key/")]
    refused += [client.get(f"{PAGE}new/"), client.get(f"{PAGE}new/greenhouse/")]
    assert {page.status_code for page in refused} == {403}
    assert all(WHO_CAN[Act.RUN_INTEGRATIONS] in page.text for page in refused)
    page = client.get(PAGE).text
    assert connection.token not in page  # the addresses are for row 6 only


def test_looking_changes_nothing(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    before = Connection.objects.values().get()

    for form in FORMS:
        assert client.get(f"{PAGE}{connection.pk}/{form}").status_code == 200
    for press in PRESSES:
        assert client.get(f"{PAGE}{connection.pk}/{press}").status_code == 405

    assert Connection.objects.values().get() == before
    assert not SyncRun.objects.exists()


def test_no_page_shows_a_secret(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    prove(connection)

    pages = [client.get(PAGE).text]
    pages += [client.get(f"{PAGE}{connection.pk}/{form}").text for form in FORMS]

    assert not [secret for secret in SECRETS for page in pages if secret in page]
    assert "Saved, ends in cret" in pages[2]


def test_three_connections_cost_as_many_queries_as_one(
    connection: Connection, sign_in: Any, count_queries: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    prove(connection)
    one = count_queries(client, PAGE)
    for _ in range(2):
        more = factories.ConnectionFactory(group=connection.group)
        prove(more)
        outage(more, timezone.now() - timedelta(hours=2), timezone.now())
        SyncRun.objects.create(organization=more.organization, connection=more)

    assert count_queries(client, PAGE) == one


def test_an_empty_page_says_the_next_step(organization: Organization, sign_in: Any) -> None:
    assert "No ATS is connected yet" in sign_in(Kind.ORG_ADMIN).get(PAGE).text
    assert "An organization admin or an admin" in sign_in(Kind.RECRUITER).get(PAGE).text


def test_names_and_reasons_are_shown_as_text(connection: Connection, sign_in: Any) -> None:
    Connection.objects.update(name="<script>alert(1)</script>", problem="<b>down</b>", refusals=1)
    page = sign_in(Kind.ORG_ADMIN).get(PAGE).text

    assert "<script>alert" not in page
    assert "<b>down" not in page


# What it says


def test_nothing_is_green_before_it_was_tried(connection: Connection, sign_in: Any) -> None:
    page = sign_in(Kind.ORG_ADMIN).get(PAGE).text

    assert page.count("Not tested yet.") == 7
    assert "Proved since" not in page
    assert "API has no list of followers" in page


def test_green_is_what_was_proved_red_what_was_not(connection: Connection, sign_in: Any) -> None:
    prove(connection)
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
    prove(connection)
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
    outage(connection, yesterday + timedelta(hours=3), yesterday + timedelta(hours=9))

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
    outage(connection, ago)
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
    prove(connection)
    over = client.get(address, headers={"HX-Request": "true"})

    assert "0 of 7" in running.text
    assert 'hx-trigger="every 2s"' in running.text
    assert part.text.lstrip().startswith("<section")
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


# Keys


def key_form(**different: str) -> dict[str, str]:
    known = {
        "client_id": "me", "user_id": "3140", "trigger_stage": "Technical interview",
        "role_field": "liaison_role", "status_field": "liaison_status", "recruiter_source": "job",
        "note_visibility": "public", "notes_filter": "application_ids", "stages": "",
    }  # fmt: skip
    return {f"setting_{name}": value for name, value in {**known, **different}.items()}


def test_k10_a_replaced_key_keeps_the_others_and_asks_for_a_test(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    Connection.objects.update(key_refused_at=timezone.now(), problem="401")

    page = client.post(f"{PAGE}{connection.pk}/key/", key_form(client_secret="new-secret-here"))

    assert "asked=" in page.url
    connection = Connection.objects.get()
    assert connection.secrets["client_secret"] == "new-secret-here"
    assert connection.secrets["webhook_secret"] == "canary-webhook-secret"
    assert connection.previous_secrets["client_secret"] == "canary-client-secret"
    assert connection.key_refused_at is None
    assert connection.next_check_at <= timezone.now()


def test_a_key_whose_seal_is_broken_can_be_entered_again(
    connection: Connection, sign_in: Any
) -> None:
    Connection.objects.update(token="moved")  # the seal is bound to it
    client = sign_in(Kind.ORG_ADMIN)

    assert "None is saved." in client.get(f"{PAGE}{connection.pk}/key/").text
    incomplete = client.post(f"{PAGE}{connection.pk}/key/", key_form(webhook_secret="12345678"))
    client.post(f"{PAGE}{connection.pk}/key/", key_form(client_secret="again"))

    assert "Set client_secret." in incomplete.text
    assert Connection.objects.get().secrets == {"client_secret": "again"}


def test_a_choice_that_is_none_is_refused(connection: Connection, sign_in: Any) -> None:
    page = sign_in(Kind.ORG_ADMIN).post(
        f"{PAGE}{connection.pk}/key/", key_form(recruiter_source="moon", no_such="1")
    )

    assert page.status_code == 200
    assert "Select a valid choice" in page.text
    assert "This form has no field “setting_no_such”" in page.text


def test_k10_deleting_asks_for_the_name_and_parks_what_waits(
    connection: Connection, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    application = connection.applications.create(
        organization=connection.organization, remote_id="700001"
    )
    AtsUpdate.objects.create(
        organization=connection.organization, application=application, kind="result"
    )
    address = f"{PAGE}{connection.pk}/delete-key/"

    assert "1 update that waits" in client.get(address).text
    assert "Type exactly" in client.post(address, {"name": "something"}).text
    assert Connection.objects.get().secrets
    page = client.post(address, {"name": "Greenhouse of Engineering"}, follow=True)

    assert "1 updates are parked" in page.text
    assert "Disconnected" in page.text
    assert "Delete key" not in page.text
    connection = Connection.objects.get()
    assert connection.secrets == {}
    assert connection.previous_secrets == {}
    assert AtsUpdate.objects.get().state == WorkState.PARKED
    assert "Make a new connection" in client.get(address, follow=True).text


# Connecting


def new_form(group: Group, recruiter: Any, **different: str) -> dict[str, str]:
    return {
        **key_form(client_secret="s3cret-s3cret"), "group": str(group.pk), "name": "",
        "fallback_recruiter": str(recruiter.pk), "base_url": "https://harvest.greenhouse.io",
        "auth_url": "https://auth.greenhouse.io", **different,
    }  # fmt: skip


def test_k3_a_connection_is_made_and_its_own_key_shown_once(group: Group, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    assert "Connect Greenhouse" in client.get(f"{PAGE}new/").text

    page = client.post(f"{PAGE}new/greenhouse/", new_form(group, client.user))

    with_key = Connection._base_manager.get()
    with inside(group.organization):
        assert with_key.secrets["assessment_key"] in page.text
        assert all(address in page.text for address in connections.addresses(with_key).values())
        assert "s3cret-s3cret" not in page.text
        assert "no-store" in page.headers["Cache-Control"]
        assert with_key.fallback_recruiter == client.user
        assert with_key.secrets["assessment_key"] not in client.get(PAGE).text
        assert "Draft" in client.get(PAGE).text


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "http://harvest.greenhouse.io", "https://127.0.0.1/",
     "https://harvest.greenhouse.io.evil.example", "https://a@harvest.greenhouse.io"],
)  # fmt: skip
def test_p53_an_address_that_is_not_the_vendors_is_refused(
    group: Group, sign_in: Any, settings: Any, address: str
) -> None:
    settings.ALLOW_PRIVATE_ATS_HOSTS = False
    client = sign_in(Kind.ORG_ADMIN)

    page = client.post(f"{PAGE}new/greenhouse/", new_form(group, client.user, base_url=address))

    assert page.status_code == 200
    assert not Connection._base_manager.exists()


def test_a_connection_for_another_groups_members_is_refused(group: Group, sign_in: Any) -> None:
    client = sign_in(Kind.GROUP_ADMIN, all_groups=False)
    client.user.memberships.get().groups.add(group)
    theirs = factories.GroupFactory()
    sales = factories.GroupFactory(organization=group.organization)

    for other in (theirs, sales):
        page = client.post(f"{PAGE}new/greenhouse/", new_form(other, client.user))
        assert "Select a valid choice" in page.text
    assert client.get(f"{PAGE}new/nowhere/").status_code == 404


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
