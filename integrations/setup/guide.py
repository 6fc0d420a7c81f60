"""The words of a guided set-up: steps, what they ask for, what a check of one found (K3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc


class Proves(StrEnum):
    """What turns a step green."""

    CALLS = "calls"  # calls that the connector makes now
    NOTE = "note"  # a note that is written and found again
    WEBHOOK = "webhook"  # the first webhook that is believed
    QUESTION = "question"  # the first call that waits for an answer of ours
    TEST = "test"  # the test of every capability


@dataclass(frozen=True)
class Permission:
    """Something the credential must be allowed, by the vendor's own name for it."""

    name: str
    why: str


@dataclass(frozen=True)
class GuideStep:
    """One step, in the vendor's own menu names; the page and the docs show the same words."""

    name: str  # the last part of the address
    title: str
    text: str  # paragraphs with an empty line between them
    proves: Proves = Proves.CALLS
    permissions: tuple[Permission, ...] = ()
    settings: tuple[str, ...] = ()  # asked for in this step
    shows: tuple[str, ...] = ()  # endpoints of ours to register
    makes: str = ""  # a generated setting, shown once
    ticks: tuple[str, ...] = ()  # what to choose in the vendor, each by its name there
    optional: bool = False  # may be left out, with a reason

    @property
    def paragraphs(self) -> list[str]:
        """What to do, a paragraph each."""
        return [" ".join(part.split()) for part in cleandoc(self.text).split("\n\n")]


@dataclass(frozen=True)
class Finding:
    """One line of a check: what was tried, whether it works, and where to put it right."""

    name: str
    ok: bool
    text: str = ""


def documented(steps: Sequence[GuideStep], titles: dict[str, str]) -> str:
    """The guide as a part of `docs/connectors/<vendor>.md`.

    Args:
        titles: the title of each setting and endpoint by its name.
    """
    return "\n\n".join(_documented(place, step, titles) for place, step in enumerate(steps, 1))


def _documented(place: int, step: GuideStep, titles: dict[str, str]) -> str:
    parts = [f"### {place}. {step.title}{' (optional)' if step.optional else ''}", *step.paragraphs]
    if step.permissions:
        rows = [f"| `{each.name}` | {each.why} |" for each in step.permissions]
        parts.append("\n".join(["| permission | needed for |", "|---|---|", *rows]))
    if step.ticks:
        parts.append("\n".join(f"- {each}" for each in step.ticks))
    if step.shows:
        parts.append(f"Copy from this step: {_listed(step.shows, titles)}.")
    if step.makes:
        parts.append(f"Made here and shown once: {titles[step.makes]}.")
    if step.settings:
        parts.append(f"Asked for here: {_listed(step.settings, titles)}.")
    return "\n\n".join([*parts, f"*Turns green by {_WORDS[step.proves]}.*"])


def _listed(names: Sequence[str], titles: dict[str, str]) -> str:
    return ", ".join(f"{titles[name]} (`{name}`)" for name in names)


_WORDS = {
    Proves.CALLS: "calls that are made when you press the check",
    Proves.NOTE: "a note that is written and found again",
    Proves.WEBHOOK: "the first webhook that arrives with the right signature",
    Proves.QUESTION: "the first call that the ATS makes and we answer",
    Proves.TEST: "the test of every capability",
}
