"""The words that an ATS's status field reads."""

from datetime import datetime
from zoneinfo import ZoneInfo

from candidates.models import InterviewEvent
from candidates.states import EventKind
from integrations import notes


def test_the_status_field_says_utc_whatever_zone_the_time_was_booked_in() -> None:
    start = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("America/New_York"))
    event = InterviewEvent(kind=EventKind.SCHEDULED, new_start=start)

    assert notes.status_of(event) == "Scheduled for 01 Dec 2026 15:00 UTC"
