"""What people do in the journeys, each on the page where they would do it."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import SOON, Stack, eventually
from tests.journeys.ways import press

RECRUITER = "rita.moss@example.com"
ADMIN = "ines.ferro@example.com"
GLOBEX_ADMIN = "olga.weber@example.com"
INTERVIEWER = "ivy.chen@example.com"
SUPPORT = "sasha.reed@example.com"
Visit = Callable[..., Page]


def find_in_ats(page: Page, person: str, job: str, ats: str) -> Locator:
    """In the sandbox: the row of a candidate on the board of a job."""
    page.goto(f"/sandbox/{ats}/")
    panel = page.get_by_role("region", name=job, exact=True)
    return panel.get_by_role("row").filter(has_text=person)


def move(
    page: Page, person: str, stage: str, job: str = "Backend Engineer", ats: str = "greenhouse"
) -> None:
    """In the sandbox: move a candidate to a stage."""
    row = find_in_ats(page, person, job, ats)
    row.get_by_role("combobox").select_option(label=stage)
    press(page, row.get_by_role("button", name="Move"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def find_mail(page: Page, to: str, subject: str) -> str:
    """In the outbox: the text of the newest mail to somebody with a subject like this."""

    def there() -> bool:
        page.goto("/outbox/")
        return row.count() > 0

    row = page.get_by_role("row").filter(has_text=to).filter(has_text=re.compile(subject))
    eventually(there)
    press(page, row.first.get_by_role("link"))
    return page.locator("pre.mail-text").first.inner_text()


def link_in(text: str, path: str) -> str:
    """The first address in a mail's text that leads to this part of the site."""
    found = re.search(rf"https?://\S*{path}\S*", text)
    assert found, f"no link to {path} in:\n{text}"
    return found.group()


def book(page: Page, link: str, *, day: int = 1) -> None:
    """As the candidate: open the booking link and book, or move to, a time of another day."""
    page.goto(link)
    if page.get_by_role("link", name="Choose another time").count():
        press(page, page.get_by_role("link", name="Choose another time"))
    press(page, page.get_by_role("link", name="Later week"))
    press(page, page.locator("nav.week a.choice").nth(day))
    press(page, page.locator("section.day a.choice").first)
    press(page, page.get_by_role("button", name=re.compile("Book this|Move to this|Yes, this")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your interview is booked")


def wait_for_note(stack: Stack, application: int, text: str, *, within: float = SOON) -> str:
    """The note with this text that the sandbox got, once it is there."""

    def note() -> str | None:
        return next((each for each in stack.notes(application) if text in each), None)

    return str(eventually(note, within=within))


def sit(visit: Visit, link: str, name: str) -> None:
    """Both open the room; the interviewer starts, finishes, writes up and submits."""
    candidate = visit()
    candidate.goto(link)
    press(candidate, candidate.get_by_role("link", name="Go to the room"))
    candidate.get_by_role("button", name="I am here").click()
    expect(candidate.get_by_text("You are here", exact=True)).to_be_visible()
    with candidate.expect_popup() as call:
        candidate.get_by_role("link", name="Open the call").click()
    expect(call.value.get_by_role("heading", level=1)).to_be_visible()
    interviewer = visit(_interviewer_in(candidate.locator("main").inner_text()))
    _hold(interviewer, name)
    _write_up(interviewer)


def _interviewer_in(text: str) -> str:
    names = {"Ivy Chen": "ivy.chen", "Noor Patel": "noor.patel", "Leo Park": "leo.park"}
    return next(f"{mail}@example.com" for name, mail in names.items() if name in text)


def _hold(page: Page, name: str) -> None:
    page.goto("/interviewer/")
    press(page, page.get_by_role("row").filter(has_text=name).get_by_role("link").first)
    press(page, page.get_by_role("link", name="Go to the room"))
    page.get_by_role("button", name="I am here").click()
    expect(page.get_by_text(f"{name} is here")).to_be_visible()
    page.get_by_role("button", name="Start the interview").click()
    press(page, page.get_by_role("button", name="Finish the interview"))


def _write_up(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Write-up")
    page.get_by_role("button", name="Submit the write-up").click()
    expect(page.get_by_role("alert")).to_contain_text("Before you can submit it")
    for group in page.locator("fieldset").all()[:-1]:
        group.get_by_role("radio").nth(2).check()
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_label("Summary").fill("Solved the main task and explained every step.")
    press(page, page.get_by_role("button", name="Submit the write-up"))
    expect(page.get_by_role("button", name="Submit the write-up")).to_have_count(0)


def choose_start(page: Page) -> None:
    """As a recruiter: choose the first time on the page, wherever it is folded away."""
    for folded in page.locator("main details").all():
        folded.evaluate("each => each.open = true")
    page.locator("main form input[type=radio]").first.check()


def open_candidacy(page: Page, name: str) -> None:
    """As staff: find a candidacy by name, in the funnel or among the ended ones."""
    page.goto(f"/candidates/?q={name.split()[-1].lower()}")
    if not page.get_by_role("link", name=name).count():
        press(page, page.get_by_role("link", name=re.compile(r"^Ended(?! early)")))
    press(page, page.get_by_role("link", name=name).first)


def find_calendar(page: Page, to: str, subject: str) -> str:
    """In the outbox: the calendar entry of the newest mail to somebody with such a subject."""
    find_mail(page, to, subject)
    return page.locator("pre.mail-text").nth(1).inner_text()


def line(entry: str, name: str) -> str:
    """The value of a line of a calendar entry."""
    found = re.search(rf"^{name}[;:](.*)$", entry, re.M)
    assert found, f"no {name} in:\n{entry}"
    return found.group(1).strip()
