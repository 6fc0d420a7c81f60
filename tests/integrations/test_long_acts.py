"""Acts on many rows that fail again and again: stopped, told, and resumed (P19)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.logs import bulk
from integrations.mapping import applying, changes
from integrations.models import BulkAct, Connection, Job, LongAct, Mapped, MappingChange
from portal.models import Kind
from portal.work import MOST_STRIKES, WorkState
from tests import factories
from tests.integrations.log_rows import page, webhook


def fail(acts: type[LongAct], times: int = MOST_STRIKES) -> None:
    """Let workers try that often, each when the lease of the one before is over."""
    work = {BulkAct: bulk.run_due, MappingChange: applying.run_due}[acts]
    for _ in range(times):
        work()
        over = timezone.now() - timedelta(seconds=1)
        acts._default_manager.filter(done_at=None).update(lease_until=over)


def hopeless(connection: Connection) -> BulkAct:
    """A press that no worker knows how to carry out."""
    return BulkAct.objects.create(
        organization=connection.organization, connection=connection, what="exported",
        by=factories.UserFactory(), rows=[1], total=1,
    )  # fmt: skip


@pytest.fixture
def change(connection: Connection) -> MappingChange:
    """A change that gives a job a role, and does not say which one."""
    job = Job.objects.create(
        organization=connection.organization, connection=connection, remote_id="1",
        code="REQ-1", name="Backend Engineer", status="open",
    )  # fmt: skip
    role = factories.RoleFactory(group=connection.group)
    line = {"key": job.pk, "name": job.name, "was": "None", "is": role.name, "from": None}
    return changes.keep(connection, Mapped.JOBS, [line], None, reason="A rule.", total=1)


def test_p19_what_fails_eight_times_is_stopped_and_holds_nobody_up(connection: Connection) -> None:
    bad = hopeless(connection)
    fail(BulkAct, MOST_STRIKES - 1)
    row = webhook(connection, state=WorkState.PARKED)
    good = bulk.begin(bulk.REPLAY, connection, [row.pk], bad.by)
    fail(BulkAct, 2)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.done_at
    assert f"bulk act {bad.pk}" in bad.error
    assert (good.changed, good.error) == (1, "")


def test_p19_a_try_that_went_well_starts_the_count_anew(connection: Connection) -> None:
    row = webhook(connection, state=WorkState.PARKED)
    act = bulk.begin(bulk.REPLAY, connection, [row.pk], factories.UserFactory())
    BulkAct.objects.update(strikes=MOST_STRIKES - 1)

    bulk.run_due()

    act.refresh_from_db()
    assert (act.strikes, act.error, act.changed) == (0, "", 1)


def test_p19_the_log_says_that_a_press_was_stopped_and_takes_another(
    connection: Connection, sign_in: Any
) -> None:
    row = webhook(connection, state=WorkState.PARKED)
    client = sign_in(Kind.ORG_ADMIN)
    bulk.begin(bulk.REPLAY, connection, [row.pk], client.user)
    BulkAct.objects.update(strikes=MOST_STRIKES)

    bulk.run_due()

    said = client.get(page(connection, "webhooks")).text
    assert "stopped after 0." in said
    assert "Press again for the rest." in said
    again = client.post(page(connection, "webhooks") + "replay/?outcome=parked", follow=True)
    assert "A worker has begun" in again.text


def test_p19_a_change_that_was_stopped_is_resumed_by_a_press(
    connection: Connection, change: MappingChange, sign_in: Any
) -> None:
    fail(MappingChange, MOST_STRIKES + 1)
    client = sign_in(Kind.ORG_ADMIN)
    at = f"/organizations/acme/integration/{connection.pk}/mapping-changes/"
    shown = client.get(at).text
    assert "Stopped" in shown
    assert "Go on with it" in shown
    role = factories.RoleFactory(group=connection.group)
    change.lines[0]["to"] = role.pk
    change.save(update_fields=["lines"])

    told = client.post(f"{at}{change.pk}/go-on/", follow=True).text
    applying.run_due()

    assert "A worker goes on with it." in told
    assert "Being applied" in told
    assert Job.objects.get().role == role
    assert "In force" in client.get(at).text


def test_a_change_that_a_newer_one_stands_on_does_not_go_on(
    connection: Connection, change: MappingChange, sign_in: Any
) -> None:
    fail(MappingChange, MOST_STRIKES + 1)
    changes.keep(connection, Mapped.JOBS, [], None, reason="A newer rule.")
    client = sign_in(Kind.ORG_ADMIN)
    at = f"/organizations/acme/integration/{connection.pk}/mapping-changes/"

    assert "Go on with it" not in client.get(at).text
    assert "a newer change stands on it" in client.post(f"{at}{change.pk}/go-on/", follow=True).text
    change.refresh_from_db()
    assert change.done_at


def test_a_change_that_was_not_stopped_is_left_alone(
    connection: Connection, change: MappingChange, sign_in: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    at = f"/organizations/acme/integration/{connection.pk}/mapping-changes/{change.pk}/go-on/"

    assert "It was not stopped" in client.post(at, follow=True).text
    assert sign_in(Kind.RECRUITER).post(at).status_code == 403
