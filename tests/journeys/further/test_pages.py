"""Every page in a browser: accessible in both themes, narrow and wide, and clean in the console.

`make e2e` runs this; `make test` knows the pages by their markup, in `tests/test_addresses.py`.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.conftest import ROOT, Windows, eventually
from tests.journeys.further.inspector import WIDE, Inspector
from tests.journeys.people import ADMIN, RECRUITER, SUPPORT, Visit
from tests.journeys.ways import (
    Way,
    first,
    into,
    invites,
    invites_again,
    over,
    press,
    presses_invite,
)

pytestmark = pytest.mark.xdist_group("pages")
Look = Callable[[dict[str, Way], str], None]
ACME, TOY = "/organizations/acme/", "/sandbox/greenhouse/"
OTHER_TOYS = ("ashby", "jobvite", "lever")
WRITES_UP, IS_BOOKED, INTERVIEWS = (f"{name}@example.com" for name in (
    "ivy.chen", "noor.patel", "leo.park"
))  # fmt: skip


@pytest.fixture(scope="module")
def inspectors(windows: Windows) -> Iterator[Callable[[str], Inspector]]:
    """Open a browser for somebody, and keep it for the whole module."""
    opened: dict[str, Inspector] = {}

    def inspector(email: str) -> Inspector:
        if email not in opened:
            opened[email] = Inspector(windows.context(email))
        return opened[email]

    yield inspector
    for each in opened.values():
        each.page.context.close()


@pytest.fixture
def look(inspectors: Callable[[str], Inspector]) -> Look:
    """Go to each of these pages as somebody, and find nothing wrong on any."""

    def look(ways: dict[str, Way], email: str = "") -> None:
        inspector, found = inspectors(email), []
        for name, way in ways.items():
            if callable(way):
                way(inspector.page)
            else:
                inspector.page.goto(way)
            found += inspector.problems(name)
        assert not found, "\n".join(found)

    return look


def test_the_ways_in(look: Look) -> None:
    look(
        {
            "sign in": "/accounts/login/",
            "sign-in code": "/accounts/login/code/",
            "forgotten password": "/accounts/password/reset/",
            "password mail is sent": "/accounts/password/reset/done/",
            "old password link": "/accounts/password/reset/key/1-old/",
            "old invitation": "/invitation/old/",
            "no such page": "/nowhere/",
        }
    )


def test_what_staff_read(look: Look) -> None:
    look(
        {
            "dashboard": "/",
            "funnel": "/candidates/",
            "scheduling": "/candidates/?state=scheduling",
            "ended": over("/candidates/", "Ended"),
            "nobody found": "/candidates/?q=nobody-has-this-name",
            "filters": "/candidates/filters/",
            "saved views": "/candidates/views/?state=scheduling",
            "result": into("/candidates/?state=results_posted", "result/"),
            "attempts": "/candidates/attempts/?show=all",
            "roles": "/roles/",
            "role": into("/roles/"),
            "role read-only": into("/roles/", "settings/"),
            "changes of a role": into("/roles/", "changes/"),
            "organizations": "/organizations/",
            "organization": ACME,
            "groups": f"{ACME}groups/",
            "integration read-only": f"{ACME}integration/",
            "refused": f"{ACME}people/",
            "profile": "/settings/",
            "notifications": "/settings/notifications/",
            "messaging": "/settings/messaging/",
            "help": "/help/",
            "sign out": "/accounts/logout/",
            "password": "/accounts/password/change/",
        },
        RECRUITER,
    )


@pytest.fixture(scope="module")
def frances(inspectors: Callable[[str], Inspector]) -> str:
    """The path of a candidacy that began in the ATS, in a role whose redo is on."""
    page = inspectors(RECRUITER).page
    people.move(page, "Frances Allen", "Technical Interview", "Senior Backend Engineer")

    def is_invited() -> bool:
        page.goto("/candidates/?q=frances")
        return page.locator("td a.title").count() > 0

    eventually(is_invited)
    return first(page)


def test_a_candidacy_that_an_ats_follows(look: Look, frances: str) -> None:
    here, interviews = frances, f"{frances}interviews/"
    number = here.strip("/").rpartition("/")[2]
    look(
        {
            "timeline": here,
            "interviews": interviews,
            "who is told": f"{here}notifications/",
            "ATS": f"{here}ats/",
            "settings": f"{here}settings/",
            "reschedule": over(interviews, "Schedule for the candidate"),
            "press": over(interviews, "Extend the window"),
            "cancel": over(interviews, "Cancel"),
            "remind": f"/candidates/remind/?candidacy={number}",
            "cancel some": f"/candidates/cancel/?candidacy={number}",
            "reassign": f"/candidates/reassign/?candidacy={number}",
            "reopen": f"{here}reopen/",
        },
        RECRUITER,
    )


def test_the_ways_to_invite(look: Look) -> None:
    look(
        {
            "invite": "/candidates/invite/",
            "what is wrong": invites("Ada King", phone="123"),
            "from a profile": "/candidates/invite/from-url/",
            "free times": invites("Ada King", times=True),
            "filled in": invites_again,
            "recently interviewed": presses_invite,
            "attempt that waits": into("/candidates/attempts/"),
        },
        RECRUITER,
    )


def test_what_admins_run(look: Look) -> None:
    connection = f"{ACME}integration/"
    look(
        {
            "admin's dashboard": "/",
            "new role": "/roles/new/",
            "role settings": into("/roles/", "settings/"),
            "archive role": into("/roles/", "archive/"),
            "organization settings": f"{ACME}settings/",
            "new group": f"{ACME}groups/new/",
            "group": over(f"{ACME}groups/", "Rename"),
            "people": f"{ACME}people/",
            "member": into(f"{ACME}people/"),
            "archive member": into(f"{ACME}people/", "archive/"),
            "invite member": f"{ACME}people/invite/",
            "new API key": f"{ACME}api-keys/new/",
            "API key is made": _makes_an_api_key,
            "API keys": f"{ACME}api-keys/",
            "revoke an API key": over(f"{ACME}api-keys/", "Revoke"),
            "integration": connection,
            "connection": over(connection, "Open Greenhouse"),
            "jobs": over(connection, "Open Greenhouse", "Jobs and roles"),
            "stages": over(connection, "Open Greenhouse", "Stages and statuses"),
            "why no invite": over(connection, "Why was there no invite?"),
            "somebody's answer": f"{connection}trace/?q=hedy@example.org",
            "several to choose from": f"{connection}trace/?q=hana",
            "dry run": over(connection, "Open Greenhouse", "Why no invite?", "Dry run"),
            "webhooks": over(connection, "Open Greenhouse", "Logs"),
            "updates": over(connection, "Open Greenhouse", "Logs", "Updates"),
            "call": over(connection, "Open Greenhouse", "Logs", "Calls", "GET"),
            "sync": over(connection, "Open Greenhouse", "Logs", "Syncs", "#"),
            "evidence": over(connection, "Open Greenhouse", "Logs", "Evidence"),
            "replace key": over(connection, "Open Greenhouse", "Replace key"),
            "delete key": over(connection, "Open Greenhouse", "Delete key"),
            "set-up": over(connection, "Open Greenhouse", "Set-up"),
            "credential": over(connection, "Open Greenhouse", "Set-up", "Make a credential"),
            "permissions": over(connection, "Open Greenhouse", "Set-up", "Switch on"),
            "web hooks": over(connection, "Open Greenhouse", "Set-up", "Create the Web Hooks"),
            "assessments": over(connection, "Open Greenhouse", "Set-up", "Register as"),
            "choose an ATS": f"{connection}new/",
            "request an ATS": f"{connection}request/",
            "request is sent": f"{connection}request/sent/",
            "connect Greenhouse": f"{connection}new/greenhouse/",
        },
        ADMIN,
    )


def _makes_an_api_key(page: Page) -> None:
    page.goto(f"{ACME}api-keys/new/")
    page.get_by_label("Name").fill("Monitoring")
    page.get_by_role("button", name="Make the key").click()
    page.get_by_text("Copy the key now").wait_for()


def test_what_admins_map(look: Look) -> None:
    def mapping(*names: str) -> Way:
        return over(f"{ACME}integration/", "Open Greenhouse", "Mapping", *names)

    look(
        {
            "a job": mapping("Office Manager"),
            "rules": mapping("Rules"),
            "what a stage would change": _maps_a_stage,
            "stage that invites": mapping("Stages", "Choose another stage."),
            "people in the ATS": mapping("People"),
            "roles in the ATS": mapping("Roles"),
            "changes": mapping("Changes"),
        },
        ADMIN,
    )


def _maps_a_stage(page: Page) -> None:
    over(f"{ACME}integration/", "Open Greenhouse", "Mapping", "Stages")(page)
    page.get_by_label("Status for Application Review").select_option(label="Phone screen")
    press(page, page.get_by_role("button", name="Preview the change"))


def test_support_is_asked_to_switch(look: Look) -> None:
    look({"other organization": "/organizations/globex/", "first steps": "/"}, SUPPORT)


def test_what_interviewers_see_before(look: Look) -> None:
    day = "/interviewer/"
    look(
        {
            "day": day,
            "interview": into(day),
            "give up": into(day, "give-up/"),
            "room": into(day, "room/"),
            "no-show": into(day, "no-show/"),
            "availability": "/interviewer/availability/",
            "interviewer's profile": "/settings/",
            "interviewer is refused": "/candidates/",
        },
        IS_BOOKED,
    )


def test_what_interviewers_see_during(look: Look) -> None:
    day = "/interviewer/"
    look(
        {
            "under way": into(day, "room/"),
            "end early": into(day, "end-early/"),
            "notes": into(day, "write-up/"),
        },
        INTERVIEWS,
    )


def test_what_interviewers_see_after(look: Look) -> None:
    look(
        {
            "write-up": _writes_up,
            "what it lacks": _submits_too_early,
            "written up": _submits,
        },
        WRITES_UP,
    )


def _writes_up(page: Page) -> None:
    page.goto("/interviewer/")
    press(page, page.get_by_role("region", name="To write up").locator("a.button").first)


def _submits_too_early(page: Page) -> None:
    press(page, page.get_by_role("button", name="Submit the write-up"))
    expect(page.get_by_role("alert")).to_contain_text("Before you can submit it")


def _submits(page: Page) -> None:
    for group in page.locator("fieldset").all()[:-1]:
        group.get_by_role("radio").nth(2).check()
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_label("Summary").fill("Solved the main task.")
    press(page, page.get_by_role("button", name="Submit the write-up"))
    expect(page.get_by_role("button", name="Submit the write-up")).to_have_count(0)


def test_what_candidates_open(look: Look, visit: Visit) -> None:
    page, links = visit(RECRUITER), []
    for state in ("scheduling", "scheduled"):
        page.goto(f"/candidates/?state={state}")
        links.append(_booking_link(page, first(page)))
    free, booked = links
    look(
        {
            "times": free,
            "is this right": over(free, "Later week"),
            "confirm": lambda page: press(page, page.locator("section.day a.choice").first),
            "booked": booked,
            "other times": f"{booked}times/",
            "give the time up": f"{booked}release/",
            "candidate cancels": f"{booked}cancel/",
            "candidate's room": f"{booked}room/",
            "call": _opens_the_call(booked),
            "forged link": "/book/nobody/",
        },
    )


def test_what_candidates_open_after(look: Look, visit: Visit, frances: str) -> None:
    page = visit(RECRUITER)
    link = _booking_link(page, frances)
    people.book(visit(), link)
    people.sit(visit, link, "Frances Allen")
    mail = people.find_mail(visit(), "frances@example.org", "second|redo|again|once more")
    redo = people.link_in(mail, "/redo/")
    look({"redo": redo, "redo declined": _declines, "interview is over": link})
    look({"all that happened": frances, "all that was told": f"{frances}ats/"}, RECRUITER)


def _declines(page: Page) -> None:
    press(page, page.get_by_role("button", name="No, thanks"))


def _booking_link(page: Page, candidacy: str) -> str:
    page.goto(f"{candidacy}interviews/")
    return people.link_in(page.locator("main").inner_text(), "/book/")


def _opens_the_call(booked: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(f"{booked}room/")
        page.goto(str(page.get_by_role("link", name="Open the call").get_attribute("href")))

    return go


def test_the_demos_own_pages(look: Look) -> None:
    look(
        {
            "vendors": "/sandbox/",
            "sandbox": TOY,
            "job": f"{TOY}jobs/3485/",
            "person": f"{TOY}people/800001?application_id=700001",
            "faults": f"{TOY}faults/",
            "log": f"{TOY}log/",
            "sandbox settings": f"{TOY}settings/",
            "hook": into(f"{TOY}settings/"),
            **{f"toy {slug}": f"/sandbox/{slug}/people/800001" for slug in OTHER_TOYS},
            "outbox": "/outbox/",
            "mail": into("/outbox/"),
        }
    )


@pytest.mark.skipif(not os.environ.get("SCREENSHOTS"), reason="SCREENSHOTS=1 makes the pictures")
def test_the_picture_in_the_readme(inspectors: Callable[[str], Inspector]) -> None:
    page = inspectors(RECRUITER).page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDE, "height": 800})
    page.goto("/")
    picture = ROOT / "docs" / "img" / "dashboard.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size < 200_000
