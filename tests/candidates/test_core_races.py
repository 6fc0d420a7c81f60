"""What two at once, or one that always fails, must not do to everybody else's interviews."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from candidates import candidacies, clock, interviews
from candidates.actors import ATS, CANDIDATE
from candidates.models import Interview, InterviewEvent
from candidates.news import interview_news
from candidates.states import EventKind, InterviewState, Standing
from candidates.timeline import announce
from candidates.transitions import lock
from portal.models import Kind, Organization, User
from portal.scope import everywhere, inside
from roles.models import Role
from tests import factories
from tests.candidates.scene import close_window, invited, make_member, make_role, slot

S = InterviewState


@pytest.fixture
def role(organization: Organization) -> Role:
    with inside(organization):
        return make_role(organization)


@pytest.fixture
def rita(organization: Organization) -> User:
    with inside(organization):
        return make_member(organization, Kind.RECRUITER, "Rita Moss", all_groups=True)


def is_hired(interview: Interview) -> None:
    candidacies.apply_standing(
        interview.candidacy, Standing.HIRED, ATS, raw="hired", at=timezone.now()
    )


def test_g4_news_of_an_interview_brings_nobody_hired_back_into_the_funnel(
    scoped: Organization, role: Role, rita: User
) -> None:
    interview = invited(role, rita)
    with transaction.atomic():
        seen_before = lock(interview)
        is_hired(interview)
        announce(seen_before, EventKind.WINDOW_EXTENDED, ATS)

    interview.candidacy.refresh_from_db()
    assert not interview.candidacy.active


def test_g9_a_final_status_cancels_every_open_interview(
    scoped: Organization, role: Role, rita: User
) -> None:
    scoped.cancel_on_final_status = True
    scoped.save()
    again = invited(role, rita)
    first = factories.InterviewFactory(candidacy=again.candidacy, state=S.COMPLETED)
    redo = factories.InterviewFactory(candidacy=again.candidacy, redo_of=first)

    is_hired(again)

    for interview in (again, redo):
        interview.refresh_from_db()
        assert interview.state == S.CANCELED


@pytest.mark.django_db(transaction=True)
def test_e11_a_final_status_and_a_booking_at_once_end_both(
    organization: Organization, role: Role, rita: User
) -> None:
    organization.cancel_on_final_status = True
    organization.save()
    with inside(organization):
        interview = invited(role, rita)
    problems: list[Exception] = []

    def hire() -> None:
        try:
            with inside(organization):
                is_hired(interview)
        except OperationalError as problem:
            problems.append(problem)
        finally:
            connection.close()

    other = threading.Thread(target=hire)
    with inside(organization), transaction.atomic():
        lock(interview)  # a candidate is booking
        other.start()
        wait_for_a_lock()
        interviews.book(interview, slot(), CANDIDATE)
    other.join()

    assert problems == []
    with everywhere():
        interview.refresh_from_db()
    assert interview.state == S.CANCELED


def wait_for_a_lock() -> None:
    """Until the other thread waits for what we hold."""
    with connection.cursor() as cursor:
        waiting, until = 0, time.monotonic() + 20
        while not waiting and time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            )
            waiting = cursor.fetchone()[0]


@pytest.fixture
def poison() -> Iterator[Any]:
    """Somebody who listens to interviews, and fails at one of them."""
    at: list[int] = []

    def fail(event: InterviewEvent, **_: Any) -> None:
        if event.interview_id in at:
            raise ZeroDivisionError

    interview_news.connect(fail)
    yield at
    interview_news.disconnect(fail)


def test_p19_one_interview_that_fails_stops_the_clock_for_no_other(
    scoped: Organization, role: Role, rita: User, poison: list[int]
) -> None:
    rows = [invited(role, rita, email=f"{name}@example.org") for name in ("ada", "bob", "cleo")]
    for row in rows:
        close_window(row)
    poison.append(rows[0].pk)

    clock.run()

    states = dict(Interview.objects.values_list("pk", "state"))
    assert [states[row.pk] for row in rows] == [S.SCHEDULING, S.CANCELED, S.CANCELED]
