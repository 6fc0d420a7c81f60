"""Invited candidates who book: each opens the link of the mail, and presses until it is booked."""

import re
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle

import requests

from tests.faults.mailbox import Mailbox

HOURS = range(5, 20, 2)  # UTC: at each, two of the demo's interviewers are at work
DAYS = range(2, 13)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TIMEOUT, PAUSE = 10, 0.4


class Booker:
    """Books one time for each of several candidates, and keeps what was confirmed."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.booked: dict[str, datetime] = {}
        self.browser = requests.Session()
        self.token = ""  # of the forms; one page tells it for all

    def book_all(self, emails: list[str], within: float) -> None:
        """Book for each as soon as their mail is there; all must have come within that time."""
        deadline = time.monotonic() + within
        starts = cycle(_starts())
        open_to_do = list(emails)
        while open_to_do and time.monotonic() < deadline:
            invited = [email for email in open_to_do if self.mailbox.link_for(email)]
            for email in invited:
                link = self.mailbox.link_for(email)
                while (start := next(starts)) and not self._book(link, start):
                    assert time.monotonic() < deadline, f"no time could be booked for {email}"
                self.booked[email] = start
            open_to_do = [email for email in open_to_do if email not in invited]
            time.sleep(PAUSE)

    def _book(self, link: str, start: datetime) -> bool:
        """Press until there is an answer: True for booked, False for taken by somebody else."""
        while True:
            try:
                if (status := self._press(link, start)) in (302, 409):
                    return status == 302
                time.sleep(PAUSE)
                if self._is_booked(link):  # the answer was lost, not the press
                    return True
            except requests.RequestException:
                time.sleep(PAUSE)

    def _press(self, link: str, start: datetime) -> int:
        wish = {"start": start.isoformat(), "zone": "UTC", "sure": "on"}
        if not self.token:
            page = self.browser.get(f"{link}confirm/", params=wish, timeout=TIMEOUT)
            found = TOKEN.search(page.text)
            if found is None:
                return page.status_code
            self.token = found.group(1)
        wish["csrfmiddlewaretoken"] = self.token
        pressed = self.browser.post(
            f"{link}confirm/", data=wish, timeout=TIMEOUT, allow_redirects=False
        )
        return pressed.status_code

    def _is_booked(self, link: str) -> bool:
        """Only what is booked has a calendar entry."""
        entry = self.browser.get(f"{link}calendar.ics", timeout=TIMEOUT, allow_redirects=False)
        return entry.status_code == 200


def _starts() -> list[datetime]:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return [today + timedelta(days=day, hours=hour) for day in DAYS for hour in HOURS]
