"""What the mails say: links, times, calendar entries, and nothing that is not the reader's (I6)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from candidates import interviews, links, redo, sittings, write_ups
from candidates.actors import CANDIDATE, SYSTEM, person
from candidates.audience import TABLE, Cell, Topic, kinds_of
from candidates.invites import invite
from candidates.mail_choices import choose
from candidates.models import Hat, Interview, Source
from candidates.states import EventKind
from candidates.wishes import L2
from candidates.writing import line, short_when, when
from portal.mail import LETTERS
from portal.models import Kind, Organization, User
from roles.models import Role
from tests.candidates.scene import (
    add_interviewer,
    begin_now,
    calendar_of,
    close_window,
    invited,
    make_member,
    make_role,
    sent,
    sent_to,
    slot,
    wish,
)

ADA = "ada@example.org"
HOSTILE = "Ada\r\nBcc: all@example.com <img src=x onerror=alert(1)> {{ 7 }}"


@pytest.fixture
def role(scoped: Organization) -> Role:
    return make_role(scoped, name="Backend engineer", redo=True)


@pytest.fixture
def recruiter(role: Role) -> User:
    return make_member(role.organization, Kind.RECRUITER, "Rita Recruiter")


@pytest.fixture
def interview(role: Role, recruiter: User) -> Interview:
    return invited(role, recruiter)


@pytest.fixture
def booked(interview: Interview) -> Interview:
    sent()
    return interviews.book(interview, slot(), CANDIDATE)


@pytest.fixture
def interviewer(role: Role) -> User:
    return role.format.interviewers.get()


def entry_of(letter: object) -> tuple[str, dict[str, object]]:
    """The method of a mail's calendar entry, and its event."""
    calendar = Calendar.from_ical(calendar_of(letter))
    return str(calendar["METHOD"]), dict(calendar.walk("VEVENT")[0])


@pytest.mark.parametrize("topic", [topic for topic in Topic if kinds_of(topic)])
def test_every_event_that_a_candidate_hears_of_has_its_letter(topic):
    assert TABLE[topic][Hat.CANDIDATE] != Cell.NEVER
    assert all(f"candidate_{kind}" in LETTERS for kind in kinds_of(topic))


def test_an_invitation_links_to_the_booking_and_a_reply_reaches_the_recruiter(interview, recruiter):
    letter = sent_to(ADA)

    assert links.booking_url(interview) in letter.body
    assert f'href="{links.booking_url(interview)}"' in letter.alternatives[0].content
    assert letter.reply_to == [recruiter.email]
    assert letter.subject == "Choose a time for your interview with Acme"


def test_a_recruiter_who_left_is_not_answered_to(interview, recruiter):
    recruiter.is_active = False
    recruiter.save()

    letter = sent_to(ADA)

    assert letter.reply_to == []
    assert "Reply to this mail" not in letter.body


def test_every_mail_is_html_and_text_and_marked_as_automatic(booked):
    for letter in sent():
        assert letter.alternatives[0].mimetype == "text/html"
        assert letter.body
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        assert "Message-ID" in letter.extra_headers


def test_times_are_in_the_readers_zone_with_utc_beside(interview):
    interview.candidate.zone = "Asia/Kolkata"
    interview.candidate.save()
    start = slot(hour=20)
    sent()
    interviews.book(interview, start, CANDIDATE)

    next_day = (start + timedelta(days=1)).day
    body = sent_to(ADA).body
    assert f" {next_day}, {start:%Y}, 1:30 AM IST (8:00 PM UTC on {start:%A}" in body


def test_a_candidate_whose_zone_is_not_known_reads_the_organizations(interview):
    interview.organization.zone = "Asia/Kolkata"
    interview.organization.save()
    sent()
    interviews.book(interview, slot(hour=10), CANDIDATE)

    assert "3:30 PM IST (10:00 AM UTC)" in sent_to(ADA).body


def test_a_zone_that_does_not_exist_is_read_as_utc(interview):
    interview.candidate.zone = "Mars/Olympus"
    interview.candidate.save()
    sent()
    interviews.book(interview, slot(), CANDIDATE)

    assert "3:00 PM UTC" in sent_to(ADA).body


