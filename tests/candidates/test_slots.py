"""Slots: an exact list over a daylight-saving change, and what holds for any list."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from candidates import slots
from candidates.models import Availability, Interview, TimeOff
from candidates.slots import Diary, Hours, Rules, Span
from candidates.states import InterviewState
from portal.models import User
from portal.scope import everywhere
from tests import factories

HOUR = timedelta(hours=1)
MONDAY, TUESDAY, FRIDAY, SUNDAY = 0, 1, 4, 6


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def interview(scoped) -> Interview:
    role = factories.RoleFactory(group__organization=scoped)
    return factories.InterviewFactory(candidacy__role=role, window_ends_at=at("2026-03-10T16:00"))


@pytest.fixture
def interviewer(interview):
    """Makes a qualified interviewer with the same hours on some weekdays."""

    def make(zone: str = "UTC", starts: str = "09:00", ends: str = "11:00", days=range(7)) -> User:
        user = factories.InterviewerFactory(zone=zone)
        interview.candidacy.role.format.interviewers.add(user)
        for day in days:
            work(user, day, starts, ends)
        return user

    return make


def work(user: User, day: int, starts: str, ends: str) -> None:
    Availability.objects.create(
        interviewer=user,
        weekday=day,
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
    )


def hold(user: User, start: datetime, **fields) -> Interview:
    """Book this interviewer for another interview, of another organization."""
    with everywhere():
        return factories.InterviewFactory(
            scheduled=True, starts_at=start, interviewer=user, **fields
        )


def test_two_zones_a_clock_change_a_day_off_and_a_booking(interview, interviewer):
    """New York turns its clock on Sunday, March 8, 2026 at 02:00; Berlin three weeks later (E9)."""
    berlin = interviewer("Europe/Berlin", "15:00", "17:30", (FRIDAY, MONDAY, TUESDAY))
    new_york = interviewer("America/New_York", "10:00", "14:00", (FRIDAY, MONDAY, TUESDAY))
    work(new_york, SUNDAY, "01:00", "04:30")
    TimeOff.objects.create(
        interviewer=berlin, starts_at=at("2026-03-09T23:00"), ends_at=at("2026-03-10T23:00")
    )
    hold(new_york, at("2026-03-09T16:00"))

    offered = slots.offered(interview, now=at("2026-03-06T03:00"))

    both, first, second = (berlin.pk, new_york.pk), (berlin.pk,), (new_york.pk,)
    assert [(f"{slot.start:%a %H:%M}", slot.interviewers) for slot in offered] == [
        ("Fri 15:00", both),
        ("Fri 15:30", both),
        ("Fri 16:00", second),
        ("Fri 16:30", second),
        ("Fri 17:00", second),
        ("Fri 17:30", second),
        ("Fri 18:00", second),
        ("Sun 06:00", second),
        ("Sun 06:30", second),
        ("Sun 07:00", second),
        ("Sun 07:30", second),
        ("Mon 14:00", both),
        ("Mon 14:30", both),
        ("Mon 15:00", first),
        ("Mon 15:30", first),
        ("Tue 14:00", second),
        ("Tue 14:30", second),
        ("Tue 15:00", second),
    ]
    assert {slot.end - slot.start for slot in offered} == {HOUR}


def test_an_hour_the_clock_repeats_holds_its_slots_twice():
    diary = Diary(1, ZoneInfo("America/New_York"), (Hours(SUNDAY, time(0, 30), time(3)),))
    window = Span(at("2026-10-31T12:00"), at("2026-11-02T12:00"))

    found = slots.free_slots([diary], Rules(60, 30, 30, window))

    starts = [f"{slot.start:%H:%M}" for slot in found]
    assert starts == ["04:30", "05:00", "05:30", "06:00", "06:30", "07:00"]


def test_slots_are_clean_on_the_clock_of_a_zone_with_half_hours():
    kolkata = ZoneInfo("Asia/Kolkata")
    diary = Diary(1, kolkata, (Hours(MONDAY, time(9, 10), time(12)),))
    window = Span(at("2026-03-08T00:00"), at("2026-03-10T00:00"))

    found = slots.free_slots([diary], Rules(60, 60, 0, window))

    assert [f"{slot.start.astimezone(kolkata):%H:%M}" for slot in found] == ["10:00", "11:00"]


def test_the_buffer_overhangs_hours_and_time_off_but_no_booking():
    window = Span(at("2026-03-09T00:00"), at("2026-03-10T00:00"))
    rules = Rules(60, 60, 30, window)
    hours = (Hours(MONDAY, time(9), time(11)),)
    ten = Span(at("2026-03-09T11:00"), at("2026-03-09T12:00"))
    zone = ZoneInfo("UTC")

    def starts(**spans):
        found = slots.free_slots([Diary(1, zone, hours, **spans)], rules)
        return [slot.start.hour for slot in found]

    assert starts() == [9, 10]
    assert starts(off=(ten,)) == [9, 10]
    assert starts(booked=(ten,)) == [9]


def test_only_active_qualified_interviewers_are_offered(interview, interviewer):
    interviewer(days=(MONDAY,))
    gone = interviewer(days=(TUESDAY,))
    gone.archived_at = timezone.now()
    gone.save()
    work(factories.InterviewerFactory(), FRIDAY, "09:00", "11:00")

    offered = slots.offered(interview, now=at("2026-03-05T03:00"))

    assert {slot.start.weekday() for slot in offered} == {MONDAY}


def test_the_candidates_other_interviews_are_kept_clear(interview, interviewer):
    interviewer(days=(MONDAY,))
    role = factories.RoleFactory(group=interview.candidacy.role.group)
    factories.InterviewFactory(
        scheduled=True,
        candidacy__role=role,
        candidacy__candidate=interview.candidate,
        starts_at=at("2026-03-09T09:00"),
    )

    offered = slots.offered(interview, now=at("2026-03-05T03:00"))

    assert [f"{slot.start:%H:%M}" for slot in offered] == ["10:00"]


def test_the_slot_it_has_is_not_offered_when_it_is_moved(interview, interviewer):
    user = interviewer(days=(MONDAY,))
    start = at("2026-03-09T09:00")
    Interview.objects.update(
        state=InterviewState.SCHEDULED,
        interviewer=user,
        starts_at=start,
        ends_at=start + HOUR,
        busy_until=start + 1.5 * HOUR,
    )
    interview.refresh_from_db()

    offered = slots.offered(interview, now=at("2026-03-05T03:00"))

    assert [f"{slot.start:%H:%M}" for slot in offered] == ["09:30", "10:00"]


def test_a_shorter_limit_is_for_the_first_booking_only(interview, interviewer):
    interviewer()
    role = interview.candidacy.role
    role.booking_days = 14  # of 28: until two weeks before the window ends
    in_time, late = at("2026-02-24T15:59"), at("2026-02-24T16:01")

    assert slots.offered(interview, in_time)[-1].end == at("2026-03-10T11:00")
    assert slots.offered(interview, late) == []
    interview.sequence = 2
    assert slots.offered(interview, late)


def test_nothing_is_offered_without_interviewers_or_after_the_window(interview, interviewer):
    assert slots.offered(interview, at("2026-03-05T03:00")) == []
    interviewer()
    assert slots.offered(interview, at("2026-03-11T03:00")) == []


def test_the_least_loaded_of_the_week_is_picked(scoped, interviewer, interview):
    first, second = interviewer(), interviewer()
    monday = timezone.now() + timedelta(days=14)
    monday = (monday - monday.weekday() * timedelta(days=1)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    interview.window_ends_at = monday + timedelta(days=7)

    assert slots.pick(interview, monday) == first
    hold(first, monday - timedelta(days=1))  # the week before
    assert slots.pick(interview, monday) == first
    hold(first, monday + timedelta(days=6))
    assert slots.pick(interview, monday) == second
    hold(second, monday)
    assert slots.pick(interview, monday) == first


def test_nobody_is_picked_for_a_time_that_is_not_offered(interview, interviewer):
    interviewer()
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    interview.window_ends_at = now + timedelta(days=3)
    tomorrow = (now + timedelta(days=2)).replace(hour=9)

    assert slots.pick(interview, tomorrow)
    assert slots.pick(interview, tomorrow + timedelta(minutes=10)) is None
    assert slots.pick(interview, tomorrow.replace(hour=11)) is None
    assert slots.pick(interview, tomorrow + timedelta(days=7)) is None
    assert slots.pick(interview, tomorrow - timedelta(days=7)) is None


@pytest.mark.parametrize("count", [1, 4])
def test_queries_do_not_grow_with_interviewers(
    interview, interviewer, count, django_assert_num_queries
):
    for _ in range(count):
        user = interviewer()
        hold(user, at("2026-03-09T09:00"))
    interview = Interview.objects.select_related("candidacy__role__format").get(pk=interview.pk)

    with django_assert_num_queries(5):
        slots.offered(interview, now=at("2026-03-05T03:00"))


minutes = some.integers(0, 23 * 60 + 59)
zones = some.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
)
instants = some.integers(0, 40 * 24 * 60).map(
    lambda minute: at("2026-03-01T00:00") + timedelta(minutes=minute)
)
spans = some.builds(
    lambda start, length: Span(start, start + timedelta(minutes=length)),
    instants,
    some.integers(1, 2000),
)


@some.composite
def weekly_hours(draw):
    starts, ends = sorted(draw(some.tuples(minutes, minutes)))
    return Hours(
        draw(some.integers(0, 6)),
        time(starts // 60, starts % 60),
        time(ends // 60, ends % 60),
    )


diaries = some.lists(
    some.builds(
        Diary,
        some.integers(1, 5),
        zones.map(ZoneInfo),
        some.lists(weekly_hours(), max_size=5).map(tuple),
        some.lists(spans, max_size=3).map(tuple),
        some.lists(spans, max_size=3).map(tuple),
    ),
    max_size=3,
    unique_by=lambda diary: diary.interviewer,
)
rules = some.builds(
    Rules,
    some.sampled_from([30, 45, 60, 90]),
    some.sampled_from([5, 15, 30, 60, 240]),
    some.sampled_from([0, 30]),
    spans,
)


@given(diaries, rules, some.lists(spans, max_size=2))
def test_every_slot_keeps_every_rule(diaries, rules, taken):
    found = slots.free_slots(diaries, rules, taken)

    assert [slot.start for slot in found] == sorted({slot.start for slot in found})
    for slot in found:
        span = Span(slot.start, slot.end)
        assert slot.end - slot.start == timedelta(minutes=rules.minutes)
        assert rules.window.holds(span)
        assert not span.overlaps(taken)
        assert slot.interviewers
        for diary in diaries:
            if diary.interviewer in slot.interviewers:
                check(span, diary, rules)


def check(span: Span, diary: Diary, rules: Rules) -> None:
    """The interview lies in some hours, minute by minute, on the grid, clear of everything."""
    local = span.start.astimezone(diary.zone)
    assert (local.hour * 60 + local.minute) % rules.grid_minutes == 0
    assert not span.overlaps(diary.off)
    buffered = Span(span.start, span.end + timedelta(minutes=rules.buffer_minutes))
    assert not buffered.overlaps(diary.booked)
    clocks = [
        (span.start + timedelta(minutes=minute)).astimezone(diary.zone)
        for minute in range(rules.minutes)
    ]
    assert any(
        all(
            clock.weekday() == hours.weekday and hours.starts <= clock.time() < hours.ends
            for clock in clocks
        )
        for hours in diary.hours
    )
