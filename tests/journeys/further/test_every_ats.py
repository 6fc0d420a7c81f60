"""The loop on every ATS, by the same presses: from a stage move to a hire that the sync finds."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.conftest import eventually
from tests.journeys.people import ADMIN, GLOBEX_ADMIN, Visit
from tests.journeys.ways import press

pytestmark = pytest.mark.xdist_group("further journeys")
SCHEDULED, RESULT = "[Ss]cheduled (?:for|from)", "[Rr]esult (?:is )?ready"


@dataclass(frozen=True)
class Tour:
    """Whom it is about, and who of which organization looks on."""

    ats: str
    organization: str
    admin: str
    name: str
    job: str

    @property
    def mail(self) -> str:
        return f"{self.name.split()[0].lower()}@example.org"


TOURS = [  # of people whom no other journey is about
    Tour("lever", "acme", ADMIN, "Tim Lee", "Frontend Engineer"),
    Tour("jobvite", "acme", ADMIN, "Alan Turing", "Backend Engineer"),
    Tour("ashby", "globex", GLOBEX_ADMIN, "Edsger Dijkstra", "Backend Engineer"),
]


@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.ats)
def test_the_loop_from_a_stage_move_to_a_hire(tour: Tour, visit: Visit) -> None:
    ats, staff = visit(), visit(tour.admin)
    people.move(ats, tour.name, "Technical Interview", tour.job, tour.ats)
    link = people.link_in(people.find_mail(visit(), tour.mail, "interview"), "/book/")
    people.book(visit(), link)
    said = _read(ats, tour, SCHEDULED)
    people.book(visit(), link, day=2)
    assert _read(ats, tour, SCHEDULED, other_than=said)
    people.sit(visit, link, tour.name)
    _read(ats, tour, RESULT)
    press(ats, ats.get_by_role("button", name="Hire"))
    _is_hired(staff, tour)


def _read(page: Page, tour: Tour, words: str, *, other_than: str = "") -> str:
    """What the ATS shows on the candidate's page, once it holds these words and is new."""
    press(page, people.find_in_ats(page, tour.name, tour.job, tour.ats).get_by_role("link").first)

    def says() -> str:
        page.reload()
        shown = " ".join(re.findall(rf".*{words}.*", page.locator("main").inner_text()))
        return "" if shown == other_than else shown

    return str(eventually(says))


def _is_hired(page: Page, tour: Tour) -> None:
    page.goto(f"/organizations/{tour.organization}/integration/")
    panel = page.get_by_role("region", name=re.compile(tour.ats, re.I)).first
    press(page, panel.get_by_role("button", name="Sync now"))

    def is_hired() -> bool:
        people.open_candidacy(page, tour.name)
        return page.locator("main").get_by_text("Hired (final)").count() > 0

    eventually(is_hired)
    expect(page.get_by_role("heading", level=1)).to_contain_text(tour.name)
