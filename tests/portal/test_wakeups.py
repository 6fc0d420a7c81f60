"""Wake-up calls come after the commit, once, and cheaply; the tick calls every sweep (P15)."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task
from django_q.scheduler import scheduler
from pytest_django import DjangoAssertNumQueries

from portal import wakeups
from tests.queue import drain_queue

pytestmark = pytest.mark.django_db(transaction=True)

TASK = "tests.portal.test_wakeups.note_call"
calls: list[str] = []


def note_call() -> None:
    calls.append("called")


@pytest.fixture(autouse=True)
def _forget_calls() -> None:
    calls.clear()


@pytest.fixture
def two_seconds_between_calls() -> Iterator[None]:
    wakeups.EVERY = 2
    yield
    wakeups.EVERY = 0


def waiting() -> list[str]:
    return list(OrmQ.objects.values_list("key", flat=True))


def test_a_call_is_queued_after_the_commit() -> None:
    with transaction.atomic():
        wakeups.wake(TASK)
        assert waiting() == []

    assert waiting() == [TASK]


def test_a_rolled_back_change_calls_nobody() -> None:
    with transaction.atomic():
        wakeups.wake(TASK)
        transaction.set_rollback(True)

    assert waiting() == []


def test_a_task_that_waits_is_not_queued_again() -> None:
    for _ in range(3):
        wakeups.wake(TASK)

    assert waiting() == [TASK]
    assert drain_queue() == 1
    assert calls == ["called"]


def test_a_called_task_can_be_called_again() -> None:
    wakeups.wake(TASK)
    drain_queue()
    wakeups.wake(TASK)
    drain_queue()

    assert calls == ["called", "called"]


@pytest.mark.usefixtures("two_seconds_between_calls")
def test_calls_in_quick_succession_become_two_and_the_second_comes_later(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    wakeups._called.clear()
    wakeups.wake(TASK)
    drain_queue()
    with django_assert_num_queries(0):
        for _ in range(50):
            wakeups.wake(TASK)
    assert waiting() == []

    deadline = time.monotonic() + 10
    while not waiting() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert waiting() == [TASK]


def test_the_tick_calls_every_sweep_once(settings: object) -> None:
    settings.SWEEPS = (TASK, "portal.tasks.send_mail")

    wakeups.tick()
    wakeups.tick()

    assert sorted(waiting()) == ["portal.tasks.send_mail", TASK]


def test_the_tick_forgets_old_failures(settings: object) -> None:
    settings.SWEEPS = ()
    week = timezone.now() - timedelta(days=8)
    for name, stopped in (("old", week), ("new", timezone.now())):
        Task.objects.create(
            id=name, name=name, func=TASK, started=stopped, stopped=stopped, success=False
        )

    wakeups.tick()

    assert [task.name for task in Task.objects.all()] == ["new"]


def test_there_is_one_schedule_without_arguments_and_it_is_due() -> None:
    Schedule.objects.create(name="stray", func="os.abort", args="not python (")

    wakeups.ensure_schedule()
    wakeups.ensure_schedule()
    scheduler()

    schedule = Schedule.objects.get()
    assert (schedule.func, schedule.args, schedule.kwargs) == (wakeups.TICK, None, None)
    assert schedule.next_run > timezone.now()
    assert OrmQ.objects.count() == 1
