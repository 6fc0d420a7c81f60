"""The watchdog barks at a cluster that hangs, and not at one that starts or works."""

import pytest
from django_q.models import OrmQ

from portal.models import Heartbeat
from portal.stack import cluster, watchdog
from portal.stack.watchdog import Signs, judge

TASK = {"func": "candidates.tasks.run_clock", "success": True}
BEAT = {"func": cluster.BEAT, "success": True}


@pytest.mark.parametrize(
    ("signs", "watched", "barks"),
    [
        (Signs(beat=14, tick=-10, at_work=False), 600, False),
        (Signs(beat=16, tick=-10, at_work=False), 600, True),
        (Signs(beat=70, tick=-10, at_work=True), 600, False),
        (Signs(beat=76, tick=-10, at_work=True), 600, True),
        (Signs(beat=None, tick=None, at_work=False), 29, False),
        (Signs(beat=None, tick=None, at_work=False), 31, True),
        (Signs(beat=9999, tick=-10, at_work=False), 29, False),
        (Signs(beat=9999, tick=-10, at_work=False), 31, True),
        (Signs(beat=2, tick=89, at_work=False), 600, False),
        (Signs(beat=2, tick=91, at_work=False), 600, True),
        (Signs(beat=2, tick=9999, at_work=False), 20, False),
    ],
)
def test_judgment(signs: Signs, watched: float, *, barks: bool) -> None:
    assert bool(judge(signs, watched=watched)) is barks


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_a_task_is_seen_at_work_until_it_is_done() -> None:
    cluster._say_at_work(TASK)
    seen = watchdog._look().at_work
    cluster._say_free(TASK)

    assert seen
    assert not watchdog._look().at_work


@pytest.mark.django_db(transaction=True)
def test_the_beat_itself_is_no_work() -> None:
    cluster._say_at_work(BEAT)

    assert not watchdog._look().at_work


@pytest.mark.django_db
def test_a_beat_counts_when_the_monitor_has_seen_it() -> None:
    assert watchdog._look().beat is None

    cluster._keep_beat(TASK)
    assert not Heartbeat.objects.exists()
    cluster._keep_beat(BEAT)
    cluster._keep_beat(BEAT)

    assert Heartbeat.objects.get().name == "worker"
    assert watchdog._look().beat < 5
    assert not OrmQ.objects.exists()
