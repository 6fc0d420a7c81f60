"""Ada's story: from a stage move in the ATS to her result, her redo and her hire."""

from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.conftest import Stack, eventually
from tests.journeys.people import Visit

ADA = 700001


def test_ada_is_invited_and_books(stack: Stack, visit: Visit) -> None:
    sandbox = visit()
    people.move(sandbox, "Ada Lovelace", "Technical Interview")

    recruiter = visit(people.RECRUITER)
    recruiter.goto("/candidates/?q=ada")

    eventually(lambda: stack.statuses(ADA) == ["Invited"])
    recruiter.reload()
    row = recruiter.get_by_role("row").filter(has_text="Ada Lovelace")
    expect(row.get_by_text("Scheduling")).to_be_visible()

    invitation = people.find_mail(visit(), "ada@example.org", "interview")
    people.book_first(visit(timezone_id="America/New_York"), people.link_in(invitation, "/book/"))

    note = people.wait_for_note(stack, ADA, "Interview scheduled for")
    assert "Role: Backend Engineer" in note
    confirmation = people.find_mail(visit(), "ada@example.org", "booked|scheduled|confirmed")
    assert "/book/" in confirmation
