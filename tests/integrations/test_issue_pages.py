"""The pages of issues and of planned maintenance, and where else issues are told of."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from integrations.models import Connection, Issue, IssueKind
from portal import paging
from portal.models import Kind
from portal.permissions import WHO_CAN, Act
from tests import factories

K = IssueKind
DAY = timedelta(days=1)


@pytest.fixture
def address(connection: Connection) -> str:
    return f"/organizations/acme/integration/{connection.pk}/issues/"


def issue(connection: Connection, kind: IssueKind = K.API_ERRORS, **fields: Any) -> Issue:
    made: Issue = factories.IssueFactory(connection=connection, kind=kind, **fields)
    return made


def one_of_each(connection: Connection) -> None:
    now = timezone.now()
    issue(connection, K.OFFLINE, ended_at=now - DAY, settled_at=now)
    issue(connection, K.SHRUNK, ended_at=now - 91 * DAY, settled_at=now)
    issue(connection, K.KEY_EXPIRES, snoozed_until=now + DAY)
    issue(connection, K.BAD_KEY, last_at=now - DAY)
    issue(connection, K.API_ERRORS, snoozed_until=now - DAY)


def test_k5_open_issues_come_first_then_snoozed_then_those_that_ended_of_late(
    connection: Connection, address: str, sign_in: Any
) -> None:
    one_of_each(connection)

    page = sign_in(Kind.ORG_ADMIN).get(address)

    listed = [(row[0].kind, row[0].state) for _, rows in page.context["places"] for row in rows]
    assert listed == [
        (K.API_ERRORS, "open"), (K.BAD_KEY, "open"), (K.KEY_EXPIRES, "snoozed"),
        (K.OFFLINE, "ended"),
    ]  # fmt: skip
    shown = page.content.decode()
    for words in (
        "3 of 5 updates", "Read in the log of updates", "An admin of the ATS", "Replace the key",
        "Snooze 30 days", "End the snooze",
    ):  # fmt: skip
        assert words in shown


def test_where_nothing_is_wrong_the_page_says_so(address: str, sign_in: Any) -> None:
    assert "Nothing is wrong" in sign_in(Kind.RECRUITER).get(address).content.decode()


def test_a_long_list_is_paged(
    connection: Connection, address: str, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_of_each(connection)
    defaults = paging.page_of.__kwdefaults__
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {**defaults, "size": 3})
    client = sign_in(Kind.ORG_ADMIN)

    first = client.get(address)
    second = client.get(address, {"older": first.context["page"].older})

    kinds = [[row.kind for row in page.context["page"].rows] for page in (first, second)]
    assert kinds == [[K.API_ERRORS, K.BAD_KEY, K.KEY_EXPIRES], [K.OFFLINE]]


def test_three_issues_take_as_many_queries_as_one(
    connection: Connection, address: str, sign_in: Any, count_queries: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    integration = "/organizations/acme/integration/"
    places = (address, integration, "/")
    someone = factories.UserFactory()
    issue(connection, K.API_ERRORS, snoozed_by=someone)
    before = [count_queries(client, place) for place in places]

    issue(connection, K.BAD_KEY, snoozed_by=factories.UserFactory())
    issue(connection, K.OFFLINE, snoozed_by=factories.UserFactory())
    assert [count_queries(client, place) for place in places] == before


def test_an_admin_snoozes_an_issue_and_wakes_it_up(
    connection: Connection, address: str, sign_in: Any
) -> None:
    made = issue(connection)
    client = sign_in(Kind.ORG_ADMIN)

    page = client.post(f"{address}{made.pk}/snooze/", {"days": 30}, follow=True)
    made.refresh_from_db()
    assert made.snoozed_until
    assert (made.snoozed_until - timezone.now()).days == 29
    assert made.snoozed_by == client.user
    assert "Snoozed for 30 days" in page.content.decode()

    client.post(f"{address}{made.pk}/wake-up/")
    made.refresh_from_db()
    assert made.state == "open"


@pytest.mark.parametrize("days", ["365", "", "x"])
def test_p41_only_a_week_or_a_month_can_be_asked_for(
    connection: Connection, address: str, sign_in: Any, days: str
) -> None:
    made = issue(connection)

    sign_in(Kind.ORG_ADMIN).post(f"{address}{made.pk}/snooze/", {"days": days})

    made.refresh_from_db()
    assert made.state == "open"


def test_an_issue_that_has_ended_is_not_snoozed(
    connection: Connection, address: str, sign_in: Any
) -> None:
    made = issue(connection, ended_at=timezone.now())

    page = sign_in(Kind.ORG_ADMIN).post(f"{address}{made.pk}/snooze/", {"days": 7}, follow=True)

    assert "it has ended" in page.content.decode()


def test_b3_a_recruiter_looks_and_an_admin_acts(
    connection: Connection, address: str, sign_in: Any
) -> None:
    made = issue(connection, K.BAD_KEY)
    client = sign_in(Kind.RECRUITER, all_groups=True)

    page = client.get(address).content.decode()
    assert "The key is refused" in page
    assert "Snooze" not in page.partition("<article")[2]
    assert "Replace the key" not in page
    refused = client.post(f"{address}{made.pk}/snooze/", {"days": 7})
    assert refused.status_code == 403
    assert WHO_CAN[Act.RUN_INTEGRATIONS] in refused.content.decode()


def test_b7_an_issue_of_another_connection_is_not_found(
    connection: Connection, address: str, sign_in: Any
) -> None:
    other = issue(factories.ConnectionFactory(group=connection.group))

    answer = sign_in(Kind.ORG_ADMIN).post(f"{address}{other.pk}/snooze/", {"days": 7})

    assert answer.status_code == 404


def test_a8_the_panel_and_the_dashboard_tell_of_open_issues(
    connection: Connection, sign_in: Any
) -> None:
    issue(connection, K.KEY_EXPIRES, detail="The key expires soon, in 5 days.")
    issue(connection, K.SHRUNK, detail="Less is seen.", snoozed_until=timezone.now() + DAY)
    client: Client = sign_in(Kind.ORG_ADMIN)

    for place in ("/organizations/acme/integration/", "/"):
        page = client.get(place).content.decode()
        assert "The key expires soon, in 5 days." in page
        assert "Less is seen." not in page


# Planned maintenance


def test_k6_an_admin_says_when_the_vendor_works_on_it(connection: Connection, sign_in: Any) -> None:
    place = f"/organizations/acme/integration/{connection.pk}/maintenance/"
    client = sign_in(Kind.ORG_ADMIN)
    assert "No planned maintenance is known." in client.get(place).content.decode()
    given = {
        "maintenance_weekday": "6", "maintenance_start": "02:30", "maintenance_minutes": "90",
        "maintenance_zone": "Europe/Berlin",
    }  # fmt: skip

    page = client.post(place, given, follow=True).content.decode()
    assert "Every Sunday from 02:30 for 90 minutes (Europe/Berlin)." in page
    for wrong in ({"maintenance_start": ""}, {"maintenance_minutes": "0"}):
        assert "or none of them" in client.post(place, {**given, **wrong}).content.decode()

    nothing = {
        **given,
        "maintenance_weekday": "",
        "maintenance_start": "",
        "maintenance_minutes": "",
    }
    client.post(place, nothing)
    assert "No planned maintenance is known." in client.get(place).content.decode()


def test_k6_downtime_in_planned_maintenance_does_not_count(
    connection: Connection, sign_in: Any
) -> None:
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    began = today - DAY + timedelta(hours=2)
    Connection.objects.update(
        created_at=today - 10 * DAY, maintenance_weekday=began.weekday(),
        maintenance_start=began.time(), maintenance_minutes=60, maintenance_zone="UTC",
    )  # fmt: skip
    factories.OutageFactory(
        connection=connection, began_at=began, ended_at=began + timedelta(minutes=50)
    )

    page = sign_in(Kind.ORG_ADMIN).get(f"/organizations/acme/integration/{connection.pk}/")

    assert page.context["panel"].share == "100 %"
