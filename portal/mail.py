"""Mail: queued as a row with the change it tells of, rendered and sent by a worker (P32, P46)."""

import logging
import smtplib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now
from django.template.loader import render_to_string

from portal.models import Mail, Organization, RenderedMail
from portal.scope import inside
from portal.wakeups import call, wake
from portal.work import Turn, WorkState, claim

BATCH = 20
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Letter:
    """What a mail says: a subject, a template with its facts, and perhaps more parts.

    `once_sent` is called when the mail server has taken it.
    """

    subject: str
    template: str  # templates/mail/<template>.html and .txt
    facts: dict[str, object] = field(default_factory=dict)
    reply_to: str = ""
    unsubscribe_url: str = ""
    calendar: str = ""
    calendar_method: str = "REQUEST"
    attachments: tuple[Attachment, ...] = ()
    once_sent: Callable[[], object] | None = None


LETTERS: dict[str, Callable[[Mail], Letter]] = {}
Writer = Callable[[Mail], Letter]


def letter(kind: str) -> Callable[[Writer], Writer]:
    """Register the function that writes mails of this kind."""

    def register(writer: Writer) -> Writer:
        LETTERS[kind] = writer
        return writer

    return register


def queue(
    kind: str, address: str, *, key: str, organization: Organization | None, **ids: int
) -> Mail:
    """Keep a mail for sending after the commit; the same key is the same mail (P2).

    Args:
        ids: the rows it is about; never a name, an address or a token (P24).
    """
    mail, _ = Mail.objects.get_or_create(
        key=key,
        defaults={"kind": kind, "address": address, "organization": organization, "ids": ids},
    )
    wake("portal.tasks.send_mail")
    return mail


def send_due() -> None:
    """Send what is due until nothing is, one addressee a message."""
    turn = Turn()
    while not turn.over and (due := claim(Mail, limit=BATCH)):
        _send_batch(due, turn)
    if turn.over:
        call("portal.tasks.send_mail")


def _send_batch(due: list[Mail], turn: Turn) -> None:
    connection = get_connection()
    for mail in due:
        if turn.over:
            mail.release()
            continue
        if not mail.begin():
            continue
        try:
            _send(mail, connection)
        except (OSError, smtplib.SMTPException) as problem:
            _wait(mail, f"The mail server did not take it: {type(problem).__name__}.")
        except Exception as problem:
            log.exception("mail %s", mail.pk)
            mail.fail(f"{type(problem).__name__} while writing it.")
    connection.close()


def _wait(mail: Mail, reason: str) -> None:
    if mail.hopeless:
        mail.finish(WorkState.GAVE_UP, error=f"Gave up after 72 hours: {reason}")
    else:
        mail.wait(reason)


def _send(mail: Mail, connection: BaseEmailBackend) -> None:
    with inside(mail.organization) if mail.organization else nullcontext():
        written = LETTERS[mail.kind](mail)
        message, rendered = _render(mail, written)
    message.connection = connection
    message.send()
    mail.finish(sent_at=Now())
    if written.once_sent:
        written.once_sent()
    if settings.DEMO:
        RenderedMail.objects.get_or_create(mail=mail, defaults=rendered)


def _render(mail: Mail, written: Letter) -> tuple[EmailMultiAlternatives, dict[str, str]]:
    facts = {
        **written.facts, "subject": written.subject, "site_url": settings.SITE_URL,
        "support_email": settings.SUPPORT_EMAIL, "unsubscribe_url": written.unsubscribe_url,
    }  # fmt: skip
    text = render_to_string(f"mail/{written.template}.txt", facts).strip() + "\n"
    html = css_inline.inline(render_to_string(f"mail/{written.template}.html", facts))
    subject = " ".join(written.subject.split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[mail.address],
        reply_to=[written.reply_to] if written.reply_to else None,
        headers=_headers(mail, written),
    )
    message.attach_alternative(html, "text/html")
    if written.calendar:
        message.attach_alternative(
            written.calendar, f"text/calendar; method={written.calendar_method}"
        )
    for each in written.attachments:
        message.attach(each.name, each.content, each.media_type)
    rendered = {
        "subject": subject, "text": text, "html": html, "calendar": written.calendar,
    }  # fmt: skip
    return message, rendered


def _headers(mail: Mail, written: Letter) -> dict[str, str]:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{mail.message_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    if written.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{written.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
