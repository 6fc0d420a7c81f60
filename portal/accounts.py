"""How allauth treats accounts: no sign-up, and nothing for those who are archived."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.http import HttpRequest

from portal.models import User

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
        """Send at once, as codes and links are never kept; archived people get none.

        A mail server that does not answer looks the same for known and unknown addresses.
        """
        if User.objects.filter(email__iexact=email, archived_at__isnull=False).exists():
            return
        facts = {**context, "support_email": settings.SUPPORT_EMAIL, "site_url": settings.SITE_URL}
        try:
            super().send_mail(template_prefix, email, facts)
        except (OSError, smtplib.SMTPException):
            log.exception("mail %s was not sent", template_prefix)
