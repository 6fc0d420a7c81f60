"""How allauth treats accounts: no sign-up, and nothing for those who are archived."""

import logging
import smtplib
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import linebreaks, urlize

from portal.models import Mail, RenderedMail, User
from portal.work import WorkState

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation or command; archived people stay out (B4)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> Any:
        if user.archived_at is not None:
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **login)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, for codes and links are kept nowhere; archived people get none (B4).

        A mail server that does not answer looks the same for known and unknown addresses.
        """
        if User.objects.filter(email__iexact=email, archived_at__isnull=False).exists():
            return
        facts = {**context, "email": email, "support_email": settings.SUPPORT_EMAIL}
        message = self.render_mail(template_prefix, email, facts)
        try:
            message.send()
        except (OSError, smtplib.SMTPException):
            log.exception("the mail %s was not sent", template_prefix)
            return
        if settings.DEMO:
            _show_in_outbox(message)


def _show_in_outbox(message: EmailMessage) -> None:
    """Keep what was sent for the demo's outbox page."""
    mail = Mail.objects.create(
        key=f"account:{uuid.uuid4()}",
        kind="account",
        address=message.to[0],
        state=WorkState.DONE,
        sent_at=timezone.now(),
    )
    text = str(message.body)
    html = linebreaks(urlize(text, autoescape=True))
    RenderedMail.objects.create(mail=mail, subject=str(message.subject), text=text, html=html)