def test_a_confirmation_holds_room_call_change_link_and_calendar_entry(booked):
    letter = sent_to(ADA)

    for url in (links.room_url(booked), links.meeting_url(booked), links.booking_url(booked)):
        assert url in letter.body
    method, event = entry_of(letter)
    assert (method, event["DTSTART"].dt, str(event["UID"])) == (
        "REQUEST", booked.starts_at, str(booked.uid),
    )  # fmt: skip
    assert f"{booked.starts_at:%Y%m%dT%H%M%SZ}" in calendar_of(letter)


def test_a_move_replaces_the_calendar_entry_under_the_same_uid(booked):
    _, first = entry_of(sent_to(ADA))
    moved = interviews.book(booked, slot(4), CANDIDATE)

    letter = sent_to(ADA)

    method, second = entry_of(letter)
    assert (method, second["DTSTART"].dt) == ("REQUEST", moved.starts_at)
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert "Before: " in letter.body


GIVE_UP = {
    "cancel": lambda it: interviews.cancel(it, "The position is filled.", SYSTEM),
    "release": lambda it: interviews.release_slot(it, CANDIDATE),
    "not_held": lambda it: interviews.not_held(it, SYSTEM),
    "absent": lambda it: sittings.interviewer_absent(it, CANDIDATE),
}


@pytest.mark.parametrize("give_up", GIVE_UP)
def test_a_slot_that_falls_away_withdraws_both_calendar_entries(booked, interviewer, give_up):
    sent()
    if give_up == "absent":
        begin_now(booked)
    elif give_up == "not_held":
        begin_now(booked, minutes_ago=26 * 60)
    start = Interview.objects.get().starts_at
    GIVE_UP[give_up](booked)

    letters = {letter.to[0]: letter for letter in sent()}

    for address in (ADA, interviewer.email):
        method, event = entry_of(letters[address])
        assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
        assert event["SEQUENCE"] > 1
        assert event["DTSTART"].dt == start.replace(microsecond=0)


def test_an_invite_that_times_out_has_no_calendar_entry_to_withdraw(interview):
    sent()
    close_window(interview)
    interviews.time_out(interview, SYSTEM)

    assert calendar_of(sent_to(ADA)) == ""


def test_the_old_interviewer_gets_a_withdrawal_and_the_new_one_an_entry(booked, role, interviewer):
    sent()
    other = add_interviewer(role, "Barbara Liskov")
    interviewer.availability.all().delete()
    interviews.book(booked, slot(4), CANDIDATE)

    letters = {letter.to[0]: letter for letter in sent()}

    assert entry_of(letters[interviewer.email])[0] == "CANCEL"
    assert entry_of(letters[other.email])[0] == "REQUEST"
    assert " is off" in letters[interviewer.email].subject


def test_a_mail_that_goes_out_late_carries_no_calendar_entry_of_the_past(booked):
    interviews.book(booked, slot(4), CANDIDATE)  # before the first confirmation was sent

    first, second = (letter for letter in sent() if letter.to == [ADA])

    assert calendar_of(first) == ""
    assert entry_of(second)[0] == "REQUEST"


def test_a_late_withdrawal_does_not_take_a_newer_booking_away(booked):
    sent()
    interviews.release_slot(booked, CANDIDATE)
    interviews.book(booked, slot(5), CANDIDATE)

    methods = [entry_of(letter)[0] for letter in sent() if calendar_of(letter)]

    assert set(methods) == {"REQUEST"}


def test_e2_a_persons_reason_is_told_to_the_candidate_but_not_the_systems(booked, recruiter):
    sent()
    interviews.cancel(booked, "The ATS says rejected.", SYSTEM)

    letters = {letter.to[0]: letter.body for letter in sent()}

    assert "rejected" not in letters[ADA]
    assert "The ATS says rejected." in letters[recruiter.email]


def test_a_canceled_interview_gives_the_reason_of_the_recruiter(booked, recruiter):
    sent()
    interviews.cancel(booked, "The position is filled.", person(recruiter))

    assert "Reason: The position is filled." in sent_to(ADA).body


@pytest.fixture
def result(booked: Interview) -> dict[str, str]:
    """The texts that go out with a result, by addressee."""
    begin_now(booked)
    sittings.seen(booked, "candidate")
    sittings.start(booked, SYSTEM)
    held = sittings.finish(booked, SYSTEM)
    sent()
    scores = dict.fromkeys(held.candidacy.role.format.competencies, 3)
    write_ups.save_draft(held, scores, "strong_yes", "She is a marvel.", SYSTEM)
    write_ups.submit(held, SYSTEM)
    return {letter.to[0]: letter.subject + letter.body for letter in sent()}


