"""The dry run: everything is looked at as in earnest, and nothing of it stays (K7, P47)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection as database
from django.utils import timezone

from integrations import http
from integrations.models import Connection, Delivery
from integrations.problems import Rejected
from integrations.sandbox import deliveries
from integrations.sandbox.cast import (
    ADA,
    L1_NO_ROLE,
    L2_SHORT_PHONE,
    L3_TWICE,
    L3_TWICE_AGAIN,
    L4_RECRUITER,
    STAGE_ONSITE,
    Applicant,
)
from integrations.sandbox.models import Call as Received
from integrations.trace import dry_run
from integrations.trace.dry_steps import Step
from portal.models import Kind
from portal.permissions import WHO_CAN, Act
from tests import factories
from tests.integrations.conftest import Loop

TOY = {"sandbox_call", "sandbox_window"}  # what the ATS itself keeps of a call


def rows() -> dict[str, int]:
    """How many rows each table has, but for those of the ATS that plays along."""
    with database.cursor() as cursor:
        tables = set(database.introspection.table_names(cursor)) - TOY
        counts = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def told(steps: list[Step]) -> dict[str, tuple[str, str]]:
    """Each step by its title: its badge and its sentences."""
    return {step.title: (step.word, " ".join(step.texts)) for step in steps}


def tried(loop: Loop, who: Applicant) -> dict[str, tuple[str, str]]:
    return told(dry_run.of_application(loop.connection, str(who.application)))


def test_p47_nothing_of_a_dry_run_stays_and_the_ats_is_only_read(loop: Loop) -> None:
    """Each case through the real code: invited, refused for every reason, held, not asked for."""
    loop.invite(L3_TWICE)
    factories.InterviewFactory(
        candidacy__role=loop.role, candidacy__candidate__email=ADA.address,
        state="results_posted", ended_at=timezone.now(),
    )  # fmt: skip
    loop.move(ADA)
    loop.move(L1_NO_ROLE, STAGE_ONSITE)
    deliveries.deliver_due()
    asks, moves_on = Delivery.objects.order_by("-pk")[:2][::-1]
    mail.outbox.clear()
    before, calls = rows(), Received.objects.count()

    invited = tried(loop, ADA)
    word, text = invited["Application"]
    assert word == "Read: 700001"
    assert text.startswith("Ada Lovelace, ada@example.org. In the stage “Technical Interview”.")
    assert invited["Role"][0] == "Backend Engineer"
    assert invited["Recruiter"][0] == "Rita Moss"
    assert invited["Recent interview"] == ("Not looked at", "The warning is off.")
    assert invited["Outcome"][1] == "Ada Lovelace would be invited for Backend Engineer."
    assert "Ada Lovelace (candidate): “Invited” to ada@example.org." in invited["Mail"][1]
    assert invited["In Greenhouse"][1] == (
        "Invited, application 700001. The status field says “Invited”."
    )

    job = tried(loop, L1_NO_ROLE)
    assert job["Role"][0] == "Refused"
    assert "Missing or invalid role on the job." in job["Role"][1]
    assert "The interview invite was not sent." in job["In Greenhouse"][1]
    assert tried(loop, L2_SHORT_PHONE)["Candidate"][0] == "Refused"
    assert tried(loop, L4_RECRUITER)["Recruiter"][0] == "Refused"
    assert tried(loop, L3_TWICE_AGAIN)["Active interview"][0] == "There is one"

    of_delivery = told(dry_run.of_delivery(loop.connection, asks))
    assert "stage “Technical Interview”" in of_delivery["Understood as"][1]
    assert of_delivery["Outcome"][0] == "Invited"
    other = told(dry_run.of_delivery(loop.connection, moves_on))
    assert other["Invite"] == ("Not asked for", "A move to “Technical Interview” invites.")
    assert other["Other news"] == ("Nothing changes", "Nobody here has this application.")

    assert rows() == before
    assert mail.outbox == []
    assert set(Received.objects.order_by("pk")[calls:].values_list("method", flat=True)) == {"GET"}
    loop.work()
    assert loop.candidacy(ADA).interviews.filter(state="scheduling").exists()  # as foretold


def test_d16_an_invite_that_would_be_held_says_so(loop: Loop) -> None:
    loop.connection.organization.recent_interview_warning = True
    loop.connection.organization.save()
    factories.InterviewFactory(
        candidacy__role=loop.role, candidacy__candidate__email=ADA.address,
        state="results_posted", ended_at=timezone.now(),
    )  # fmt: skip
    connection = Connection.objects.select_related("organization", "group").get()

    held = told(dry_run.of_application(connection, str(ADA.application)))

    assert held["Recent interview"][0] == held["Outcome"][0] == "Held"
    assert "Recently interviewed: completed" in held["In Greenhouse"][1]


def test_what_cannot_be_looked_up_ends_the_run_with_its_reason(connection: Connection) -> None:
    """No call goes out in any of these."""
    broken = Delivery.objects.create(
        organization=connection.organization, connection=connection, key="1",
        endpoint="webhook", body=b"{",
    )  # fmt: skip
    last = told(dry_run.of_delivery(connection, broken))["Understood as"]
    assert last == ("Ends here", "It cannot be read: The body is not JSON. It would be parked.")
    assert "ids are numbers" in _ends(connection, "\0é")
    assert "ids are numbers" in _ends(connection, "9" * 25)
    soon = timezone.now() + timedelta(minutes=5)
    for field, value, words in (
        ("probe_at", soon, "Greenhouse is left alone until"),
        ("refusals", 5, "Greenhouse is being tried"),
        ("key_refused_at", soon, "Greenhouse refuses the key"),
        ("paused_at", soon, "is paused"),
        ("disconnected_at", soon, "was deleted: nothing is taken in"),
    ):
        setattr(connection, field, value)
        assert words in _ends(connection, "700001"), field
        connection.probe_at = None


def _ends(connection: Connection, named: str) -> str:
    return dry_run.of_application(connection, named)[-1].texts[0]


def test_a_call_that_changes_something_is_refused_while_only_reading(
    connection: Connection,
) -> None:
    client = http.Client(connection.connector)

    with http.budget(5, reads_only=True), pytest.raises(Rejected, match="only tried out"):
        client.send("POST", "https://harvest.greenhouse.io/v3/notes", json={})


def test_the_page_runs_one_thing_and_shows_what_would_happen(loop: Loop, sign_in: Any) -> None:
    loop.move(ADA)
    deliveries.deliver_due()
    delivery = Delivery.objects.latest("pk")
    address = f"/organizations/acme/integration/{loop.connection.pk}/dry-run/"
    client = sign_in(Kind.ORG_ADMIN)

    assert "What would happen" not in client.get(address).text
    for sent in ({}, {"application": "1", "delivery": delivery.pk}, {"delivery": "99999999"}):
        assert client.post(address, sent).context["form"].errors, sent
    by_url = f"https://app.greenhouse.io/people/{ADA.candidate}?application_id={ADA.application}"
    for sent in ({"application": by_url}, {"delivery": delivery.pk}):
        page = client.post(address, sent).text
        assert "Ada Lovelace would be invited for Backend Engineer." in page
        assert "Nothing of this was sent or kept." in page
    preset = client.get(f"{address}?delivery={delivery.pk}").context["form"]
    assert preset["delivery"].value() == str(delivery.pk)
    assert client.get(f"{address}?delivery={'9' * 30}").status_code == 200


def test_who_only_looks_may_not_run_it(connection: Connection, sign_in: Any) -> None:
    address = f"/organizations/acme/integration/{connection.pk}/dry-run/"

    refused = sign_in(Kind.RECRUITER).post(address, {"application": "1"})

    assert refused.status_code == 403
    assert WHO_CAN[Act.RUN_INTEGRATIONS] in refused.text
