"""Ada's story: from a stage move in the ATS to her result, her redo and her hire."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.conftest import Stack, eventually
from tests.journeys.people import Visit
from tests.journeys.ways import panel, press

pytestmark = pytest.mark.xdist_group("journeys")
ADA = 700001
MAIL = "ada@example.org"


def test_ada_from_stage_move_to_hire(stack: Stack, visit: Visit) -> None:
    """Steps 1 to 6 and 8 of the tour."""
    recruiter = visit(people.RECRUITER)
    _is_invited(stack, visit, recruiter)
    link = _books(stack, visit)
    _reschedules(stack, visit, link)
    _is_rescheduled(stack, visit, recruiter)
    people.sit(visit, link, "Ada Lovelace")
    _result_goes_out(stack, visit)
    _takes_the_redo(stack, visit)
    _is_hired(stack, visit, recruiter)


def _is_invited(stack: Stack, visit: Visit, recruiter: Page) -> None:
    people.move(visit(), "Ada Lovelace", "Technical Interview")
    eventually(lambda: stack.statuses(ADA) == ["Invited"])
    recruiter.goto("/candidates/?q=ada")
    row = recruiter.get_by_role("row").filter(has_text="Ada Lovelace")
    expect(row.get_by_text("Scheduling", exact=True)).to_be_visible()


def _books(stack: Stack, visit: Visit) -> str:
    invitation = people.find_mail(visit(), MAIL, "interview")
    link = people.link_in(invitation, "/book/")
    people.book(visit(timezone_id="America/New_York"), link)
    note = people.wait_for_note(stack, ADA, "Interview scheduled for")
    assert "Role: Backend Engineer" in note
    entry = people.find_calendar(visit(), MAIL, "booked|scheduled|confirmed")
    assert "METHOD:REQUEST" in entry
    return link


def _reschedules(stack: Stack, visit: Visit, link: str) -> None:
    before = people.find_calendar(visit(), MAIL, "booked|scheduled|confirmed")
    people.book(visit(), link, day=2)
    people.wait_for_note(stack, ADA, "Interview rescheduled from")
    after = people.find_calendar(visit(), MAIL, "moved|rescheduled|new time")
    assert people.line(before, "UID") == people.line(after, "UID")
    assert int(people.line(after, "SEQUENCE")) > int(people.line(before, "SEQUENCE"))


def _is_rescheduled(stack: Stack, visit: Visit, recruiter: Page) -> None:
    people.open_candidacy(recruiter, "Ada Lovelace")
    press(recruiter, recruiter.get_by_role("link", name="Settings", exact=True).last)
    expect(recruiter.locator("main")).to_contain_text("Hugo Hart")
    press(recruiter, recruiter.get_by_role("link", name="Interviews", exact=True))
    press(recruiter, recruiter.get_by_role("link", name="Reschedule"))
    people.choose_start(recruiter)
    press(recruiter, recruiter.get_by_role("button", name="Reschedule"))
    told = eventually(
        lambda: [note for note in stack.notes(ADA) if note.startswith("Interview rescheduled")][1:]
    )
    assert len(told) == 1


def _result_goes_out(stack: Stack, visit: Visit) -> None:
    note = people.wait_for_note(stack, ADA, "Interview result is ready")
    assert "Recommendation: Yes" in note
    assert "/candidacies/" in note
    for email in (people.RECRUITER, "hugo.hart@example.com", "cora.lind@example.com"):
        assert "Ada Lovelace" in people.find_mail(visit(), email, "result|Result")
    outbox = visit()
    outbox.goto("/outbox/")
    told = outbox.get_by_role("row").filter(has_text="cora.lind@example.com")
    grader = told.filter(has_text="Ada Lovelace")
    expect(grader).to_have_count(1)


def _takes_the_redo(stack: Stack, visit: Visit) -> None:
    people.wait_for_note(stack, ADA, "may take a redo")
    offer = people.find_mail(visit(), MAIL, "second|redo|again|once more")
    page = visit()
    page.goto(people.link_in(offer, "/redo/"))
    press(page, page.get_by_role("button", name="Yes, I take it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a time for your interview")
    people.book(page, page.url, day=3)
    people.wait_for_note(stack, ADA, "takes the redo")
    people.wait_for_note(stack, ADA, "Redo interview scheduled for")


def _is_hired(stack: Stack, visit: Visit, recruiter: Page) -> None:
    sandbox = visit()
    sandbox.goto("/sandbox/greenhouse/people/800001?application_id=700001")
    press(sandbox, sandbox.get_by_role("button", name="Hire"))
    admin = visit(people.ADMIN)
    press(admin, panel(admin).get_by_role("button", name="Sync now"))

    def is_hired() -> bool:
        people.open_candidacy(recruiter, "Ada Lovelace")
        return recruiter.locator("main").get_by_text("Hired (final)").count() > 0

    eventually(is_hired)
    people.move(sandbox, "Barbara Liskov", "Offer")
