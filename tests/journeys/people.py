"""What people do in the journeys, each on the page where they would do it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Stack, eventually

RECRUITER = "rita.moss@example.com"
ADMIN = "ines.ferro@example.com"
INTERVIEWER = "ivy.chen@example.com"
SUPPORT = "sasha.reed@example.com"
Visit = Callable[..., Page]


def move(page: Page, person: str, stage: str, job: str = "Backend Engineer") -> None:
    """In the sandbox: move a candidate to a stage."""
    page.goto("/sandbox/greenhouse/")
    panel = page.get_by_role("region", name=job, exact=True)
    row = panel.get_by_role("row").filter(has_text=person)
    row.get_by_role("combobox").select_option(label=stage)
    row.get_by_role("button", name="Move").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def find_mail(page: Page, to: str, subject: str) -> str:
    """In the outbox: the text of the newest mail to somebody with a subject like this."""

    def there() -> bool:
        page.goto("/outbox/")
        return row.count() > 0

    row = page.get_by_role("row").filter(has_text=to).filter(has_text=re.compile(subject))
    eventually(there)
    row.first.get_by_role("link").click()
    return page.locator("pre.mail-text").first.inner_text()


def link_in(text: str, path: str) -> str:
    """The first address in a mail's text that leads to this part of the site."""
    found = re.search(rf"https?://\S*{path}\S*", text)
    assert found, f"no link to {path} in:\n{text}"
    return found.group()


def book_first(page: Page, link: str) -> None:
    """As the candidate: open the booking link and book the first time that is offered."""
    page.goto(link)
    if page.get_by_role("heading", level=1).inner_text() == "Your interview is booked":
        page.get_by_role("link", name="Choose another time").click()
    if page.locator("section.day details").count():
        page.locator("section.day details").first.evaluate("each => each.open = true")
    page.locator("section.day a.choice").first.click()
    page.get_by_role("button", name=re.compile("Book this|Move to this|Yes, this")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your interview is booked")


def wait_for_note(stack: Stack, application: int, text: str) -> str:
    """The note with this text that the sandbox got, once it is there."""
    return str(eventually(lambda: next((n for n in stack.notes(application) if text in n), None)))
