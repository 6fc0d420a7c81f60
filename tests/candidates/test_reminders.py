"""Reminders: once each, when they are due, to those who hear of them (I1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates import interviews, tasks
from candidates.actors import CANDIDATE
from candidates.audience import Topic
from candidates.mail_choices import choose
from candidates.models import Interview, InterviewEvent
from portal.models import Kind, Organization, User
from roles.models import Role
from tests.candidates.scene import addressees, invited, make_member, make_role, sent, slot

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ADA = "ada@example.org"


@pytest.fixture
def role(scoped: Organization) -> Role:
    return make_role(scoped, name="Backend engineer")


@pytest.fixture
def recruiter(role: Role) -> User:
    return make_member(role.organization, Kind.RECRUITER, "Rita Recruiter")


@pytest.fixture
def interview(role: Role, recruiter: User) -> Interview:
    interview = invited(role, recruiter)
    sent()
    return interview


def reminded() -> list[str]:
    tasks.run_clock()
    return addressees()


def set_age(interview: Interview, age: timedelta) -> None:
    """Move its window, as if it had been opened so long ago."""
    length = interview.candidacy.role.window_days * DAY
    Interview.objects.filter(pk=interview.pk).update(window_ends_at=timezone.now() - age + length)


def book_days_ago(interview: Interview) -> None:
    interviews.book(interview, slot(3), CANDIDATE)
    InterviewEvent.objects.update(at=timezone.now() - 3 * DAY)
    sent()


@pytest.mark.parametrize(
    ("age", "count"),
    [
        (HOUR, 0), (7 * DAY - MINUTE, 0), (7 * DAY + MINUTE, 1), (7 * DAY + 2 * HOUR, 0),
        (12 * DAY + MINUTE, 1), (20 * DAY, 0), (27 * DAY - MINUTE, 0), (27 * DAY + MINUTE, 1),
    ],
)  # fmt: skip
def test_the_candidate_is_reminded_to_book_on_day_7_12_and_the_last(interview, age, count):
    set_age(interview, age)

    assert reminded() == [ADA] * count


def test_a_reminder_is_sent_once(interview):
    set_age(interview, 7 * DAY + MINUTE)

    assert reminded() == [ADA]
    assert reminded() == []


def test_e4_a_shorter_time_to_book_moves_the_last_day(interview):
    role = interview.candidacy.role
    role.booking_days = 10
    role.save()
    set_age(interview, 9 * DAY + MINUTE)
    assert reminded() == [ADA]

    set_age(interview, 12 * DAY + MINUTE)
    assert reminded() == []


def test_a_window_of_a_day_needs_no_reminder(interview):
    role = interview.candidacy.role
    role.window_days = 1
    role.save()
    set_age(interview, MINUTE)

    assert reminded() == []


def test_a_recruiter_who_asks_hears_of_the_last_day_only(interview, recruiter):
    choose(recruiter, Topic.REMINDER, wanted=True)
    set_age(interview, 12 * DAY + MINUTE)
    assert reminded() == [ADA]

    set_age(interview, 27 * DAY + MINUTE)
    assert reminded() == sorted([ADA, recruiter.email])


def test_who_has_booked_is_not_reminded_to_book(interview):
    interviews.book(interview, slot(3), CANDIDATE)
    sent()
    set_age(interview, 7 * DAY + MINUTE)

    assert reminded() == []


@pytest.mark.parametrize(
    ("ahead", "count"),
    [
        (25 * HOUR, 0), (24 * HOUR - MINUTE, 1), (20 * HOUR, 0), (HOUR + MINUTE, 0),
        (HOUR - MINUTE, 1), (-MINUTE, 0),
    ],
)  # fmt: skip
def test_candidate_and_interviewer_are_reminded_of_the_start(interview, role, ahead, count):
    book_days_ago(interview)
    start = timezone.now() + ahead
    Interview.objects.filter(pk=interview.pk).update(
        starts_at=start, ends_at=start + HOUR, busy_until=start + 2 * HOUR
    )

    both = sorted([ADA, role.format.interviewers.get().email])
    assert reminded() == both * count


def test_a_booking_within_the_last_hour_needs_no_reminder(interview):
    interviews.book(interview, slot(3), CANDIDATE)
    sent()
    Interview.objects.filter(pk=interview.pk).update(starts_at=timezone.now() + HOUR - MINUTE)

    assert reminded() == []


def test_an_interviewer_may_do_without(interview, role):
    book_days_ago(interview)
    choose(role.format.interviewers.get(), Topic.STARTS_SOON, wanted=False)
    start = timezone.now() + HOUR - MINUTE
    Interview.objects.filter(pk=interview.pk).update(starts_at=start, ends_at=start + HOUR)

    assert reminded() == [ADA]
