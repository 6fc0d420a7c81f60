"""The calendar entry: one UID, a growing SEQUENCE, UTC times, text that stays text (I1, P49)."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from candidates import calendar, links
from tests import factories

START = datetime(2026, 12, 1, 15, tzinfo=UTC)


@pytest.fixture
def interview(scoped):
    return factories.InterviewFactory(
        scheduled=True,
        starts_at=START,
        sequence=3,
        candidacy__role=factories.RoleFactory(group__organization=scoped, name="Engineer"),
        candidacy__candidate__name="Ada Lovelace",
        candidacy__candidate__phone="+44 20 7946 0000",
    )


def read(text: str):
    whole = Calendar.from_ical(text)
    (event,) = whole.walk("VEVENT")
    return whole, event


def test_a_request_says_who_when_and_where(interview, settings):
    whole, event = read(calendar.entry(interview))

    assert whole["method"] == "REQUEST"
    assert event["uid"] == str(interview.uid)
    assert event["sequence"] == 3
    assert event["status"] == "CONFIRMED"
    assert event["summary"] == "Interview with Acme: Engineer"
    assert event["attendee"] == f"mailto:{interview.candidate.email}"
    assert event["organizer"] == "mailto:hello@liaison.example"
    assert event["location"] == event["url"] == links.room_url(interview)
    assert links.booking_url(interview) in event["description"]
    text = calendar.entry(interview)
    assert "DTSTART:20261201T150000Z" in text
    assert "DTEND:20261201T160000Z" in text


def test_the_interviewer_gets_their_own_room_and_no_way_to_change(interview):
    text = calendar.entry(interview, to=interview.interviewer)
    _, event = read(text)

    assert event["summary"] == "Interview: Ada Lovelace, Engineer"
    assert event["attendee"] == f"mailto:{interview.interviewer.email}"
    assert event["location"] == links.interviewer_room_url(interview)
    assert "/book/" not in "".join(text.split("\r\n "))


def test_m3_no_entry_holds_a_phone_number(interview):
    for to in (None, interview.interviewer):
        assert "7946" not in calendar.entry(interview, to=to)


def test_a_cancel_keeps_the_uid_and_works_without_a_slot(interview):
    was = interview.interviewer
    interview.starts_at = interview.ends_at = interview.interviewer = None
    interview.sequence = 4

    whole, event = read(calendar.entry(interview, calendar.CANCEL, to=was))

    assert whole["method"] == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert (event["uid"], event["sequence"]) == (str(interview.uid), 4)
    assert "dtstart" not in event
    assert "location" not in event


def test_p49_a_hostile_name_adds_no_line(interview):
    interview.candidate.name = 'Eve\r\nATTENDEE:mailto:x@evil.example;"\x07,\\n'
    interview.candidacy.role.name = "Role;\nX-EVIL:1"

    for to in (None, interview.interviewer):
        _, event = read(calendar.entry(interview, to=to))
        assert not isinstance(event["attendee"], list)
        assert "x-evil" not in event
        assert "\x07" not in calendar.entry(interview, to=to)
