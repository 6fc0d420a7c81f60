"""Tries what a capability needs, one thing after another, up to the first that is missing (K4)."""

from collections.abc import Callable, Iterable

from integrations.capabilities import Capability, Proof

LONGEST_TRIED, LONGEST_REMEDY = 300, 500


class Flaw(Exception):
    """Something a capability needs is missing; the text says what to do about it."""


def prove(capability: Capability, trials: Iterable[Callable[[list[str]], None]]) -> Proof:
    """The proof that these trials give; each adds what it tried to the list that it gets.

    Raises:
        VendorProblem: when the vendor cannot be asked, or does not take the key: that says
            nothing about this capability.
    """
    tried: list[str] = []
    try:
        for trial in trials:
            trial(tried)
    except Flaw as flaw:
        remedy = str(flaw)[:LONGEST_REMEDY]
        return Proof(capability, ok=False, tried=_sentence(tried), remedy=remedy)
    return Proof(capability, ok=True, tried=_sentence(tried))


def _sentence(tried: list[str]) -> str:
    return f"Tried {', '.join(dict.fromkeys(tried))}."[:LONGEST_TRIED]
