"""Signing in: by password or by code, never by signing up."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.models import RenderedMail
from tests import factories

PASSWORD = "correct horse battery staple"
pytestmark = pytest.mark.django_db


def post_sign_in(client: Client, password: str = PASSWORD, **user: Any) -> Any:
    factories.UserFactory(email="rita@acme.example", **user)
    return client.post("/accounts/login/", {"login": "Rita@Acme.example", "password": password})


def test_the_sign_in_page_offers_password_and_code(client: Client) -> None:
    html = client.get("/accounts/login/").content.decode()

    assert 'name="password"' in html
    assert "Send me a sign-in code" in html
    assert "/accounts/signup/" not in html


def test_a_password_signs_in(client: Client) -> None:
    answer = post_sign_in(client)

    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


def test_a_wrong_password_is_refused_in_words(client: Client) -> None:
    answer = post_sign_in(client, password="wrong")

    assert "not correct" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_by_mail_signs_in(client: Client) -> None:
    factories.UserFactory(email="rita@acme.example")

    client.post("/accounts/login/code/", {"email": "rita@acme.example"})
    code = mail.outbox[0].body.split("\n\n")[1].strip()
    answer = client.post("/accounts/login/code/confirm/", {"code": code})

    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


def test_a_reset_link_sets_a_new_password(client: Client) -> None:
    factories.UserFactory(email="rita@acme.example")

    client.post("/accounts/password/reset/", {"email": "rita@acme.example"})
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    page = client.get(link, follow=True)
    new = {"password1": "a much better one", "password2": "a much better one"}
    client.post(page.redirect_chain[-1][0], new)

    assert client.login(email="rita@acme.example", password="a much better one")


def test_a_used_reset_link_says_what_to_do(client: Client) -> None:
    html = client.get("/accounts/password/reset/key/1-abc-def/").content.decode()

    assert "This link is no longer valid" in html
    assert "Send me a new link" in html


def test_an_archived_person_cannot_sign_in(client: Client) -> None:
    answer = post_sign_in(client, archived_at=timezone.now())

    assert answer.url == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session
    assert "This account is archived" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("door", ["login/code/", "password/reset/"])
def test_an_archived_person_gets_no_mail(client: Client, door: str) -> None:
    factories.UserFactory(email="rita@acme.example", archived_at=timezone.now())

    client.post(f"/accounts/{door}", {"email": "rita@acme.example"})

    assert mail.outbox == []


@pytest.mark.parametrize("closed", ["signup", "email", "confirm-email"])
def test_nobody_makes_or_moves_an_account_alone(client: Client, closed: str) -> None:
    assert client.get(f"/accounts/{closed}/").status_code == 404
    assert client.post(f"/accounts/{closed}/", {"email": "new@acme.example"}).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "login", "login/code", "logout", "inactive", "reauthenticate", "password/change",
        "password/reset", "password/reset/done", "password/reset/key/done",
    ],
)  # fmt: skip
def test_every_account_page_wears_our_shell(sign_in: Any, client: Client, address: str) -> None:
    signed_in = ("logout", "reauthenticate", "password/change")

    html = (
        (sign_in() if address in signed_in else client)
        .get(f"/accounts/{address}/")
        .content.decode()
    )

    assert html.count("<h1") == 1
    assert "css/components.css" in html
    assert "support@liaison.example" in html


def test_a_person_without_a_password_sets_one(client: Client) -> None:
    member = factories.MembershipFactory(user__password=None)
    member.user.set_unusable_password()
    member.user.save()
    client.force_login(member.user)

    html = client.get("/accounts/password/set/").content.decode()

    assert "<h1>Set a password</h1>" in html


def test_the_demo_shows_account_mails_in_its_outbox(client: Client, settings: Any) -> None:
    settings.DEMO = True
    factories.UserFactory(email="rita@acme.example")

    client.post("/accounts/login/code/", {"email": "rita@acme.example"})

    assert "Enter this code" in RenderedMail.objects.get().text


def test_a_mail_server_that_is_away_is_no_failure_of_the_page(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = client.post("/accounts/login/code/", {"email": "rita@acme.example"})

    assert answer.status_code == 302
    assert "was not sent" in caplog.text
