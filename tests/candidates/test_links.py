"""Links: derived, never stored, good for one purpose, and not to be guessed (P23, P46)."""

import base64
import re
import secrets

import pytest

from candidates import links
from candidates.links import LinkReplaced, Purpose
from portal.scope import everywhere
from tests import factories


@pytest.fixture
def interview(db):
    with everywhere():
        return factories.InterviewFactory()


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_opens_its_interview_for_its_purpose_alone(interview, purpose):
    token = links.token_for(interview, purpose)

    assert links.interview_for(token, purpose) == interview
    for other in set(Purpose) - {purpose}:
        assert links.interview_for(token, other) is None


def test_links_are_absolute_and_need_no_escaping(interview, settings):
    settings.SITE_URL = "https://liaison.example"

    for url in (links.booking_url(interview), links.room_url(interview), links.redo_url(interview)):
        assert re.fullmatch(r"https://liaison\.example/(book|redo)/[\w.-]{60,80}/(room/)?", url)


def test_a_new_version_replaces_the_old_link(interview):
    old = links.token_for(interview, Purpose.BOOK)
    interview.link_version += 1
    interview.save()

    with pytest.raises(LinkReplaced):
        links.interview_for(old, Purpose.BOOK)
    assert links.interview_for(links.token_for(interview, Purpose.BOOK), Purpose.BOOK) == interview


def test_p23_links_outlive_a_change_of_the_site_key(interview, settings):
    token = links.token_for(interview, Purpose.BOOK)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5

    assert links.interview_for(token, Purpose.BOOK) == interview
    settings.SECRET_KEY_FALLBACKS = []
    assert links.interview_for(token, Purpose.BOOK) is None


def test_p46_what_the_database_holds_opens_nothing(interview, django_assert_num_queries):
    """Guesses made of the row's own values fail, and none of them costs a query."""
    name = base64.urlsafe_b64encode(interview.uid.bytes).decode().rstrip("=")
    real = links.token_for(interview, Purpose.BOOK)
    guesses = [
        *(f"{name}.1.{secrets.token_urlsafe(32)}" for _ in range(10_000)),
        *(real[:place] + ("A" if real[place] != "A" else "B") + real[place + 1 :]
          for place in range(len(real))),
        str(interview.uid), str(interview.pk), name, f"{name}.1", f"{name}.1.", "", ".", "\x00",
        real.replace(".1.", ".2."), real + "=", "é" * 40,
    ]  # fmt: skip

    with django_assert_num_queries(0):
        assert not any(links.interview_for(guess, Purpose.BOOK) for guess in guesses)


def test_the_meeting_is_ours_unless_a_deployment_names_its_own(interview, settings):
    assert links.meeting_url(interview).startswith(f"{settings.SITE_URL}/meet/")

    settings.MEETING_URL = "https://meet.example/{uid}"
    assert links.meeting_url(interview) == f"https://meet.example/{interview.uid}"
