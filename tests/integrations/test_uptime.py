"""Uptime by day: plain arithmetic that no clock change or overlap may upset (K6)."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from integrations.watch import uptime
from integrations.watch.uptime import Downtime, Window

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
MOMENTS = st.integers(-390 * 24 * 60, 30 * 24 * 60).map(
    lambda minutes: NOW + timedelta(minutes=minutes)
)
DOWNTIMES = st.lists(
    st.builds(
        lambda began, hours: Downtime(began, began + timedelta(hours=hours), "Down."),
        MOMENTS,
        st.floats(0.01, 300),
    ),
    max_size=8,
)


def hours(*spans: tuple[float, float]) -> list[Downtime]:
    """Downtimes by hours of the day before NOW's, in UTC."""
    midnight = datetime(2026, 11, 30, tzinfo=UTC)
    return [
        Downtime(midnight + timedelta(hours=began), midnight + timedelta(hours=ended), "Down.")
        for began, ended in spans
    ]


def test_k6_a_six_hour_outage_yesterday_shows_75_percent() -> None:
    yesterday = uptime.bars(hours((3, 9)), LONG_AGO, NOW)[-2]

    assert yesterday.percent == "75 %"
    assert yesterday.text == "Mon, Nov 30: 75 % up, 6 h down. Down."


def test_ninety_bars_end_today() -> None:
    days = uptime.bars([], LONG_AGO, NOW)

    assert len(days) == 90
    assert days[-1].date == NOW.date()
    assert days[-1].counted == timedelta(hours=15)
    assert {day.tone for day in days} == {"ok"}


def test_overlapping_downtimes_count_once() -> None:
    yesterday = uptime.bars(hours((3, 9), (5, 7), (8, 10), (9, 9.5)), LONG_AGO, NOW)[-2]

    assert yesterday.down == timedelta(hours=7)


def test_a_downtime_over_midnight_is_on_both_days() -> None:
    [*_, yesterday, today] = uptime.bars(hours((22, 25)), LONG_AGO, NOW)

    assert (yesterday.down, today.down) == (timedelta(hours=2), timedelta(hours=1))


def test_one_that_goes_on_counts_until_now() -> None:
    today = uptime.bars([Downtime(NOW - timedelta(hours=3), None)], LONG_AGO, NOW)[-1]

    assert today.percent == "80 %"


def test_days_before_the_set_up_are_gray_and_its_day_counts_from_then() -> None:
    days = uptime.bars([], NOW - timedelta(days=1, hours=3), NOW)

    assert [day.share for day in days[:-2]] == [None] * 88
    assert days[-2].counted == timedelta(hours=12)
    assert days[0].tone == "none"
    assert "not set up yet" in days[0].text


def test_days_of_a_clock_change_have_23_and_25_hours() -> None:
    spring = datetime(2026, 3, 30, 12, tzinfo=UTC)
    autumn = datetime(2026, 10, 26, 12, tzinfo=UTC)

    short = uptime.bars([], LONG_AGO, spring, "Europe/Berlin")[-2]
    long = uptime.bars([], LONG_AGO, autumn, "Europe/Berlin")[-2]

    assert short.counted == timedelta(hours=23)
    assert long.counted == timedelta(hours=25)


def test_100_percent_is_said_only_when_nothing_was_down() -> None:
    assert uptime.format_share(1) == "100 %"
    assert uptime.format_share(0.99999) == "99.99 %"
    assert uptime.format_share(0) == "0 %"
    assert uptime.overall([]) is None


@given(DOWNTIMES, MOMENTS, ZONES)
def test_what_counts_and_what_was_down_add_up(
    downtimes: list[Downtime], since: datetime, zone: str
) -> None:
    days = uptime.bars(downtimes, since, NOW, zone)

    there = ZoneInfo(zone)
    today = NOW.astimezone(there).date()
    first = datetime.combine(
        today - timedelta(days=89), datetime.min.time(), tzinfo=there
    ).astimezone(UTC)
    period = max(NOW - max(first, since), timedelta())
    assert sum((day.counted for day in days), timedelta()) == period
    assert all(timedelta() <= day.down <= day.counted for day in days)
    if period:
        down = _minutes_down(downtimes, max(first, since))
        total = sum((day.down for day in days), timedelta())
        assert abs(total - down) < timedelta(microseconds=10)


def _minutes_down(downtimes: list[Downtime], start: datetime) -> timedelta:
    """The length of the union of the downtimes between start and NOW, the plain way."""
    edges = sorted(
        {start, NOW, *(min(max(edge, start), NOW) for each in downtimes
                       for edge in (each.began, each.ended or NOW))}
    )  # fmt: skip
    total = timedelta()
    for left, right in pairwise(edges):
        if any(each.began <= left and right <= (each.ended or NOW) for each in downtimes):
            total += right - left
    return total


SUNDAY_NIGHT = Window(6, time(2, 30), timedelta(hours=2), "Europe/Berlin")


def test_k6_planned_maintenance_is_at_the_vendors_time_also_when_clocks_change() -> None:
    spring = datetime(2026, 3, 23, tzinfo=UTC)

    spans = uptime.planned(SUNDAY_NIGHT, spring, spring + timedelta(days=14))

    berlin = ZoneInfo("Europe/Berlin")
    starts = [start.astimezone(berlin) for start, _ in spans]
    assert [(at.day, f"{at:%H:%M}") for at in starts] == [(29, "03:30"), (5, "02:30")]
    assert {end - start for start, end in spans} == {timedelta(hours=2)}


def test_k6_an_outage_counts_only_outside_planned_maintenance() -> None:
    night = Window(0, time(3), timedelta(hours=2), "UTC")  # Monday, the day before NOW's
    spans = uptime.planned(night, LONG_AGO, NOW)

    left = uptime.outside(hours((3, 9)), spans, NOW)

    assert uptime.bars(left, LONG_AGO, NOW)[-2].down == timedelta(hours=4)
    assert uptime.outside(hours((3.5, 4.5)), spans, NOW) == []


@given(DOWNTIMES, st.integers(0, 6), st.integers(1, 60 * 30), ZONES)
def test_k6_what_is_planned_and_what_is_left_make_the_whole(
    downtimes: list[Downtime], weekday: int, minutes: int, zone: str
) -> None:
    window = Window(weekday, time(23, 15), timedelta(minutes=minutes), zone)
    spans = uptime.planned(window, LONG_AGO, NOW)

    left = uptime.outside(downtimes, spans, NOW)

    whole = _minutes_down(downtimes, LONG_AGO)
    inside = whole - _minutes_down(left, LONG_AGO)
    both = [*left, *(Downtime(start, end) for start, end in spans)]
    assert _minutes_down(both, LONG_AGO) - _minutes_down(both[len(left) :], LONG_AGO) == (
        whole - inside
    )
    for part in left:
        for start, end in spans:
            assert part.ended is not None
            assert part.ended <= start or part.began >= end
