"""Downtimes: when one began and ended, why, what waited in it, and what to do next (K4, K6)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from integrations import health
from integrations.capabilities import Capability
from integrations.models import AtsUpdate, Connection, Delivery, Outage
from integrations.problems import KeyRefused, VendorProblem
from integrations.watch import outages
from portal.models import Kind
from portal.work import WorkState
from tests import factories

PAGE = "/organizations/acme/integration/"


def _waits(connection: Connection, updates: int, deliveries: int) -> None:
    facts = {"organization": connection.organization}
    application = connection.applications.create(**facts, remote_id="700001")
    for number in range(updates):
        AtsUpdate.objects.create(**facts, application=application, kind=f"k{number}")
    for number in range(deliveries):
        Delivery.objects.create(
            **facts, connection=connection, key=str(number), endpoint="webhook", body=b"{}"
        )


def test_k6_an_outage_keeps_what_had_waited_when_it_ended(
    connection: Connection, sign_in: Any
) -> None:
    other = factories.ConnectionFactory(group=connection.group)
    _waits(other, updates=4, deliveries=4)
    client = sign_in(Kind.ORG_ADMIN)
    health.failed(connection, VendorProblem("Greenhouse answered 502."))
    _waits(connection, updates=3, deliveries=1)
    page = client.get(f"{PAGE}{connection.pk}/").text
    assert "3 updates, 1 webhook so far" in page
    assert "Goes on" in page

    first = AtsUpdate.objects.filter(application__connection=connection).first()
    AtsUpdate.objects.filter(pk=first.pk).update(state=WorkState.DONE, sent_at=timezone.now())
    Outage.objects.update(began_at=timezone.now() - timedelta(minutes=90))
    health.succeeded(connection, Capability.POST_UPDATES)

    outage = Outage.objects.get()
    assert (outage.waited_updates, outage.waited_deliveries) == (3, 1)
    assert not outages.end(connection)
    page = client.get(f"{PAGE}{connection.pk}/").text
    assert "1 h 30 min" in page
    assert "3 updates, 1 webhook</td>" in page
    health.failed(other, VendorProblem("Greenhouse answered 502."))
    AtsUpdate.objects.all().delete()
    Delivery.objects.all().delete()
    health.succeeded(other)
    assert "Nothing</td>" in client.get(f"{PAGE}{other.pk}/").text


def test_k4_the_panel_says_what_to_do_next(connection: Connection, sign_in: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    now = timezone.now()

    def told(**fields: Any) -> tuple[str, str]:
        Connection.objects.update(**fields)
        step = client.get(f"{PAGE}{connection.pk}/").context["panel"].next
        return step.text.partition(".")[0].partition(";")[0].partition(":")[0], step.page

    assert told() == ("No webhook has come yet", "connection_setup")
    assert told(last_hook_at=now) == ("Nothing", "")
    assert told(created_at=now - timedelta(hours=25)) == ("Press “Sync now”", "log_syncs")
    assert told(refusals=2, created_at=now) == ("Nothing", "")
    factories.IssueFactory(connection=connection)
    assert told() == ("Read in the log of updates what the ATS answered", "connection_issues")
    factories.prove(connection)
    connection.proofs.filter(capability=Capability.HIRING_TEAM).update(ok=False, remedy="Do it.")
    assert told() == ("Look up hiring team members from the ATS", "connection_setup")
    health.failed(connection, KeyRefused("Greenhouse answered 401."))
    assert told()[1] == "connection_key"
    assert "Replace the key</a>" in client.get(f"{PAGE}{connection.pk}/").text
    assert "Replace the key</a>" not in sign_in(Kind.RECRUITER).get(f"{PAGE}{connection.pk}/").text
    assert told(paused_at=now)[0] == "Resume it when it should go on"
    assert told(disconnected_at=now)[0].startswith("Make a new connection")
