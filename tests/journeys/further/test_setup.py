"""Connecting an ATS as an admin does it, from nothing to all green, and when its key goes bad."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import people
from tests.journeys.conftest import Stack, eventually
from tests.journeys.people import Visit
from tests.journeys.ways import panel

pytestmark = pytest.mark.xdist_group("further journeys")
OLGA = "olga.weber@example.com"
GLOBEX = "/organizations/globex/integration/"
ACME = "/organizations/acme/integration/"
SECRET = "sandbox-client-secret"
SETTINGS = "/sandbox/greenhouse/settings/"
ANNIE = "https://app.greenhouse.io/people/800019?application_id=700019"
MOST_TABS = 150


class Keyboard:
    """Somebody who has no mouse: goes from control to control by Tab, and presses what is there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus is there; on a new page, skip to its content first."""
        expect(target).to_be_visible()
        if self.page.evaluate("document.activeElement === document.body"):
            self.page.keyboard.press("Tab")
        if self.page.evaluate("document.activeElement.matches('.skip')"):
            self.page.keyboard.press("Enter")
        for _ in range(MOST_TABS):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached by Tab")

    def press(self, role: str, name: str | re.Pattern[str]) -> None:
        """Reach a link or button of the page's own part, and press Enter on it."""
        main = self.page.locator("main")
        self.reach(main.get_by_role(role, name=name).first)  # type: ignore[arg-type]
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, label: str, text: str) -> None:
        """Put a text in place of what a field holds."""
        self.reach(self.page.get_by_label(_labelled(label)))
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def choose(self, label: str, first_letters: str) -> None:
        """Choose in a list by the beginning of the option's words."""
        self.reach(self.page.get_by_label(_labelled(label)))
        self.page.keyboard.type(first_letters)


def _labelled(label: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(label)}\s*(Optional)?\s*$")


@pytest.fixture
def sandbox(visit: Visit) -> Iterator[Page]:
    """The toy ATS's settings, which are as they were afterwards."""
    page = visit()
    yield page
    page.goto(SETTINGS)
    for box in page.get_by_role("checkbox", name=re.compile("^harvest:")).all():
        box.check()
    page.get_by_label("Client secret").fill(SECRET)
    page.get_by_role("button", name="Save the settings").click()


def test_a_first_connection_from_nothing_to_green_by_keyboard_alone(
    visit: Visit, sandbox: Page, stack: Stack
) -> None:
    page = visit(OLGA)
    keys = Keyboard(page)
    page.goto(GLOBEX)

    keys.press("link", "Connect an ATS")
    keys.press("link", "Connect Greenhouse")
    keys.type("Name", "Globex Greenhouse")
    keys.choose("Fallback recruiter", "Olga")
    keys.type("Address of the API", f"{stack.url}/sandbox/greenhouse")
    keys.type("Address for tokens", f"{stack.url}/sandbox/greenhouse/auth")
    keys.press("button", "Begin the set-up")

    _takes_the_right_key_only(keys, page)
    _names_the_missing_permission(keys, page, sandbox)
    _go_on(keys, page, "Add the role field to jobs")
    keys.press("button", "Save and check")
    expect(page.get_by_text("In step: 2 of 2 roles.")).to_be_visible()
    _go_on(keys, page, "Say who is invited")
    keys.press("button", "Save and check")
    _go_on(keys, page, "Say where updates go")
    keys.press("button", "Save and check")
    _go_on(keys, page, "Write a test note")
    keys.type("Address of the candidate's page in Greenhouse", ANNIE)
    keys.press("button", "Write the note and look for it")
    assert any("A test note" in note for note in stack.notes(700019))
    _go_on(keys, page, "Create the Web Hooks")
    _hears_the_first_webhook(keys, page, sandbox)
    _go_on(keys, page, "Register as an assessment partner")
    keys.type("Reason for leaving it out", "We send no tests.")
    keys.press("button", "Leave this step out")
    keys.press("link", re.compile("Go on with step 9"))
    keys.press("button", "Test the connection")
    keys.press("link", "Open the connection")

    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    expect(page.locator("ul.checks .dot.tone-bad")).to_have_count(0)
    _deletes_the_key(keys, page)


