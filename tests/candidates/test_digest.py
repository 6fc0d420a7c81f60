"""The daily mail: what was chosen for it, once, at 8:00 on the reader's clock (I4)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from candidates import digest, interviews
from candidates.actors import CANDIDATE, person
from candidates.audience import ARCHIVED, Topic
from candidates.invites import invite
from candidates.mail_choices import Digest, choose, stop_url
from candidates.models import Interview, InterviewEvent, InviteAttempt, MailChoice, Notification
from portal.models import Kind, Organization, User
from tests.candidates.scene import addressees, invited, make_member, make_role, sent_to, slot, wish

RITA = "rita@example.com"
BERLIN = "Europe/Berlin"
DAY = timedelta(days=1)


@pytest.fixture
def rita(scoped: Organization) -> User:
    """A recruiter who wants to hear of bookings once a day."""
    user = make_member(scoped, Kind.RECRUITER, "Rita Moss", user__email=RITA, user__zone=BERLIN)
    for topic in (Topic.SCHEDULED, Topic.RESCHEDULED, Topic.INVITE_ERROR):
        choose(user, topic, wanted=True, daily=True)
    return user


@pytest.fixture
def booked(rita: User) -> Interview:
    """Booked and moved by its candidate."""
    interview = invited(make_role(rita.memberships.get().organization, name="Engineer"), rita)
    interviews.book(interview, slot(), CANDIDATE)
    interviews.book(interview, slot(hour=17), CANDIDATE)
    return interview


def let_a_day_pass() -> None:
    InterviewEvent.objects.update(at=timezone.now() - DAY)
    InviteAttempt.objects.update(at=timezone.now() - DAY)
    digest.run()


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ("2026-11-22 06:59", BERLIN, "2026-11-21 07:00"),
        ("2026-11-22 07:00", BERLIN, "2026-11-22 07:00"),
        ("2026-03-29 06:00", BERLIN, "2026-03-29 06:00"),  # summer time began at night
        ("2026-03-29 05:59", BERLIN, "2026-03-28 07:00"),
        ("2026-11-22 12:59", "America/New_York", "2026-11-21 13:00"),
    ],
)
def test_the_last_morning_is_that_of_the_readers_clock(now: str, zone: str, morning: str) -> None:
    def utc(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert digest.last_morning(utc(now), zone) == utc(morning)


def test_what_was_chosen_for_it_waits_and_comes_once_with_its_links(booked: Interview) -> None:
    assert RITA not in addressees()
    digest.run()
    assert addressees() == []

    let_a_day_pass()
    letter = sent_to(RITA)

    assert letter.subject == "2 pieces of news from Acme"
    assert "Ada Lovelace is scheduled for" in letter.body
    assert "Ada Lovelace has a new time" in letter.body
    assert letter.body.count(f"/candidacies/{booked.candidacy_id}/") == 2
    digest.run()
    assert addressees() == []


def test_other_news_comes_at_once(booked: Interview, rita: User) -> None:
    addressees()

    interviews.cancel(booked, "No budget", person(rita))

    assert RITA in addressees()


def test_an_invite_that_failed_is_told_too(rita: User) -> None:
    invite(wish(make_role(rita.memberships.get().organization), rita, phone="1"))
    assert addressees() == []

    let_a_day_pass()

    assert "The invite of Ada Lovelace failed" in sent_to(RITA).body


def test_b4_who_left_since_gets_none(booked: Interview, rita: User) -> None:
    addressees()
    User.objects.filter(pk=rita.pk).update(archived_at=timezone.now())

    let_a_day_pass()

    assert addressees() == []
    reasons = Notification.objects.filter(user=rita, daily=True).values_list("skipped", flat=True)
    assert set(reasons) == {ARCHIVED}


def test_the_daily_mail_is_chosen_for_what_can_wait(sign_in) -> None:
    client = sign_in(Kind.RECRUITER)
    page = "/settings/notifications/"
    fields = client.get(page).context["form"].fields
    assert "daily" in dict(fields["scheduled"].choices)
    assert "daily" not in dict(fields["reminder"].choices)

    client.post(page, {**dict.fromkeys(fields, "preset"), "scheduled": "daily"})

    chosen = MailChoice.objects.get(user=client.user)
    assert (chosen.topic, chosen.wanted, chosen.daily) == ("scheduled", True, True)
    assert 'value="daily" selected' in client.get(page).text


def test_i6_one_click_stops_the_daily_mail(client: Client, rita: User) -> None:
    path = urlsplit(stop_url(rita, Digest.DAILY)).path
    assert "Daily mail" in client.get(path).text
    assert MailChoice.objects.filter(daily=True).count() == 3

    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert not MailChoice.objects.filter(daily=True).exists()
    assert not MailChoice.objects.filter(wanted=True).exists()
