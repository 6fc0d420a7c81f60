"""The portal's wake-up calls."""

from portal import mail


def send_mail() -> None:
    """Send the mails that are due."""
    mail.send_due()
