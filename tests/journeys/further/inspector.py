"""Looks at a page as a browser shows it: accessibility, width, headings, console and policy."""

from collections.abc import Iterator
from itertools import product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage

NARROW, MIDDLE, WIDE = 320, 768, 1280  # pixels
VIEWS = list(product(("light", "dark"), (WIDE, MIDDLE, NARROW)))
REPORTS = """
    document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))
"""
LOOK = """async () => {
    const seen = new Set(), grounds = new Map([[null, ""]])
    const ground = (each) => {
        if (!grounds.has(each)) {
            const {backgroundColor, backgroundImage, opacity, filter} = getComputedStyle(each)
            const own = [backgroundColor, backgroundImage, opacity, filter].join()
            const clear = own === "rgba(0, 0, 0, 0),none,1,none"
            grounds.set(each, ground(each.parentElement) + (clear ? "" : own))
        }
        return grounds.get(each)
    }
    const shows = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 1 &&
        (each.matches("input, select, textarea") ||
            [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    for (const each of document.querySelectorAll("body *")) {
        each.removeAttribute("data-seen")
        if (!shows(each)) continue
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(each)
        const kind = [color, fontSize, fontWeight, textShadow, ground(each)].join()
        each.toggleAttribute("data-seen", seen.has(kind))
        seen.add(kind)
    }
    axe.configure({rules: [{id: "color-contrast", selector: "*:not([data-seen])"}]})
    const {violations} = await axe.run({resultTypes: ["violations"], preload: false})
    return violations.flatMap(({id, nodes}) =>
        nodes.map(({target, html}) => `${id} at ${target}: ${html.slice(0, 160)}`))
}"""


class Inspector:
    """A page somebody looks at, and what is wrong with it.

    Each page is looked at in both themes and in three widths, and may not be wider than the
    narrowest. Of texts of one color and size on one ground the first is measured: most of axe's
    time goes into contrast.
    """

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(REPORTS)
        context.add_init_script(Axe().axe_script)
        self.page = context.new_page()
        self._said: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._said.append(str(error)))

    def problems(self, name: str) -> list[str]:
        """What is wrong with the page that is open, a line each."""
        found = [f"{name}: {problem}" for problem in self._problems()]
        self._said.clear()
        return found

    def _problems(self) -> Iterator[str]:
        if (count := self.page.evaluate("document.querySelectorAll('h1').length")) != 1:
            yield f"{count} h1"
        for theme, width in VIEWS:
            self.page.emulate_media(color_scheme=theme)
            self._widen(width)
            yield from (f"{theme} {width}: {each}" for each in self.page.evaluate(LOOK))
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