def test_a_revoked_key_is_replaced_and_what_waited_goes_out_once(
    visit: Visit, sandbox: Page, stack: Stack
) -> None:
    admin = visit(people.ADMIN)
    _set_secret(sandbox, "another-client-secret")
    people.move(visit(), "Lin Zhao", "Technical Interview", "Office Manager")
    eventually(lambda: "Needs attention" in _text(admin, ACME))
    before = len(stack.notes(700002))
    panel(admin).get_by_role("link", name="Replace key").click()
    expect(admin.get_by_text(re.compile(r"go(es)? out once a good key is saved"))).to_be_visible()

    _save_key(admin, "another-client-secret")

    sent = admin.get_by_text(re.compile(r"\b0 wait; [1-9]\d* went out since"))
    expect(sent).to_be_visible(timeout=60_000)
    assert len(stack.notes(700002)) == before + 1
    _set_secret(sandbox, SECRET)
    _save_key(admin, SECRET)
    eventually(lambda: "Needs attention" not in _text(admin, ACME))


def _takes_the_right_key_only(keys: Keyboard, page: Page) -> None:
    keys.type("Client ID", "sandbox-client")
    keys.type("Client secret", "a-wrong-secret")
    keys.type("Greenhouse user ID", "3140")
    keys.press("button", "Save and check")
    expect(page.get_by_text("Greenhouse does not take the client ID")).to_be_visible()
    keys.type("Client secret", SECRET)
    keys.press("button", "Save and check")
    _go_on(keys, page, "Switch on its permissions")


def _names_the_missing_permission(keys: Keyboard, page: Page, sandbox: Page) -> None:
    _set_scope(sandbox, "notes:create", granted=False)
    keys.press("button", "Check")
    red = page.locator("#proof li").filter(has=page.locator(".dot.tone-bad"))
    expect(red).to_have_count(1)
    expect(red).to_contain_text("harvest:notes:create")
    expect(red).to_contain_text("Manage permissions")
    _set_scope(sandbox, "notes:create", granted=True)
    keys.press("button", "Check")
    expect(red).to_have_count(0)


def _hears_the_first_webhook(keys: Keyboard, page: Page, sandbox: Page) -> None:
    """The sandbox tries each new webhook at once; the page turns green without a reload."""
    keys.type("Webhook secret", "globex-webhook-secret")
    keys.press("button", "Save")
    expect(page.get_by_text("This turns green by itself")).to_be_visible()
    sandbox.goto(SETTINGS)
    form = sandbox.get_by_role("region", name="Add a webhook")
    form.get_by_label("Name").fill("Globex")
    form.get_by_label("Event").select_option("candidate_anonymized")
    form.get_by_label("Endpoint URL").fill(page.locator(".copy code").inner_text())
    form.get_by_label("Secret key").fill("globex-webhook-secret")
    form.get_by_role("button").last.click()
    expect(page.get_by_text("It came with the right signature.")).to_be_visible()


def _deletes_the_key(keys: Keyboard, page: Page) -> None:
    keys.press("link", "Delete key")
    keys.type("Name of the connection", "globex greenhouse")
    keys.press("button", "Delete the key")
    expect(page.get_by_text("Type exactly: Globex Greenhouse").first).to_be_visible()
    keys.type("Name of the connection", "Globex Greenhouse")
    keys.press("button", "Delete the key")
    expect(page.get_by_text("Disconnected", exact=True)).to_be_visible()


def _go_on(keys: Keyboard, page: Page, title: str) -> None:
    """Follow the link that a proved step shows, to the next."""
    keys.press("link", re.compile("^Go on with step"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def _set_scope(sandbox: Page, scope: str, *, granted: bool) -> None:
    sandbox.goto(SETTINGS)
    sandbox.get_by_label(f"harvest:{scope}", exact=True).set_checked(granted)
    sandbox.get_by_role("button", name="Save the settings").click()


def _set_secret(sandbox: Page, secret: str) -> None:
    """Another secret also ends every token that was given out for the old one."""
    sandbox.goto(SETTINGS)
    sandbox.get_by_label("Client secret").fill(secret)
    sandbox.get_by_role("button", name="Save the settings").click()


def _save_key(admin: Page, secret: str) -> None:
    admin.get_by_label("Client secret").fill(secret)
    admin.get_by_role("button", name="Save and test").click()
    expect(admin.get_by_text("Saved. The connection is being tested.")).to_be_visible()


def _text(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator("main").inner_text()
