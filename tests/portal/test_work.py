"""Rows that wait: who may work on them, and which are blamed when a worker dies (P19, P20)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.models import Mail
from portal.work import MOST_STRIKES, WorkState, claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails() -> list[Mail]:
    """Three mails that are due."""
    return [
        Mail.objects.create(key=f"mail-{turn}", kind="none", address="ada@example.org")
        for turn in range(3)
    ]


def let_the_lease_end() -> None:
    Mail.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def states() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


def test_p19_what_waited_behind_a_row_that_kills_its_worker_is_not_parked_with_it(
    mails: list[Mail],
) -> None:
    for _ in range(MOST_STRIKES):
        killer, *_ = claim(Mail, limit=20)
        assert killer.begin()
        let_the_lease_end()

    others = claim(Mail, limit=20)

    assert states() == [WorkState.PARKED, WorkState.WORKING, WorkState.WORKING]
    assert [mail.pk for mail in others] == [mail.pk for mail in mails[1:]]
    assert [mail.strikes for mail in others] == [0, 0]


def test_p20_a_row_whose_lease_ended_belongs_to_who_claimed_it_next(mails: list[Mail]) -> None:
    late, *_ = claim(Mail, limit=1)
    assert late.begin()
    let_the_lease_end()
    mine, *_ = claim(Mail, limit=1)
    assert mine.begin()
    mine.finish()

    late.wait("An answer that came too late.")

    assert not late.begin()
    assert states()[0] == WorkState.DONE


def test_a_released_row_counts_no_try(mails: list[Mail]) -> None:
    row, *_ = claim(Mail, limit=1)

    row.release()

    row.refresh_from_db()
    assert (row.state, row.attempts, row.strikes) == (WorkState.WAITING, 0, 0)
