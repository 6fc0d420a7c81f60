"""The demo's outbox: every mail to read and click through, in a sandbox, and only in the demo."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Mail, RenderedMail
from portal.paging import SIZE
from portal.work import WorkState

HTML = (
    '<!DOCTYPE html><html><head><title>x</title></head><body><a href="/book/">Go</a></body></html>'
)


@pytest.fixture(autouse=True)
def demo(settings: Any, db: None) -> None:
    settings.DEMO = True


def add(number: int = 1, **fields: Any) -> RenderedMail:
    mail = Mail.objects.create(
        key=f"m{number}", kind="note", address=f"ada{number}@example.org",
        state=WorkState.DONE, sent_at=timezone.now(),
    )  # fmt: skip
    facts = {"subject": f"Subject {number}", "text": "See https://example.org/x", "html": HTML}
    return RenderedMail.objects.create(mail=mail, **{**facts, **fields})


def test_the_list_says_who_got_what_newest_first(client: Client):
    add(1)
    add(2)

    page = client.get("/outbox/").content.decode()

    assert page.index("Subject 2") < page.index("Subject 1")
    assert "ada1@example.org" in page


def test_an_empty_outbox_says_what_to_do(client: Client):
    assert "Invite a candidate" in client.get("/outbox/").content.decode()


def test_older_mails_are_a_page_further(client: Client):
    for number in range(SIZE + 2):
        add(number)

    first = client.get("/outbox/")
    older = client.get("/outbox/", {"older": first.context["page"].older})

    assert len(first.context["page"].rows) == SIZE
    assert [row.subject for row in older.context["page"].rows] == ["Subject 1", "Subject 0"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_one_query(client: Client, django_assert_num_queries, rows):
    for number in range(rows):
        add(number)

    with django_assert_num_queries(1):
        client.get("/outbox/")


def test_a_mail_shows_its_frame_its_text_and_its_calendar_entry(client: Client):
    sent = add(calendar="BEGIN:VCALENDAR")

    page = client.get(f"/outbox/{sent.mail_id}/").content.decode()

    assert f'src="/outbox/{sent.mail_id}/mail/"' in page
    assert '<a href="https://example.org/x"' in page
    assert "BEGIN:VCALENDAR" in page


def test_p50_the_mail_itself_may_have_style_and_nothing_else(client: Client):
    sent = add()

    response = client.get(f"/outbox/{sent.mail_id}/mail/")

    policy = dict(
        rule.partition(" ")[::2] for rule in response["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'unsafe-inline'"
    assert "script-src" not in policy
    assert policy["sandbox"] == "allow-top-navigation-by-user-activation"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in response.content.decode()


def test_p49_hostile_text_is_text(client: Client):
    sent = add(subject="<script>alert(1)</script>", text="<script>alert(2)</script>")

    for address in ("/outbox/", f"/outbox/{sent.mail_id}/"):
        assert "<script>alert" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/outbox/", "/outbox/{}/", "/outbox/{}/mail/"])
def test_without_the_demo_there_is_no_outbox(client: Client, settings, address):
    sent = add()
    settings.DEMO = False

    assert client.get(address.format(sent.mail_id)).status_code == 404


@pytest.mark.parametrize("address", ["/outbox/", "/outbox/{}/", "/outbox/{}/mail/"])
def test_the_outbox_is_only_read_and_never_kept(client: Client, address):
    sent = add()

    assert "no-store" in client.get(address.format(sent.mail_id))["Cache-Control"]
    assert client.post(address.format(sent.mail_id)).status_code == 405


def test_a_mail_that_is_not_there_is_not_found(client: Client):
    assert client.get("/outbox/999/").status_code == 404
