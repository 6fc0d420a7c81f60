"""The queue hands each task out once, at once, and comes back after a database restart."""

import threading
import time

import pytest
from django.db import connection
from django_q.brokers import get_broker
from django_q.models import OrmQ

from portal.stack.broker import WakeUpBroker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker() -> WakeUpBroker:
    return get_broker("a.task")


def in_thread(action: object) -> threading.Thread:
    def run() -> None:
        try:
            action()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_task_is_handed_out_once_and_leaves_the_table(broker: WakeUpBroker) -> None:
    broker.enqueue("first")
    broker.enqueue("second")

    assert [payload for _, payload in broker.dequeue()] == ["first", "second"]
    assert broker.take() == []
    assert not OrmQ.objects.exists()


def test_the_name_of_the_task_stands_with_it(broker: WakeUpBroker) -> None:
    broker.enqueue("payload")

    assert OrmQ.objects.get().key == "a.task"


def test_waiting_ends_as_soon_as_a_task_arrives(broker: WakeUpBroker) -> None:
    assert broker.dequeue() == []

    def add() -> None:
        time.sleep(0.2)
        get_broker().enqueue("late")

    adding = in_thread(add)
    taken = broker.dequeue()  # without a notification it would come back empty after a second
    adding.join()

    assert [payload for _, payload in taken] == ["late"]


def test_a_task_without_its_notification_is_found_by_the_next_look(broker: WakeUpBroker) -> None:
    OrmQ.objects.create(key="a.task", payload="silent")

    assert [payload for _, payload in broker.dequeue()] == ["silent"]


def test_a_broken_connection_is_replaced_and_listens_again(broker: WakeUpBroker) -> None:
    assert broker.dequeue() == []
    in_thread(end_other_connections).join()

    assert broker.dequeue() == []
    broker.enqueue("after")

    assert [payload for _, payload in broker.dequeue()] == ["after"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_listening_channels()")
        assert cursor.fetchone() == ("liaison_queue",)


def test_eight_takers_never_take_the_same_task(broker: WakeUpBroker) -> None:
    for number in range(100):
        broker.enqueue(str(number))
    taken: list[str] = []

    def take() -> None:
        while found := get_broker().take():
            taken.extend(payload for _, payload in found)

    takers = [in_thread(take) for _ in range(8)]
    for taker in takers:
        taker.join()

    assert sorted(taken, key=int) == [str(number) for number in range(100)]


def end_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