def test_a_result_tells_the_recruiter_and_only_thanks_the_candidate(result, recruiter, booked):
    told = result[recruiter.email]
    assert "Recommendation: Strong yes" in told
    assert "Mean score: 3.0 of 4" in told
    assert f"/candidacies/{booked.candidacy_id}/result/" in told

    thanks = result[ADA]
    assert thanks.startswith("Thank you for your interview with Acme")
    assert not any(word in thanks for word in ("Strong", "3.0", "marvel", "result"))


def test_f2_a_redo_offer_says_until_when(booked):
    begin_now(booked)
    sittings.seen(booked, "candidate")
    sittings.start(booked, SYSTEM)
    held = sittings.finish(booked, SYSTEM)

    offer = next(letter for letter in sent() if "second interview" in letter.subject)
    assert offer.to == [ADA]
    assert links.redo_url(held) in offer.body
    assert "Offer ends: " in offer.body

    second = redo.take(held, CANDIDATE)
    assert links.booking_url(second) in sent_to(ADA).body


def test_m3_interviewers_read_no_phone_number(role, recruiter, interviewer):
    invited(role, recruiter, phone="+1 555 0100", start=slot())

    letter = sent_to(interviewer.email)

    assert "0100" not in letter.body + calendar_of(letter)
    assert "Ada Lovelace" in letter.body


def test_an_invite_error_says_the_exact_words_and_what_to_do(role, recruiter):
    attempt = invite(wish(role, recruiter, phone="123"))

    letter = sent_to(recruiter.email)

    assert L2 in letter.body
    assert f"/candidates/attempts/{attempt.pk}/" in letter.body
    assert letter.subject == "The invite of Ada Lovelace failed"


def test_optional_mails_can_be_stopped_with_one_click_and_others_not(booked, recruiter):
    letters = {letter.to[0]: letter for letter in sent()}

    stop = letters[recruiter.email].extra_headers
    assert stop["List-Unsubscribe"].startswith("<http")
    assert stop["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in letters[ADA].extra_headers


def test_p49_text_from_outside_stays_text_and_one_line(role, recruiter, interviewer):
    choose(recruiter, Topic.INVITED, wanted=True)
    interview = invited(role, recruiter, name=HOSTILE)
    letters = sent()
    interviews.book(interview, slot(), CANDIDATE)
    letters += sent()
    interviews.cancel(interview, "No <b>more</b>\nBcc: x@example.com", person(recruiter))
    letters += sent()

    assert len(letters) == 8
    for letter in letters:
        html = letter.alternatives[0].content
        assert "<img" not in html
        assert "<b>more" not in html
        assert "\n" not in letter.subject
        assert letter.message()["Bcc"] is None
        assert not any(row.startswith("Bcc") for row in letter.body.splitlines())


def test_i5_an_invite_error_with_odd_text_is_one_line_too(role, recruiter):
    invite(wish(role, recruiter, name="", email="no\nmail", source=Source.WEBHOOK))

    assert sent_to(recruiter.email).subject == "The invite of no mail failed"


def test_when_names_the_zone_and_the_utc_day():
    moment = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)

    assert when(moment, UTC) == "Tuesday, December 1, 2026, 2:30 AM UTC"
    assert when(moment, ZoneInfo("America/New_York")) == (
        "Monday, November 30, 2026, 9:30 PM EST (2:30 AM UTC on Tuesday, December 1, 2026)"
    )
    assert when(moment, ZoneInfo("Europe/Berlin")) == (
        "Tuesday, December 1, 2026, 3:30 AM CET (2:30 AM UTC)"
    )
    assert short_when(moment, ZoneInfo("Asia/Dubai")) == "Tue, Dec 1, 6:30 AM UTC+04"
    assert when(None, UTC) == ""


def test_line_drops_breaks_and_control_characters():
    assert line("a\r\n b\x00\x1b\u202ec") == "a bc"


def test_every_event_kind_of_staff_mails_has_its_words():
    from candidates.staff_letters import FACTS

    heard = [
        kind for topic in Topic for kind in kinds_of(topic)
        if {TABLE[topic][hat] for hat in (Hat.RECRUITER, Hat.FOLLOWER)} != {Cell.NEVER}
    ]  # fmt: skip
    assert set(FACTS) == set(heard)
    assert all(isinstance(kind, EventKind) for kind in heard)
