"""A day's first minutes without a mouse."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.people import RECRUITER, Visit

pytestmark = pytest.mark.xdist_group("further journeys")


def test_a_keyboard_is_enough(visit: Visit) -> None:
    """Sign in, search with "/", skip to the content, and open a candidacy without a mouse."""
    page = visit()
    page.goto("/accounts/login/")
    _tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(RECRUITER)
    _tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dashboard")

    page.keyboard.press("/")
    page.keyboard.type("amara")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Active funnel")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    _tab_to(page, page.locator("td a.title").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amara")


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {wanted}.")
