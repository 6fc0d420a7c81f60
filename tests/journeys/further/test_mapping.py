"""Mapping: a renamed stage is seen and goes on inviting, a job without a role is mapped."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.conftest import eventually
from tests.journeys.people import Visit
from tests.journeys.ways import panel

pytestmark = pytest.mark.xdist_group("further journeys")
JOB, MARY = "Fraud Analyst", "Mary Shelley"


def test_a_renamed_stage_and_a_job_without_a_role_are_seen_and_mended(visit: Visit) -> None:
    sandbox, page = visit(), visit(people.ADMIN)
    _opens_a_job(sandbox)
    _syncs(page)
    _renames_the_stage(sandbox)
    people.move(sandbox, MARY, "Coding round", JOB)
    _open(page, "Jobs")
    eventually(lambda: _says(page, "1 candidate could not be invited"))

    _maps_the_job(page)
    _syncs(page)
    _open(page, "Stages")
    expect(page.get_by_text("In some jobs it is called Coding round now.")).to_be_visible()
    people.move(sandbox, MARY, "Recruiter Screen", JOB)
    people.move(sandbox, MARY, "Coding round", JOB)

    def is_invited() -> bool:
        page.goto("/candidates/?q=mary")
        row = page.get_by_role("row").filter(has_text=MARY)
        return row.get_by_text("Scheduling", exact=True).count() == 1

    eventually(is_invited)
    _takes_it_back(page)


def _opens_a_job(sandbox: Page) -> None:
    """In the ATS: a new job that names no role, and somebody who applies."""
    sandbox.goto("/sandbox/greenhouse/")
    sandbox.get_by_label("Name", exact=True).fill(JOB)
    sandbox.get_by_role("button", name="Add the job").click()
    sandbox.get_by_label("First name").fill("Mary")
    sandbox.get_by_label("Last name").fill("Shelley")
    sandbox.get_by_label("E-mail").fill("mary@example.org")
    sandbox.get_by_role("button", name="Add the candidate").click()
    expect(sandbox.get_by_role("heading", level=1)).to_have_text(MARY)


def _renames_the_stage(sandbox: Page) -> None:
    sandbox.goto("/sandbox/greenhouse/")
    sandbox.get_by_role("region", name=JOB).get_by_role("link", name="Open the job").click()
    sandbox.get_by_label("Stage", exact=True).select_option(label="Technical Interview")
    sandbox.get_by_label("New name").fill("Coding round")
    sandbox.get_by_role("button", name="Rename the stage").click()
    expect(sandbox.get_by_text("The stage is renamed.")).to_be_visible()


def _syncs(page: Page) -> None:
    panel(page).get_by_role("button", name="Sync now").click()

    def is_over() -> bool:
        return panel(page).get_by_text("Running", exact=True).count() == 0

    eventually(is_over)


def _open(page: Page, part: str) -> None:
    panel(page).get_by_role("link", name="Open Greenhouse").click()
    page.get_by_role("link", name="Mapping").click()
    page.get_by_role("link", name=part, exact=True).click()


def _says(page: Page, words: str) -> bool:
    page.reload()
    return page.get_by_text(re.compile(re.escape(words))).count() > 0


def _maps_the_job(page: Page) -> None:
    page.get_by_label(f"Role of {JOB}").select_option(label="Data Engineer")
    page.get_by_role("button", name="Preview the change").click()
    row = page.get_by_role("row").filter(has_text=JOB)
    expect(row).to_contain_text("Data Engineer")
    page.get_by_role("button", name="Save the mapping").click()
    expect(page.get_by_text("Saved: 1 job")).to_be_visible()


def _takes_it_back(page: Page) -> None:
    _open(page, "Changes")
    page.get_by_role("button", name="Take it back").first.click()
    expect(page.get_by_text("Taken back: 1 of 1 as before.")).to_be_visible()
