"""The outbox at its edges: unclear stays unclear, lanes, keys, and many workers at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection as database
from django.utils import timezone

from candidates import interviews, slots
from candidates.actors import CANDIDATE
from candidates.models import Follower, Interview
from integrations import connections, inbox, options, outbox, probes, tasks
from integrations.models import Application, AtsUpdate, Connection, Delivery
from integrations.sandbox import faults
from integrations.sandbox.cast import ADA
from integrations.sandbox.greenhouse.store import account
from integrations.sandbox.models import Call, Fault, FaultKind
from portal import mail
from portal.models import Mail
from portal.scope import everywhere
from portal.work import WorkState, claim
from roles.models import Role
from tests.integrations.conftest import Loop

NOTES = "/v3/notes"
LONG_AGO = timezone.now() - timedelta(days=4)


def book(interview: Interview, nth: int = 0) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    offered = [slot for slot in slots.offered(interview, timezone.now()) if slot.start > tomorrow]
    interviews.book(interview, offered[nth].start, CANDIDATE)


def try_again() -> None:
    """Let the time pass that rows and the connection wait for, then sweep."""
    AtsUpdate.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    Connection.objects.update(probe_at=None)
    cache.clear()
    outbox.drain()


@pytest.mark.parametrize("kind", [FaultKind.TOO_MANY, FaultKind.SERVER_ERROR, FaultKind.HTML])
def test_p27_h6_an_unclear_update_stays_unclear_until_it_was_looked_for(
    loop: Loop, kind: FaultKind
) -> None:
    interview = loop.invite()
    lost = faults.switch_on("greenhouse", FaultKind.DROPPED, path=NOTES, method="POST", left=1)
    book(interview)
    loop.work()
    assert len(loop.notes()) == 1  # it stands there, and we do not know
    lost.delete()
    faults.switch_on("greenhouse", kind, path="/v3/applications", method="GET")
    try_again()
    Fault.objects.all().delete()

    try_again()

    assert len(loop.notes()) == 1
    assert not AtsUpdate.objects.exclude(state=WorkState.DONE).exists()


def test_p27_p18_a_failure_of_our_own_leaves_open_whether_it_arrived(loop: Loop) -> None:
    book(loop.invite())
    AtsUpdate.objects.filter(kind="scheduled").update(kind="of no kind")

    outbox.drain()

    update = AtsUpdate.objects.get(kind="of no kind")
    assert (update.state, update.strikes) == (WorkState.UNCLEAR, 1)


def test_h5_h4_a_hiring_team_that_may_not_be_read_holds_no_note_back(loop: Loop) -> None:
    credential = account()
    credential.scopes = [s for s in credential.scopes if s != "harvest:job_hiring_managers:list"]
    credential.save()
    interview = loop.invite()
    book(interview)
    loop.work()

    book(interview, nth=3)
    loop.work()

    assert [note.split()[1] for note in loop.notes()] == ["scheduled", "rescheduled"]
    assert AtsUpdate.objects.filter(kind="hiring_team", state=WorkState.WAITING).exists()


def test_p30_h5_days_without_a_key_do_not_count_as_days_of_failing(loop: Loop) -> None:
    interview = loop.invite()
    credential = account()
    credential.client_secret = "changed-in-the-ats"
    credential.save()
    loop.connection.access_token.delete()
    book(interview)
    loop.work()
    assert AtsUpdate.objects.filter(failing_since__isnull=False).count() == 0
    AtsUpdate.objects.exclude(failing_since=None).update(failing_since=LONG_AGO)

    faults.switch_on("greenhouse", FaultKind.SERVER_ERROR, path="/v3/applications", left=1)
    connections.change(loop.connection, {"client_secret": "changed-in-the-ats"})
    loop.work()
    try_again()

    assert len(loop.notes()) == 1


def test_p59_an_update_waits_for_a_new_key_where_the_seal_is_broken(loop: Loop) -> None:
    book(loop.invite())
    with database.cursor() as cursor:
        cursor.execute("UPDATE integrations_connection SET secrets = 'gone:x'")

    outbox.drain()

    assert Connection.objects.get().key_refused_at
    assert set(AtsUpdate.objects.exclude(state="done").values_list("strikes", flat=True)) == {0}


def test_p29_two_workers_send_one_probe(loop: Loop, settings: Any) -> None:
    settings.RETRY_SECONDS = 60
    book(loop.invite())
    faults.switch_on("greenhouse", FaultKind.SERVER_ERROR)
    Connection.objects.update(refusals=5, probe_at=None)
    probing = list(Connection.objects.select_related("organization", "group"))

    assert [probes.take(one) for one in (*probing, *probing)] == [True, False]


def test_h4_an_update_does_not_wait_behind_one_that_is_parked(loop: Loop) -> None:
    interview = loop.invite()
    book(interview)
    AtsUpdate.objects.filter(kind="scheduled").update(state=WorkState.PARKED)
    book(interview, nth=2)

    loop.work()

    assert [note.split()[1] for note in loop.notes()] == ["rescheduled"]


def test_k10_p61_an_update_written_after_the_key_was_deleted_is_parked(loop: Loop) -> None:
    interview = loop.invite()
    connections.delete_key(loop.connection)

    book(interview)
    loop.work()

    late = AtsUpdate.objects.get(kind="scheduled")
    assert (late.state, late.error) == (WorkState.PARKED, outbox.KEY_DELETED)
    assert not AtsUpdate.objects.filter(AtsUpdate.OPEN).exists()


def test_h3_an_update_of_a_removed_application_is_parked(loop: Loop) -> None:
    book(loop.invite())
    Application.objects.update(gone_at=timezone.now())

    loop.work()

    waited = AtsUpdate.objects.exclude(state=WorkState.DONE)
    assert set(waited.values_list("state", "error")) == {(WorkState.PARKED, outbox.REMOVED)}
    assert not loop.notes()


# Many at once


def together(count: int, act: Callable[[], object]) -> list[object]:
    """What each of many threads got that began at one moment."""
    gate = threading.Barrier(count)

    def run(_: int) -> object:
        try:
            gate.wait(timeout=30)
            return act()
        finally:
            database.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_p20_eight_workers_take_no_row_twice() -> None:
    Mail.objects.bulk_create(
        Mail(key=f"mail-{number}", kind="none", address="ada@example.org") for number in range(200)
    )

    def take() -> list[int]:
        taken: list[int] = []
        while due := claim(Mail, limit=7):
            taken += [row.pk for row in due if row.begin()]
        return taken

    taken = [pk for some in together(8, take) for pk in some]  # type: ignore[attr-defined]

    assert len(taken) == len(set(taken)) == 200


def test_p16_each_task_twice_at_once_and_three_times_over_has_one_effect(loop: Loop) -> None:
    interview = loop.invite()
    book(interview)
    book(interview, nth=3)
    options.mark_changed(Role.objects.get(name="Backend Engineer"))
    Call.objects.all().delete()

    for _ in range(3):
        for task in (
            mail.send_due, inbox.drain, outbox.drain, options.push_due,
            tasks.run_syncs, tasks.check_connections,
        ):  # fmt: skip
            together(2, task)

    with everywhere():
        assert not AtsUpdate.objects.exclude(state=WorkState.DONE).exists()
        assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
        assert set(Mail.objects.values_list("state", "attempts")) == {("done", 1)}
        assert Follower.objects.count() == 1
    assert [note.split()[1] for note in loop.notes()] == ["scheduled", "rescheduled"]
    assert Call.objects.filter(method="POST", path__contains=NOTES).count() == 2
    assert Call.objects.filter(method="PATCH", path__contains=f"/{ADA.application}").count() == 2


def test_c5_p16_two_workers_push_a_role_list_once(loop: Loop) -> None:
    options.mark_changed(loop.role)
    seen = [Connection.objects.get(pk=loop.connection.pk) for _ in range(2)]
    Call.objects.all().delete()

    assert [options.push(one) for one in seen] == [True, False]


def test_k14_one_broken_role_list_stops_no_other(loop: Loop) -> None:
    first = Connection.objects.get(pk=loop.connection.pk)
    second = connections.create(
        "greenhouse", first.group, name="Another", base_url=first.base_url,
        auth_url=first.auth_url, values={**first.choices, **first.secrets},
    )  # fmt: skip
    Connection.objects.update(active=True, options_due_at=timezone.now() - timedelta(minutes=1))
    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE integrations_connection SET secrets = 'gone:x' WHERE id = %s", [first.pk]
        )

    options.push_due()

    second.refresh_from_db()
    assert second.options_due_at is None
