"""The sync at its edges: hostile jobs, pauses, late workers, and applications that are not ours."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection as database
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates import candidacies
from candidates.actors import SYSTEM
from candidates.states import Standing
from integrations import applications, connections, handlers, mirror, sync, sync_steps
from integrations.models import Application, Connection, Job, SyncRun
from integrations.sandbox.models import Call
from integrations.vocabulary import AtsJob, StateChanged, Status
from tests import factories
from tests.integrations.conftest import Loop


def test_p07_p35_a_job_whose_description_is_an_attack_is_copied(connection: Connection) -> None:
    hostile = AtsJob("1", "R-1", "Engineer", "open", description="<a" * 100 + "x" * 2_000)

    assert mirror.keep_jobs(connection, [hostile, AtsJob("2", "R-2", "Other", "open")]) == 2

    assert Job.objects.count() == 2


def test_k12_a_pause_holds_a_sync_that_runs(loop: Loop) -> None:
    run = sync.start(loop.connection)
    connections.pause(loop.connection)
    calls = Call.objects.count()

    sync.run_due()
    assert Call.objects.count() == calls

    connections.resume(loop.connection)
    sync.run_due()
    run.refresh_from_db()
    assert run.state == "done"


def test_p34_p37_a_worker_whose_lease_ended_writes_no_page(loop: Loop) -> None:
    sync.start(loop.connection)
    late = sync._claim()
    SyncRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    mine = sync._claim()
    assert late is not None
    assert mine is not None
    sync._page(mine)
    at = SyncRun.objects.values_list("step", "cursor", "seen").get()

    with pytest.raises(sync.NotOurs):
        sync._page(late)

    assert SyncRun.objects.values_list("step", "cursor", "seen").get() == at


def test_g4_p14_an_end_told_before_a_person_reopened_it_closes_nothing_again(
    connection: Connection,
) -> None:
    candidacy = factories.CandidacyFactory(role__group=connection.group)
    Application.objects.create(
        organization=connection.organization, connection=connection, remote_id="7",
        candidacy=candidacy,
    )  # fmt: skip
    now = timezone.now()

    def tell(status: Status, stage: str, minutes: int) -> handlers.Result:
        at = now + timedelta(minutes=minutes)
        return handlers.handle(StateChanged("7", status=status, stage=stage, at=at), connection, "")

    assert tell(Status.REJECTED, "Onsite", 0).changed
    candidacies.reopen_standing(candidacy, "Invited again.", SYSTEM)

    again = tell(Status.REJECTED, "Onsite, renamed", 1)

    assert (again.changed, "before the status was reopened" in again.text) == (False, True)
    candidacy.refresh_from_db()
    assert (candidacy.standing, candidacy.active) == (Standing.NONE, True)
    tell(Status.IN_PROCESS, "Onsite, renamed", 2)
    assert tell(Status.REJECTED, "Onsite, renamed", 3).changed


def test_g5_another_application_of_the_candidate_on_the_job_is_not_ours(
    connection: Connection,
) -> None:
    candidacy = factories.CandidacyFactory(role__group=connection.group)
    Application.objects.create(
        organization=connection.organization, connection=connection, remote_id="2",
        candidate_remote_id="9", job_remote_id="5", candidacy=candidacy,
    )  # fmt: skip
    long_ago = timezone.now() - timedelta(days=900)
    old = StateChanged("1", "9", "5", Status.REJECTED, raw="rejected", at=long_ago)

    assert applications.find(connection, old) is None
    assert applications.find(connection, StateChanged("", "9", "5")) is not None
    assert sync_steps.different(connection, [old]) == []


def test_g6_a_candidate_moved_to_a_new_application_is_followed(connection: Connection) -> None:
    candidacy = factories.CandidacyFactory(role__group=connection.group)
    old = Application.objects.create(
        organization=connection.organization, connection=connection, remote_id="old",
        candidate_remote_id="9", candidacy=candidacy,
    )  # fmt: skip
    now = timezone.now()
    moved = StateChanged("new", "9", "6", stage="Onsite", begun_at=now + timedelta(hours=1))
    before = replace(moved, application="before", begun_at=now - timedelta(days=1))
    ended = replace(moved, application="ended", status=Status.REJECTED)
    elsewhere = replace(moved, application="else", candidate="8")

    known = sync_steps.different(connection, [moved, before, elsewhere])
    assert known == [moved, before]
    assert [applications.find(connection, one) for one in (before, ended, elsewhere)] == [None] * 3
    handlers.handle(moved, connection, "sync-1")

    old.refresh_from_db()
    new = Application.objects.get(remote_id="new")
    assert (old.candidacy, new.candidacy, new.stage) == (None, candidacy, "Onsite")
    assert applications.find(connection, StateChanged("old", "9")) is None


def test_g5_a_merged_person_and_a_changed_job_are_followed(connection: Connection) -> None:
    known = Application.objects.create(
        organization=connection.organization, connection=connection, remote_id="1",
        candidate_remote_id="9", job_remote_id="5",
        candidacy=factories.CandidacyFactory(role__group=connection.group),
    )  # fmt: skip
    for news in (StateChanged("1", "8", "6"), StateChanged("1")):
        handlers.handle(news, connection, "sync-1")

    known.refresh_from_db()
    assert (known.candidate_remote_id, known.job_remote_id) == ("8", "6")


def test_g6_of_two_active_candidacies_none_is_followed(connection: Connection) -> None:
    for number in ("1", "2"):
        Application.objects.create(
            organization=connection.organization, connection=connection, remote_id=number,
            candidate_remote_id="9",
            candidacy=factories.CandidacyFactory(role__group=connection.group),
        )  # fmt: skip
    later = timezone.now() + timedelta(hours=1)

    assert applications.find(connection, StateChanged("3", "9", begun_at=later)) is None


def test_p14_g8_the_newest_wins_also_when_two_workers_read_at_once(loop: Loop) -> None:
    loop.invite()
    number = Application.objects.get().remote_id
    news = StateChanged(number, stage="Onsite", raw="Onsite", at=timezone.now())
    with CaptureQueriesContext(database) as queries, transaction.atomic():
        handlers.handle(news, loop.connection, "test")

    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert any("integrations_application" in sql for sql in locks)
    assert loop.candidacy().standing == Standing.ONSITE


def test_k14_a_page_of_jobs_or_recruiters_costs_the_same_whatever_it_holds(
    connection: Connection,
) -> None:
    candidacy = factories.CandidacyFactory(role__group=connection.group)

    def read(count: int) -> int:
        people = [{"id": "77", "role": "recruiter"}]
        for number in range(count):
            Job.objects.update_or_create(
                connection=connection, remote_id=str(number),
                defaults={
                    "organization": connection.organization, "code": "R", "name": "J",
                    "status": "open", "assigned": people,
                },
            )  # fmt: skip
            Application.objects.get_or_create(
                connection=connection, remote_id=str(number), job_remote_id=str(number),
                organization=connection.organization, candidacy=candidacy,
            )  # fmt: skip
        run = SyncRun(connection=connection, organization=connection.organization)
        with CaptureQueriesContext(database) as queries:
            sync_steps.read_recruiters(run)
        return len(queries)

    assert read(2) == read(6)


@pytest.mark.parametrize(
    ("now", "zone", "then"),
    [
        ("2026-12-01T02:00Z", "America/New_York", "2026-12-01T09:35Z"),
        ("2026-12-01T09:35Z", "America/New_York", "2026-12-01T21:35Z"),
        ("2026-12-01T15:36Z", "Europe/Berlin", "2026-12-02T03:35Z"),
    ],
)
def test_k13_one_run_a_day_is_in_the_early_morning(now: str, zone: str, then: str) -> None:
    at = sync.next_time(datetime.fromisoformat(now), zone, 35)

    assert at == datetime.fromisoformat(then)
