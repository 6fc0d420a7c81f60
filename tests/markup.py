"""What can be known of a page's accessibility from its markup alone, without a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
FIELDS = {"input", "select", "textarea"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
NAMED = {"a", "button", "label", "legend", "summary", "title", *HEADINGS}
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
UNLABELED = {"hidden", "submit", "button", "image", "reset"}  # kinds of input


@dataclass
class Element:
    """A tag with its attributes, in which others it stands, and what is said in it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    words: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What its attributes call it."""
        given = ("aria-label", "aria-labelledby", "title")
        return "".join(self.attributes.get(each, "") for each in given).strip()

    @property
    def name(self) -> str:
        """What assistive technology calls it: its label, or what is said in it."""
        return self.label or "".join(self.words).strip()

    def __str__(self) -> str:
        shown = [f'{key}="{value}"' for key, value in self.attributes.items()]
        return f"<{' '.join([self.tag, *shown])}>"[:120]


class Page(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = {key: value or "" for key, value in attributes}
        element = Element(tag, held, tuple(each.tag for each in self._open))
        self.elements.append(element)
        self.handle_data(held.get("alt", ""))
        if tag not in EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words.append(data)


def problems(text: str) -> list[str]:
    """What is wrong with the markup of a page, a line each; nothing of what is no whole page."""
    if "<html" not in text:
        return []
    elements = Page(text).elements
    return [*_outline(elements), *_names(elements), *_pointers(elements)]


def _outline(elements: list[Element]) -> Iterator[str]:
    levels = [HEADINGS[each.tag] for each in elements if each.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    for above, level in zip([0, *levels], levels, strict=False):
        if level > above + 1:
            yield f"h{level} after h{above}"
    tags = [each.tag for each in elements if "svg" not in each.inside]
    for tag in ("title", "main"):
        if tags.count(tag) != 1:
            yield f"{tags.count(tag)} {tag}"
    if not all(each.attributes.get("lang") for each in elements if each.tag == "html"):
        yield "no language"


def _names(elements: list[Element]) -> Iterator[str]:
    labels = {each.attributes.get("for") for each in elements if each.tag == "label"}
    for each in elements:
        own = each.attributes
        if each.tag == "img" and "alt" not in own:
            yield f"no alternative text: {each}"
        if each.tag in NAMED and not each.name:
            yield f"no name: {each}"
        labeled = each.label or "label" in each.inside or own.get("id") in labels
        if each.tag in FIELDS and own.get("type") not in UNLABELED and not labeled:
            yield f"no label: {each}"


def _pointers(elements: list[Element]) -> Iterator[str]:
    ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
    for name in {each for each in ids if ids.count(each) > 1}:
        yield f"more than one #{name}"
    for each in elements:
        for pointer in POINTERS:
            for name in each.attributes.get(pointer, "").split():
                if name not in ids:
                    yield f"{pointer} leads nowhere: {each}"
