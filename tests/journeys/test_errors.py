"""Invites that cannot go out: the same words in the ATS and the portal, and how each heals."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.conftest import Stack, eventually
from tests.journeys.people import Visit
from tests.journeys.ways import press

pytestmark = pytest.mark.xdist_group("journeys")
L1 = "Missing or invalid role on the job."
L2 = "Phone is too short (minimum is 7 characters)."
L3 = "Role already has an active interview for this candidate."
L4 = "Recruiter and candidate can't be the same."
L5 = "Name or e-mail is missing or not valid."


@pytest.mark.parametrize(
    ("name", "job", "application", "text"),
    [
        ("Lin Zhao", "Office Manager", 700002, L1),
        ("Omar Sy", "Site Reliability Engineer", 700003, L1),
        ("Pia Short", "Backend Engineer", 700004, L2),
        ("Rita Moss", "Backend Engineer", 700006, L4),
        ("Noa Silent", "Frontend Engineer", 700007, L5),
        ("Candidate 800008", "Frontend Engineer", 700008, L5),
    ],
)
def test_an_error_is_told_in_the_ats_and_in_the_portal(
    stack: Stack, visit: Visit, name: str, job: str, application: int, text: str
) -> None:
    people.move(visit(), name, "Technical Interview", job)

    people.wait_for_note(stack, application, text)
    assert text in stack.statuses(application)[-1]
    recruiter = visit(people.ADMIN)
    recruiter.goto("/candidates/attempts/")
    expect(recruiter.locator("main")).to_contain_text(text)


def test_a_phone_is_mended_and_the_stage_moved_back_and_forth(stack: Stack, visit: Visit) -> None:
    page = visit()
    page.goto("/sandbox/greenhouse/people/800004?application_id=700004")
    page.get_by_label("Phone").fill("+1 212 555 0104")
    press(page, page.get_by_role("button", name="Save the candidate"))
    people.move(page, "Pia Short", "Recruiter Screen")
    people.move(page, "Pia Short", "Technical Interview")

    eventually(lambda: "Invited" in stack.statuses(700004))


def test_a_second_application_for_the_same_role_is_refused(stack: Stack, visit: Visit) -> None:
    page = visit()
    people.move(page, "Dora Twice", "Technical Interview")
    eventually(lambda: "Invited" in stack.statuses(700005))
    people.move(page, "Dora Twice", "Technical Interview", "Senior Backend Engineer")

    note = people.wait_for_note(stack, 700105, L3)

    recruiter = visit(people.RECRUITER)
    recruiter.goto(people.link_in(note, "/candidacies/"))
    expect(recruiter.get_by_role("heading", level=1)).to_have_text("Dora Twice")


def test_a_recent_interview_holds_the_invite_until_a_person_confirms_it(
    stack: Stack, visit: Visit
) -> None:
    page, grace = visit(), 700009
    people.move(page, "Grace Hopper", "Technical Interview")
    note = people.wait_for_note(stack, grace, "Recently interviewed: completed")
    assert "1 in this role" in note
    people.move(page, "Grace Hopper", "Recruiter Screen")
    people.move(page, "Grace Hopper", "Technical Interview")
    eventually(lambda: len(stack.notes(grace)) == 2)
    assert "Invited" not in stack.statuses(grace)

    _confirm(visit(people.RECRUITER))

    eventually(lambda: stack.statuses(grace)[-1] == "Invited")
    people.find_mail(page, "grace@example.org", "interview")


def _confirm(recruiter: Page) -> None:
    recruiter.goto("/candidates/attempts/")
    press(recruiter, recruiter.get_by_role("link", name="Grace Hopper").first)
    press(recruiter, recruiter.get_by_role("button", name="Invite anyway"))
    expect(recruiter.locator("main")).to_contain_text(re.compile("Grace Hopper"))
