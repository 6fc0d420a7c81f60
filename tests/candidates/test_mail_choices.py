"""Choosing one's mails: on the settings page, and by the link of a mail without signing in (I4)."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from candidates.audience import Topic
from candidates.mail_choices import choose, read_stop, stop_url
from candidates.models import MailChoice
from portal.models import Kind, User
from tests import factories

PAGE = "/settings/notifications/"


@pytest.fixture
def user(db: None) -> User:
    return factories.UserFactory()


def path(user: User, topic: Topic = Topic.SCHEDULED) -> str:
    return urlsplit(stop_url(user, topic)).path


def chosen(user: User) -> dict[str, bool]:
    return dict(MailChoice.objects.filter(user=user).values_list("topic", "wanted"))


def test_a_recruiter_sees_each_kind_of_mail_with_its_preset(sign_in):
    page = sign_in(Kind.RECRUITER).get(PAGE)

    fields = page.context["form"].fields
    assert "late" not in fields
    assert dict(fields["result"].choices)["preset"] == "As preset: send"
    assert dict(fields["invited"].choices)["preset"] == "As preset: do not send"


@pytest.mark.parametrize(
    ("kind", "topics"),
    [(Kind.GRADER, ["result"]), (Kind.HIRING_MANAGER, [
        "invited", "scheduled", "rescheduled", "canceled", "no_show", "redo_offered",
        "redo_scheduled", "result",
    ])],
)  # fmt: skip
def test_people_choose_among_what_they_can_hear_of(sign_in, kind, topics):
    assert list(sign_in(kind).get(PAGE).context["form"].fields) == topics


def test_interviewers_choose_too(client: Client, db):
    client.force_login(factories.InterviewerFactory())

    fields = client.get(PAGE).context["form"].fields

    assert list(fields) == [
        "scheduled", "rescheduled", "canceled", "starts_soon", "redo_scheduled",
    ]  # fmt: skip


def test_support_has_nothing_to_choose(client: Client, organization):
    client.force_login(factories.SupportFactory())

    assert "nothing to choose" in client.get(PAGE).content.decode()


def test_a_choice_is_kept_and_the_preset_taken_back(sign_in):
    client = sign_in(Kind.RECRUITER)
    choose(client.user, Topic.NO_SHOW, wanted=False)

    as_preset = dict.fromkeys(client.get(PAGE).context["form"].fields, "preset")
    client.post(PAGE, {**as_preset, "scheduled": "stop", "invited": "send"})

    assert chosen(client.user) == {"scheduled": False, "invited": True}
    assert 'value="stop" selected' in client.get(PAGE).content.decode()


def test_what_is_no_choice_is_refused(sign_in):
    client = sign_in(Kind.GRADER)

    response = client.post(PAGE, {"result": "loudly", "scheduled": "stop"})

    assert response.context["form"].errors.keys() == {"result"}
    assert chosen(client.user) == {}


def test_the_page_is_for_people_who_are_signed_in(client: Client, db):
    assert client.get(PAGE).status_code == 302


def test_one_click_stops_a_kind_of_mail_without_signing_in(user):
    client = Client(enforce_csrf_checks=True)

    response = client.post(path(user), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert chosen(user) == {"scheduled": False}


def test_p47_looking_at_the_link_stops_nothing_and_offers_a_button(client: Client, user):
    response = client.get(path(user))

    assert "Stop these mails</button>" in response.content.decode()
    assert chosen(user) == {}


def test_stopping_twice_is_stopping_once(client: Client, user):
    client.post(path(user))

    assert client.post(path(user)).status_code == 200
    assert chosen(user) == {"scheduled": False}


@pytest.mark.parametrize("place", [0, 5, -8, -3])
def test_a_link_that_was_altered_is_not_found(client: Client, user, place):
    letters = list(path(user).removesuffix("/"))
    letters[place] = "A" if letters[place] != "A" else "B"

    assert client.post("".join(letters) + "/").status_code == 404
    assert chosen(user) == {}


def test_p23_a_link_stays_good_when_the_site_key_changes(settings, user):
    token = path(user).rstrip("/").rpartition("/")[2]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-this-site-of-at-least-forty-letters"

    assert read_stop(token) == (user, Topic.SCHEDULED)
