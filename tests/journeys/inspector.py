"""Looks at a page as a browser shows it: accessibility, width, headings, console and policy."""

import os
from collections.abc import Iterator
from itertools import cycle, product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

NARROW, MIDDLE, WIDE = 320, 768, 1280  # pixels
VIEWS = [("light", WIDE), ("dark", NARROW)]
EVERY_VIEW = list(product(("light", "dark"), (WIDE, MIDDLE, NARROW)))
QUICK = {"resultTypes": ["violations"], "preload": False}
REPORTS = """
    document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))
"""


class Inspector:
    """A page somebody looks at, and what is wrong with it.

    Each page is looked at once, by turns in light and wide and in dark and narrow; with E2E=1 in
    every theme and width. None may be wider than the narrowest window.
    """

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(REPORTS)
        self.page = context.new_page()
        self.turns = cycle([EVERY_VIEW] if os.environ.get("E2E") else [[view] for view in VIEWS])
        self._said: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._said.append(str(error)))

    def problems(self, name: str) -> list[str]:
        """What is wrong with the page that is open, a line each."""
        found = [f"{name}: {problem}" for problem in self._problems()]
        self._said.clear()
        return found

    def _problems(self) -> Iterator[str]:
        if (count := self.page.locator("h1").count()) != 1:
            yield f"{count} h1"
        for theme, width in next(self.turns):
            self.page.emulate_media(color_scheme=theme)
            self._widen(width)
            yield from (f"{theme} {width}: {each}" for each in _violations(self.page))
        self._widen(NARROW)
        if beyond := self.page.evaluate(BEYOND):
            yield f"wider than {NARROW} pixels: {beyond}"
        yield from self._said

    def _widen(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def _hear(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource")
        if message.type == "error" and not (refused and message.location["url"] == self.page.url):
            self._said.append(message.text)


BEYOND = """() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return ""
    const wide = [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > width + 1)
    return wide.slice(0, 3).map((each) => each.outerHTML.slice(0, 120)).join(" | ") || "the page"
}"""


def _violations(page: Page) -> Iterator[str]:
    for violation in Axe().run(page, options=QUICK).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} at {node['target']}: {node['html'][:160]}"
