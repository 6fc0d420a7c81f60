"""What happens on the ATS's side: recruiters, profile URLs, assessment calls, roles, faults."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.conftest import Stack, eventually
from tests.journeys.people import Visit
from tests.journeys.ways import panel, press

pytestmark = pytest.mark.xdist_group("journeys")
RADIA, KAREN, HEDY, EDGAR = 700014, 700015, 700017, 700018


def test_a_jobs_new_recruiter_follows_in_the_portal(stack: Stack, visit: Visit) -> None:
    """Step 9."""
    page = visit()
    people.move(page, "Radia Perlman", "Technical Interview", "Frontend Engineer")
    eventually(lambda: "Invited" in stack.statuses(RADIA))
    page.goto("/sandbox/greenhouse/jobs/3486/")
    page.get_by_label("Recruiter").last.select_option(label="Sam Okafor")
    press(page, page.get_by_role("button", name="Save the job"))
    recruiter = visit(people.RECRUITER)

    def is_sams() -> bool:
        people.open_candidacy(recruiter, "Radia Perlman")
        return "Recruiter Sam Okafor" in recruiter.locator("main").inner_text()

    eventually(is_sams)


def test_a_pasted_profile_url_fills_the_form_and_ties_the_notes(stack: Stack, visit: Visit) -> None:
    """Step 10."""
    page = visit(people.RECRUITER)
    page.goto("/candidates/invite/")
    page.get_by_label(re.compile("profile|address", re.I)).first.fill(
        "https://app.greenhouse.io/people/800017?application_id=700017"
    )
    page.get_by_role("button", name="Fill the form").click()
    expect(page.get_by_label("Full name")).to_have_value("Hedy Lamarr")
    expect(page.get_by_label("E-mail")).to_have_value("hedy@example.org")
    expect(page.get_by_label("Role").locator("option:checked")).to_contain_text("Data Engineer")
    press(page, page.get_by_role("button", name=re.compile("^(Send the invite|Invite)")))

    eventually(lambda: "Invited" in stack.statuses(HEDY))


def test_the_assessment_calls_send_a_test_and_fetch_its_result(stack: Stack, visit: Visit) -> None:
    """Step 11."""
    page = visit()
    profile = "/sandbox/greenhouse/people/800018?application_id=700018"
    page.goto(profile)
    press(page, page.get_by_role("button", name="List tests"))
    press(page, page.get_by_role("button", name="Send test Data Engineer"))
    invitation = people.find_mail(page, "edgar@example.org", "interview")
    link = people.link_in(invitation, "/book/")
    people.book(visit(), link)
    people.sit(visit, link, "Edgar Codd")

    def is_complete() -> bool:
        page.goto(profile)
        return page.get_by_role("row").filter(has_text="complete").count() > 0

    eventually(is_complete)


def test_a_refused_test_is_told_by_response_error(stack: Stack, visit: Visit) -> None:
    page = visit()
    page.goto("/sandbox/greenhouse/people/800018?application_id=700018")
    press(page, page.get_by_role("button", name="List tests"))
    press(page, page.get_by_role("button", name="Send test Frontend Engineer"))
    page.goto("/sandbox/greenhouse/people/800007?application_id=700007")
    press(page, page.get_by_role("button", name="List tests"))
    press(page, page.get_by_role("button", name="Send test Frontend Engineer"))

    def was_told() -> bool:
        calls = stack.log("partner_calls")
        return any("response_error" in str(call) for call in calls)

    eventually(was_told)


def test_a_renamed_role_is_renamed_in_the_ats(stack: Stack, visit: Visit) -> None:
    """Step 12."""
    page = visit(people.ADMIN)
    page.goto("/roles/")
    press(page, page.get_by_role("link", name="Machine Learning Engineer"))
    press(page, page.get_by_role("link", name="Settings", exact=True).last)
    page.get_by_label("Name").fill("Machine Learning Scientist")
    press(page, page.get_by_role("button", name="Save"))
    sandbox = visit()

    def is_renamed() -> bool:
        sandbox.goto("/sandbox/greenhouse/jobs/3485/")
        offered = sandbox.get_by_label("Liaison Role").locator("option").all_inner_texts()
        return "Machine Learning Scientist" in offered and (
            "Machine Learning Engineer" not in offered
        )

    eventually(is_renamed)


def test_updates_wait_out_429_and_go_once_and_in_order(stack: Stack, visit: Visit) -> None:
    """Step 13."""
    people.move(visit(), "Karen Jones", "Technical Interview", "Frontend Engineer")
    eventually(lambda: "Invited" in stack.statuses(KAREN))
    stack.fault(kind="429", left=2, retry_after="3", path="/v3/")
    link = people.link_in(people.find_mail(visit(), "karen@example.org", "interview"), "/book/")
    people.book(visit(), link, day=1)
    people.book(visit(), link, day=2)

    eventually(lambda: any("scheduled" in note for note in stack.notes(KAREN)), within=120)
    recruiter = visit(people.RECRUITER)
    eventually(lambda: stack.notes(KAREN) and _is_settled(recruiter), within=120)

    firsts = [note.split(" for ")[0].split(" from ")[0] for note in stack.notes(KAREN)]
    assert firsts == ["Interview scheduled", "Interview rescheduled"]
    calls = stack.log("calls")
    assert [call for call in calls if call["early"]] == []
    assert any(call["status"] == 429 for call in calls)


def test_updates_survive_500_slow_and_html(stack: Stack, visit: Visit) -> None:
    people.move(visit(), "Katherine Johnson", "Technical Interview")
    eventually(lambda: "Invited" in stack.statuses(700013))
    for kind in ("500", "html", "slow"):
        stack.fault(kind=kind, left=1, path="/v3/", delay=1)
    link = people.link_in(people.find_mail(visit(), "katherine@example.org", "interview"), "/book/")
    people.book(visit(), link)

    people.wait_for_note(stack, 700013, "Interview scheduled for", within=120)
    stack.heal()
    assert len(stack.notes(700013)) == 1


def _is_settled(page: Page) -> bool:
    return "0 waiting, 0 given up or parked" in panel(page).inner_text()
