"""Candidates stop the mails that are not needed, by the link of such a mail (I1, I6)."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from candidates import interviews, optional_mails, sittings, tasks
from candidates.actors import CANDIDATE, SYSTEM
from candidates.audience import Topic
from candidates.models import Hat, Interview, Notification
from candidates.told import will_be_told
from portal.logs import TOKEN
from portal.models import Kind, Organization
from tests.candidates.scene import (
    addressees,
    begin_now,
    invited,
    make_member,
    make_role,
    sent,
    sent_to,
    slot,
)

ADA = "ada@example.org"


@pytest.fixture
def interview(scoped: Organization) -> Interview:
    return invited(make_role(scoped), make_member(scoped, Kind.RECRUITER, "Rita Moss"))


def path(interview: Interview) -> str:
    return urlsplit(optional_mails.stop_url(interview.candidate)).path


def let_a_week_pass(interview: Interview) -> None:
    """So that the first reminder is due."""
    window = timedelta(days=interview.candidacy.role.window_days - 7)
    Interview.objects.filter(pk=interview.pk).update(window_ends_at=timezone.now() + window)
    tasks.run_clock()


def test_i6_optional_mails_and_no_others_can_be_stopped_by_one_click(interview: Interview) -> None:
    def headers() -> dict[str, str]:
        return {k: v for k, v in sent_to(ADA).extra_headers.items() if k.startswith("List-")}

    one_click = {
        "List-Unsubscribe": f"<{optional_mails.stop_url(interview.candidate)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert headers() == {}
    let_a_week_pass(interview)
    assert headers() == one_click
    interviews.book(interview, slot(), CANDIDATE)
    assert headers() == {}
    begin_now(interview)
    sittings.no_show(interview, SYSTEM)
    assert headers() == one_click


def test_i1_who_stopped_them_gets_what_is_needed_alone(interview: Interview) -> None:
    sent()
    optional_mails.stop(interview.candidate)

    let_a_week_pass(interview)
    assert addressees() == []
    interviews.book(interview, slot(), CANDIDATE)
    assert ADA in addressees()
    begin_now(interview)
    sittings.no_show(interview, SYSTEM)
    assert ADA not in addressees()

    told = Notification.objects.get(event__kind="no_show", hat=Hat.CANDIDATE)
    candidate, *_ = will_be_told(Interview.objects.get().candidacy)
    assert (told.mail, told.skipped) == (None, optional_mails.STOPPED)
    assert Topic.CANCELED in candidate.topics
    assert Topic.REMINDER not in candidate.topics
    assert not any(optional_mails.is_optional(topic) for topic in candidate.topics)


def test_one_click_stops_them_without_an_account_and_the_page_takes_it_back(
    interview: Interview,
) -> None:
    client = Client(enforce_csrf_checks=True)

    stopped = client.post(path(interview), {"List-Unsubscribe": "One-Click"})
    interview.candidate.refresh_from_db()
    assert interview.candidate.mails_stopped_at
    assert "Send them again</button>" in stopped.text

    client.post(path(interview), {"again": "1"})
    interview.candidate.refresh_from_db()
    assert interview.candidate.mails_stopped_at is None


def test_p47_looking_at_the_link_stops_nothing(client: Client, interview: Interview) -> None:
    page = client.get(path(interview))

    interview.candidate.refresh_from_db()
    assert "Stop these mails</button>" in page.text
    assert "no-store" in page["Cache-Control"]
    assert interview.candidate.mails_stopped_at is None


def test_p46_a_forged_link_looks_like_any_wrong_link_and_is_throttled(
    client: Client, interview: Interview
) -> None:
    forged = path(interview).replace("/mails/", "/mails/1")

    answers = [client.post(forged) for _ in range(31)]

    assert [answer.status_code for answer in answers] == [404] * 30 + [429]
    assert answers[0].content == Client(REMOTE_ADDR="192.0.2.7").get("/book/a/").content
    interview.candidate.refresh_from_db()
    assert interview.candidate.mails_stopped_at is None


def test_p66_the_log_leaves_the_token_out(interview: Interview) -> None:
    assert TOKEN.sub(r"/\1/…", f"GET {path(interview)}") == "GET /mails/…/"
