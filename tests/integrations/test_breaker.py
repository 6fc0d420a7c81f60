"""While the ATS is away one worker at a time tries it; being asked to wait is no failure."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations import health, options, probes, sync
from integrations.models import Connection, Outage, SyncRun
from integrations.problems import AskedToWait, NotThere, PermissionMissing, Rejected, VendorProblem
from integrations.sandbox import faults
from integrations.sandbox.models import Call, FaultKind
from integrations.watch import checks
from tests.integrations.conftest import Loop


@pytest.fixture
def away(loop: Loop, settings: Any) -> Loop:
    """The breaker is open, and another worker tries just now whether the ATS is back."""
    settings.RETRY_SECONDS = 60
    long_ago = timezone.now() - timedelta(days=1)
    Connection.objects.update(
        refusals=health.BREAKER, probe_at=None, options_due_at=long_ago, next_sync_at=long_ago,
        next_check_at=long_ago,
    )  # fmt: skip
    loop.connection.refresh_from_db()
    Call.objects.all().delete()
    return loop


def test_p29_checks_role_lists_and_syncs_leave_the_try_to_one_worker(away: Loop) -> None:
    run = sync.start(away.connection)
    due = Connection.objects.select_related("organization", "group").get()
    assert probes.take(Connection.objects.get())

    checks._check(due)
    options._try(due)
    sync.start_due()
    sync.run_due()

    assert not Call.objects.exists()
    assert list(SyncRun.objects.values_list("pk", "state")) == [(run.pk, "running")]


def test_k3_a_test_asked_for_while_one_runs_is_done_after_it(loop: Loop) -> None:
    checks.ask(loop.connection)

    health.check(loop.connection)  # the one that runs already

    loop.connection.refresh_from_db()
    assert loop.connection.next_check_at <= timezone.now()
    checks.run_due()
    loop.connection.refresh_from_db()
    assert loop.connection.next_check_at > timezone.now()


def test_p28_a_test_that_was_broken_off_goes_on_when_the_ats_may_be_called(loop: Loop) -> None:
    faults.switch_on("greenhouse", FaultKind.TOO_MANY, retry_after="30")
    Connection.objects.update(next_check_at=None)

    health.check(loop.connection)

    loop.connection.refresh_from_db()
    assert loop.connection.next_check_at == loop.connection.probe_at
    assert loop.connection.next_check_at < timezone.now() + timedelta(seconds=31)


def test_p29_no_sync_begins_by_itself_before_the_ats_is_back(away: Loop) -> None:
    sync.start_due()
    assert not SyncRun.objects.exists()

    checks.run_due()
    sync.start_due()
    assert SyncRun.objects.exists()


def test_p29_the_first_page_of_a_sync_closes_the_breaker(away: Loop) -> None:
    sync.start(away.connection)
    sync.run_due()

    assert SyncRun.objects.get().state == "done"
    assert Connection.objects.get().refusals == 0


@pytest.mark.parametrize("wait", ["40", ""])
def test_p28_k6_an_ats_that_asks_us_to_wait_is_not_down(loop: Loop, wait: str) -> None:
    faults.switch_on("greenhouse", FaultKind.TOO_MANY, retry_after=wait)
    for _ in range(health.BREAKER):
        health.check(loop.connection)

    loop.connection.refresh_from_db()
    assert loop.connection.refusals == 0
    assert loop.connection.probe_at > timezone.now()
    assert not Outage.objects.exists()


def test_k6_p28_an_ats_that_is_away_and_says_until_when_is_down(connection: Connection) -> None:
    health.failed(connection, VendorProblem("Greenhouse answered 503.", retry_after=300))

    connection.refresh_from_db()
    assert connection.refusals == 1
    assert connection.probe_at > timezone.now() + timedelta(seconds=290)
    assert Outage.objects.get().reason == "Greenhouse answered 503."


@pytest.mark.parametrize("refused", [PermissionMissing, Rejected, NotThere])
def test_h5_a_list_that_is_refused_as_it_is_waits_for_a_person(refused: type) -> None:
    assert health.pause_after(refused("No.")) == timedelta(seconds=health.PERMISSION_PAUSE)


def test_p28_a_list_that_could_not_be_sent_is_tried_after_the_time_asked_for() -> None:
    assert health.pause_after(AskedToWait("Wait.", retry_after=900)) == timedelta(minutes=15)
