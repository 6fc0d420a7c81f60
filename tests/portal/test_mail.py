"""Mail: kept in rows, sent once to one addressee, with clean headers and a calendar part (P32)."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as test_outbox
from django.db import transaction
from icalendar import Calendar

from candidates import interviews
from candidates.actors import CANDIDATE
from portal import mail
from portal.mail import LETTERS, Letter
from portal.models import Kind, Mail, Organization, RenderedMail
from portal.work import WorkState
from tests.candidates.scene import LONG_AGO, invited, make_member, make_role, sent, slot


class Post:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def away(settings: Any) -> None:
    """Mail goes to a local port on which nobody listens yet."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@pytest.fixture
def post(settings: Any, away: None) -> Iterator[Post]:
    server = Controller(post := Post(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    yield post
    server.stop()


@pytest.fixture
def note(db: None) -> Iterator[dict[str, Any]]:
    """A kind of letter for these tests: what it says can be changed."""
    says: dict[str, Any] = {"subject": "A note", "template": "letter", "facts": {}}
    LETTERS["note"] = lambda mail: Letter(**says)
    yield says
    del LETTERS["note"]


def queue(key: str = "note-1", address: str = "ada@example.org", **ids: int) -> Mail:
    return mail.queue("note", address, key=key, organization=None, **ids)


def send() -> None:
    Mail.objects.filter(state=WorkState.WAITING).update(next_attempt_at=LONG_AGO)
    mail.send_due()


def test_i1_the_calendar_part_goes_out_by_smtp_with_method_organizer_and_utc_times(
    scoped: Organization, post: Post
):
    role = make_role(scoped, name="Backend engineer")
    recruiter = make_member(scoped, Kind.RECRUITER, "Zoë Recruiter")
    interview = invited(role, recruiter, name="Ada Løvelace")
    sent()
    interviews.book(interview, slot(), CANDIDATE)
    send()

    (message,) = (message for to, message in post.taken[1:] if to == ["ada@example.org"])
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert part.as_bytes().count(b"charset=") == 1
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    event = calendar.walk("VEVENT")[0]
    assert str(calendar["METHOD"]) == "REQUEST"
    assert str(event["ORGANIZER"]) == "mailto:hello@liaison.example"
    assert event["DTSTART"].to_ical() == f"{slot():%Y%m%dT%H%M%SZ}".encode()
    assert "Ada Løvelace" in str(event["ATTENDEE"].params["CN"])


def test_a_message_has_one_of_each_header_and_text_before_html(scoped: Organization, post: Post):
    recruiter = make_member(scoped, Kind.RECRUITER, "Rita")
    invited(make_role(scoped), recruiter)
    send()

    ((to, message),) = post.taken
    assert to == ["ada@example.org"]
    for header in ("From", "To", "Subject", "Message-ID", "Date", "Reply-To", "Auto-Submitted"):
        assert len(message.get_all(header, [])) == 1
    assert message["To"] == "ada@example.org"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_the_style_is_written_into_the_html_and_the_dark_one_kept(note):
    queue()
    send()

    html = test_outbox.outbox[0].alternatives[0].content
    assert '<h1 style="' in html
    assert "prefers-color-scheme: dark" in html
    assert "http" not in html.split("<body")[0]


def test_p2_the_same_key_is_one_mail(note):
    assert queue().pk == queue().pk
    send()
    send()

    assert len(test_outbox.outbox) == 1


def test_p32_the_message_id_stays_the_same_over_tries(note, settings):
    row = queue()
    for _ in range(2):
        send()
        Mail.objects.update(state=WorkState.WAITING)

    sent_ids = {message.extra_headers["Message-ID"] for message in test_outbox.outbox}
    assert sent_ids == {f"<{row.message_id}@liaison.example>"}


def test_p32_a_server_that_is_away_keeps_the_mail_waiting_without_a_strike(note, away):
    row = queue()
    for _ in range(12):
        send()
    row.refresh_from_db()

    assert (row.state, row.strikes) == (WorkState.WAITING, 0)
    assert "mail server" in row.error


def test_p32_h5_a_mail_that_nobody_takes_for_three_days_is_given_up(note, away):
    row = queue()
    Mail.objects.update(failing_since=LONG_AGO)

    send()

    row.refresh_from_db()
    assert row.state == WorkState.GAVE_UP
    assert "mail server" in row.error
    assert "@" not in row.error


def test_p19_a_letter_that_cannot_be_written_is_parked_and_stops_nobody(note):
    row = queue()
    LETTERS["broken"] = broken
    try:
        poison = mail.queue("broken", "bob@example.org", key="broken", organization=None)
        for _ in range(9):
            send()
    finally:
        del LETTERS["broken"]
    poison.refresh_from_db()
    row.refresh_from_db()

    assert (poison.state, row.state) == (WorkState.PARKED, WorkState.DONE)
    assert poison.error == "ZeroDivisionError while writing it."


def broken(mail: Mail) -> Letter:
    raise ZeroDivisionError


def test_a_mail_of_a_change_that_is_rolled_back_is_not_sent(note):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not Mail.objects.exists()


def test_p49_a_subject_is_one_line(note):
    note["subject"] = "Hello\r\nBcc: all@example.com"
    queue()
    send()

    message = test_outbox.outbox[0].message()
    assert message["Bcc"] is None
    assert test_outbox.outbox[0].subject == "Hello Bcc: all@example.com"


@pytest.mark.parametrize("demo", [True, False])
def test_p46_only_the_demo_keeps_what_a_mail_said(note, settings, demo):
    settings.DEMO = demo
    queue()
    send()

    assert RenderedMail.objects.exists() == demo
