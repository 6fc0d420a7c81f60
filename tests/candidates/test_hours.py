"""Hours and time off: they decide what can be booked, and drop nothing that is booked unasked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from candidates import hours, slots
from candidates.hours import InTheWay
from candidates.interviewer_forms import TimeOffForm
from candidates.models import TimeOff
from candidates.problems import WrongState
from candidates.states import EventKind, InterviewState
from portal.scope import everywhere, inside
from tests import factories

S = InterviewState
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY, TUESDAY = 0, 1


def week(user) -> list[tuple[int, str, str]]:
    return [(row.weekday, f"{row.starts:%H:%M}", f"{row.ends:%H:%M}")
            for row in user.availability.all()]  # fmt: skip


def noon(days: int) -> datetime:
    """Noon in Berlin, some days from now."""
    berlin = ZoneInfo("Europe/Berlin")
    return datetime.combine(timezone.now().astimezone(berlin).date() + days * DAY, time(12), berlin)


def at(hour: int, minute: int = 0) -> time:
    return time(hour, minute)


def test_hours_that_overlap_or_touch_become_one(ivy):
    hours.add(ivy, [MONDAY], at(9), at(12))
    hours.add(ivy, [MONDAY, TUESDAY], at(13), at(15))
    hours.add(ivy, [MONDAY], at(12), at(12, 30))
    assert week(ivy) == [(0, "09:00", "12:30"), (0, "13:00", "15:00"), (1, "13:00", "15:00")]

    hours.add(ivy, [MONDAY, MONDAY], at(11), at(14))

    assert week(ivy) == [(0, "09:00", "15:00"), (1, "13:00", "15:00")]


def test_more_and_fewer_hours_change_what_is_offered(client, ivy, organization):
    with everywhere():
        interview = factories.InterviewFactory(
            candidacy__role__group__organization=organization, window_ends_at=noon(9)
        )
        interview.candidacy.role.format.interviewers.add(ivy)

    def offered() -> int:
        with inside(organization):
            return len(slots.offered(interview, timezone.now()))

    assert offered() == 0
    data = {"weekdays": ["0", "1", "2"], "starts": "09:00", "ends": "11:00"}
    page = client.post(reverse("interviewer_hours_add"), data, follow=True).text
    assert "Candidates can book them from now on." in page
    assert "9:00 AM to 11:00 AM" in page
    many = offered()
    assert many > 0

    first = ivy.availability.first()
    client.post(reverse("interviewer_hours_remove", args=[first.pk]))

    assert 0 < offered() < many
    assert len(week(ivy)) == 2


def test_e12_hours_removed_never_drop_what_is_booked(client, ivy, held_by_ivy, fresh):
    start = noon(4)
    interview = held_by_ivy(start=start)
    hours.add(ivy, range(7), at(9), at(17))
    assert "Booked outside your hours" not in client.get(reverse("interviewer_availability")).text

    for row in ivy.availability.all():
        page = client.post(reverse("interviewer_hours_remove", args=[row.pk]), follow=True).text

    assert "What is booked in them stays booked." in page
    assert "Booked outside your hours" in page
    assert reverse("interviewer_interview", args=[interview.pk]) in page
    assert fresh(interview).state == S.SCHEDULED


def test_hours_that_are_none_are_refused_kindly(client, ivy):
    address = reverse("interviewer_hours_add")
    for data, words in (
        ({}, "Choose at least one day."),
        ({"weekdays": ["0"], "starts": "11:00", "ends": "09:00"}, "later than the start"),
        ({"weekdays": ["0"], "starts": "11:00", "ends": "11:00"}, "later than the start"),
        ({"weekdays": ["7"], "starts": "09:00", "ends": "11:00"}, "Select a valid choice"),
        ({"weekdays": ["0"], "starts": "25:00", "ends": "noon"}, "Enter a valid time."),
        ({"weekdays": ["0"], "starts": "09:00", "ends": "11:00", "interviewer": "1"}, "no field"),
    ):
        page = client.post(address, data)
        assert page.status_code == 200
        assert words in page.text
    assert week(ivy) == []


def test_p39_hours_and_time_off_of_others_are_not_found(client, ivy):
    other = factories.InterviewerFactory()
    hours.add(other, [MONDAY], at(9), at(12))
    hours.take_off(other, noon(2), noon(3))
    span, off = other.availability.get(), other.time_off.get()

    for name, row in (("hours", span), ("time_off", off)):
        assert client.post(reverse(f"interviewer_{name}_remove", args=[row.pk])).status_code == 404

    assert other.availability.exists()
    assert other.time_off.exists()


def test_whole_days_off_last_from_midnight_to_midnight_where_the_interviewer_is(client, ivy):
    day = noon(10).date()

    page = client.post(
        reverse("interviewer_time_off"), {"first_day": day, "last_day": day + DAY}, follow=True
    ).text

    assert "The time is yours: nobody can book you in it." in page
    off = ivy.time_off.get()
    berlin = ZoneInfo("Europe/Berlin")
    assert off.starts_at == datetime.combine(day, time(), berlin)
    assert off.ends_at == datetime.combine(day + 2 * DAY, time(), berlin)

    page = client.post(reverse("interviewer_time_off_remove", args=[off.pk]), follow=True).text
    assert "Candidates can book this time again." in page
    assert not ivy.time_off.exists()


@given(
    some.dates(date(2026, 1, 1), date(2027, 12, 31)),
    some.integers(0, 30),
    some.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_whole_days_off_cover_every_hour_of_these_days_also_where_the_clock_is_turned(
    first, days, zone
):
    last = first + days * DAY
    form = TimeOffForm(ZoneInfo(zone))
    form.cleaned_data = {"first_day": first, "starts": None, "last_day": last, "ends": None}

    starts_at, ends_at = form.span()

    local = [moment.astimezone(UTC).astimezone(ZoneInfo(zone)) for moment in (starts_at, ends_at)]
    assert [f"{moment:%H:%M}" for moment in local] == ["00:00", "00:00"]
    assert (local[0].date(), local[1].date()) == (first, last + DAY)


def test_time_off_that_is_none_is_refused_kindly(client, ivy):
    day = noon(5).date()
    for data, words in (
        ({}, "This field is required."),
        ({"first_day": day, "last_day": day - DAY}, "later than the start"),
        ({"first_day": day, "last_day": day, "starts": "12:00", "ends": "12:00"}, "later than"),
        ({"first_day": day - 30 * DAY, "last_day": day - 20 * DAY}, "over already"),
        ({"first_day": "9999-12-31", "last_day": "9999-12-31"}, "in the next two years"),
        ({"first_day": "0001-01-01", "last_day": "0001-01-02"}, "over already"),
        ({"first_day": "soon", "last_day": day}, "Enter a valid date."),
        ({"first_day": day, "last_day": day, "ends_at": "x"}, "no field “ends_at”"),
    ):
        page = client.post(reverse("interviewer_time_off"), data)
        assert page.status_code == 200
        assert words in page.text, data
    assert not ivy.time_off.exists()


def test_time_off_over_a_booked_interview_asks_first(client, ivy, held_by_ivy, fresh):
    interview = held_by_ivy(start=noon(5))
    data = {"first_day": noon(5).date(), "last_day": noon(5).date()}

    asked = client.post(reverse("interviewer_time_off"), data)

    assert "Ada Lovelace" in asked.text
    assert "Take the time off, and give up 1 slot<" in asked.text
    assert f'name="giving_up" value="{interview.pk}"' in asked.text
    assert not ivy.time_off.exists()
    assert fresh(interview).state == S.SCHEDULED

    page = client.post(
        reverse("interviewer_time_off"), {**data, "giving_up": str(interview.pk)}, follow=True
    ).text

    assert "The time is yours. The candidate chooses another time." in page
    assert ivy.time_off.count() == 1
    now = fresh(interview)
    assert (now.state, now.interviewer, now.starts_at) == (S.SCHEDULING, None, None)
    with inside(interview.organization):
        event = interview.events.get()
    assert (event.kind, event.user, event.detail) == (
        EventKind.SLOT_RELEASED, ivy, hours.GIVEN_UP,
    )  # fmt: skip
    assert event.old_start == noon(5)


@pytest.mark.parametrize("said", ["", ",", "all", "-1", "1;2", "9" * 5000])
def test_whoever_agreed_to_nothing_is_asked(client, ivy, held_by_ivy, fresh, said):
    interview = held_by_ivy(start=noon(5))
    data = {"first_day": noon(5).date(), "last_day": noon(5).date(), "giving_up": said}

    asked = client.post(reverse("interviewer_time_off"), data).text

    assert "Interviews are booked in this time" in asked

    assert fresh(interview).state == S.SCHEDULED


def test_one_booked_since_the_question_is_asked_about_again(ivy, held_by_ivy, fresh):
    first = held_by_ivy(start=noon(5))
    second = held_by_ivy(start=noon(5) + 2 * HOUR, name="Bob", email="bob@example.org")

    with pytest.raises(InTheWay) as asked:
        hours.take_off(ivy, noon(5), noon(6), giving_up=[first.pk])

    assert asked.value.interviews == [first, second]
    assert {fresh(first).state, fresh(second).state} == {S.SCHEDULED}
    assert not TimeOff.objects.exists()


def test_p41_only_own_interviews_lose_their_slot(ivy, held_by_ivy, fresh):
    with everywhere():
        other = factories.InterviewFactory(scheduled=True, starts_at=noon(5))

    assert hours.take_off(ivy, noon(4), noon(6), giving_up=[other.pk]) == []

    assert fresh(other).state == S.SCHEDULED


@pytest.mark.parametrize(("starts", "ends"), [(-2, 0), (1, 3)])
def test_what_only_touches_an_interview_leaves_it_alone(ivy, held_by_ivy, fresh, starts, ends):
    interview = held_by_ivy(start=noon(5))

    assert hours.take_off(ivy, noon(5) + starts * HOUR, noon(5) + ends * HOUR) == []

    assert fresh(interview).state == S.SCHEDULED


def test_an_interview_under_way_is_left_alone(ivy, held_by_ivy, fresh):
    interview = held_by_ivy(S.IN_PROGRESS)

    assert hours.take_off(ivy, timezone.now() - HOUR, timezone.now() + HOUR) == []

    assert fresh(interview).state == S.IN_PROGRESS


def test_e1_a_slot_that_went_to_somebody_else_is_not_given_up(ivy, held_by_ivy, fresh):
    interview = held_by_ivy(start=noon(5))
    with everywhere():
        type(interview).objects.update(interviewer=factories.InterviewerFactory())

    with pytest.raises(WrongState, match="not scheduled with you"):
        hours.give_up(interview, ivy)

    assert fresh(interview).state == S.SCHEDULED
    assert not ivy.time_off.exists()


def test_booked_elsewhere_knows_the_zone_and_time_off(ivy, held_by_ivy):
    inside_hours = held_by_ivy(start=noon(5))
    late = held_by_ivy(start=noon(6) + 5 * HOUR, name="Late", email="late@example.org")
    off = held_by_ivy(start=noon(7), name="Off", email="off@example.org")
    hours.add(ivy, range(7), at(9), at(17))
    TimeOff.objects.create(interviewer=ivy, starts_at=noon(7), ends_at=noon(8))

    found = hours.booked_elsewhere(ivy)

    assert found == [late, off]
    assert inside_hours not in found
