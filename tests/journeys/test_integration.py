"""The Integration page: what is proved is green, what is broken turns red, and what it costs."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import people
from tests.journeys.conftest import Stack, eventually
from tests.journeys.people import Visit
from tests.journeys.ways import panel, press

pytestmark = pytest.mark.xdist_group("journeys")
POST = "Post candidacy updates to the ATS"
ROLES = "Ensure ATS roles match Liaison roles"
WEBHOOK = "Invite candidates using ATS webhooks"
RECRUITERS = "Update recruiters using ATS webhooks"
SILENT = "No webhook arrives any more"


def test_seven_capabilities_are_proved_and_the_eighth_says_why_not(visit: Visit) -> None:
    """Step 14."""
    page = visit(people.ADMIN)
    shown = panel(page)

    expect(shown.get_by_text("Connected", exact=True)).to_be_visible()
    assert _red(page) == set()
    expect(shown.get_by_text("Proved since")).to_have_count(7)
    expect(shown.get_by_text("Greenhouse's API has no list of followers.")).to_be_visible()
    expect(shown.get_by_text("Today", exact=True)).to_be_visible()
    assert shown.locator("svg g[class^=tone-]").count() == 90


@pytest.mark.parametrize(
    ("scope", "broken"),
    [("notes:create", {POST}), ("custom_field_options:create", {ROLES})],
)
def test_a_missing_scope_turns_exactly_its_check_red(
    visit: Visit, scope: str, broken: set[str]
) -> None:
    sandbox, page = visit(), visit(people.ADMIN)
    _set_scope(sandbox, scope, granted=False)
    try:
        _test(page)
        eventually(lambda: _red(page) == broken)
        expect(page.locator("main")).to_contain_text(f"harvest:{scope}")
    finally:
        _set_scope(sandbox, scope, granted=True)
    _test(page)
    eventually(lambda: _red(page) == set())


def test_a_retired_custom_field_turns_exactly_its_check_red(visit: Visit) -> None:
    sandbox, page = visit(), visit(people.ADMIN)
    sandbox.goto("/sandbox/greenhouse/settings/")
    press(sandbox, sandbox.get_by_role("button", name="Retire Liaison Role"))
    _test(page)
    eventually(lambda: _red(page) == {ROLES})
    press(sandbox, sandbox.get_by_role("button", name="Bring back Liaison Role"))
    _test(page)
    eventually(lambda: _red(page) == set())


def test_a_webhook_secret_typed_wrong_turns_what_rests_on_webhooks_red(
    visit: Visit, stack: Stack
) -> None:
    sandbox, page = visit(), visit(people.ADMIN)
    _type_secret(sandbox, "typed-wrong-this-time")
    eventually(lambda: _last_ping(stack)["answers"])
    _test(page)
    eventually(lambda: _red(page) == {WEBHOOK, RECRUITERS})
    _type_secret(sandbox, "sandbox-webhook-secret")
    eventually(lambda: _last_ping(stack)["answers"])
    _test(page)
    eventually(lambda: _red(page) == set())


def test_a_capability_is_switched_off_and_on_again(visit: Visit) -> None:
    page = visit(people.ADMIN)
    page.goto(_connection(page))
    line = page.locator("ul.checks li").filter(has_text=RECRUITERS)
    line.get_by_role("button", name=re.compile("Switch off")).click()
    expect(line).to_contain_text("Switched off by Ines Ferro")
    line.get_by_role("button", name=re.compile("Switch on")).click()
    eventually(lambda: page.reload() and line.locator(".dot.tone-ok").count() == 1)


def test_silent_webhooks_are_told_until_one_comes(stack: Stack, visit: Visit) -> None:
    """K9: nothing has come for longer than usual."""
    for stage in ("Offer", "Onsite") * 3:
        people.move(visit(), "Barbara Liskov", stage)
    admin = visit(people.ADMIN)
    eventually(lambda: all(each["answers"] for each in stack.log("deliveries")))
    assert _understood(admin) >= 5
    stack.hear_nothing_for(days=10)
    _test(admin)
    eventually(lambda: _section(admin, "Open").filter(has_text=SILENT).count() == 1)
    told = people.find_mail(visit(), people.ADMIN, "no webhook arrives any more")
    assert "longer than usual" in told

    people.move(visit(), "Barbara Liskov", "Offer")
    eventually(lambda: _section(admin, "Ended").filter(has_text=SILENT).count() == 1)


def _understood(page: Page) -> int:
    """How many webhooks the newest page of the log has."""
    page.goto(f"{_connection(page)}webhooks/")
    return page.locator("main tbody tr").count()


def _section(page: Page, heading: str) -> Locator:
    """What stands under this heading of the issues."""
    page.goto(f"{_connection(page)}issues/")
    return page.get_by_role("region", name=re.compile(f"^{heading}"))


def _connection(page: Page) -> str:
    return str(panel(page).get_by_role("link", name="Open Greenhouse").get_attribute("href"))


def _type_secret(page: Page, secret: str) -> None:
    page.goto("/sandbox/greenhouse/settings/")
    press(page, page.get_by_role("link", name="candidate_stage_change"))
    page.get_by_label(re.compile("secret", re.I)).fill(secret)
    page.get_by_label("Disabled").uncheck()  # a ping that failed has disabled it
    press(page, page.get_by_role("button", name=re.compile("^Save")))


def _last_ping(stack: Stack) -> dict[str, Any]:
    """What the sandbox sent last to try a webhook."""
    return [each for each in stack.log("deliveries") if each["ping"]][-1]


def _set_scope(page: Page, scope: str, *, granted: bool) -> None:
    page.goto("/sandbox/greenhouse/settings/")
    page.get_by_label(f"harvest:{scope}", exact=True).set_checked(granted)
    press(page, page.get_by_role("button", name="Save the settings"))


def _test(page: Page) -> None:
    press(page, panel(page).get_by_role("button", name="Test connection"))


def _red(page: Page) -> set[str]:
    lines = panel(page).locator("ul.checks li").filter(has=page.locator(".dot.tone-bad"))
    return {line.locator("strong").inner_text() for line in lines.all()}
