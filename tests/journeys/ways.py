"""Ways to the pages that are looked at: over links, by what is first in a table, by forms."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page

INTEGRATION = "/organizations/acme/integration/"
Way = str | Callable[[Page], object]  # an address, or what leads to the page
_gone: dict[tuple[str, ...], str] = {}  # where links led


def over(address: str, *links: str) -> Callable[[Page], None]:
    """The way over a page, by the first link with this name on it and on those behind it.

    A way that was gone before is not gone again, but for its last link.
    """

    def go(page: Page) -> None:
        *before, last = links
        if before and (address, *before) not in _gone:
            over(address, *before)(page)
        else:
            page.goto(_gone.get((address, *before), address))
        name = re.compile(f"^{re.escape(last)}")
        press(page, page.locator("main").get_by_role("link", name=name).first)
        _gone[address, *links] = page.url

    return go


def panel(page: Page, name: str = "Greenhouse") -> Locator:
    """What Acme's Integration page says of one connection, read now."""
    page.goto(INTEGRATION)
    return page.get_by_role("region", name=name, exact=True)


def press(page: Page, what: Locator) -> None:
    """Press what leads to another page, and wait until it is there."""
    with page.expect_navigation():
        what.click()


def into(address: str, below: str = "") -> Callable[[Page], None]:
    """The way to what is first in the table of a page, or to a page below that."""

    def go(page: Page) -> None:
        page.goto(address)
        page.goto(first(page) + below)

    return go


def first(page: Page) -> str:
    """The path of what is first in the table of this page."""
    return str(page.locator("main td a.title, main th a.title").first.get_attribute("href"))


def invites(name: str, *, phone: str = "", times: bool = False) -> Callable[[Page], None]:
    """The way to what follows the invite form, for times or without."""

    def go(page: Page) -> None:
        page.goto("/candidates/invite/")
        page.get_by_label("Full name").fill(name)
        page.get_by_label("E-mail").fill("somebody@example.net")
        page.get_by_label("Phone").fill(phone)
        page.get_by_label("Role").select_option(label="Data Engineer")
        who = "Schedule for the candidate" if times else "The candidate picks the time"
        page.get_by_role("radio", name=who).check()
        presses_invite(page)

    return go


def invites_again(page: Page) -> None:
    """The invite form for somebody whose result is out."""
    into("/candidates/?state=results_posted")(page)
    press(page, page.get_by_role("button", name="Invite again"))


def presses_invite(page: Page) -> None:
    """What the invite form answers."""
    press(page, page.get_by_role("button", name="Invite", exact=True))
