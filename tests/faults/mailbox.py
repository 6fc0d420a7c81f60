"""A mail server outside the stack, which keeps what it was given."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

BOOKING = re.compile(r"https?://\S+/book/[^\s/]+/")


class Mailbox:
    """Every message that arrived: its Message-ID by addressee, and the booking links."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: dict[str, list[str]] = defaultdict(list)
        self._links: dict[str, str] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Called by aiosmtpd for every message."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        text = message.get_body(("plain",))
        link = BOOKING.search(text.get_content()) if text else None
        for address in envelope.rcpt_tos:
            self.received[address].append(str(message["Message-ID"]))
            if link:
                self._links.setdefault(address, link.group())
        return "250 Taken"

    def link_for(self, address: str) -> str:
        """The booking link mailed to somebody, or nothing yet."""
        return self._links.get(address, "")


@contextmanager
def open_mailbox(port: int) -> Iterator[Mailbox]:
    """Listen while the block runs."""
    mailbox = Mailbox(port)
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()
