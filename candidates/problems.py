"""Refusals whose text a recruiter or candidate can read."""


class WrongState(Exception):
    """The interview is no longer, or not yet, in a state that allows this (E1)."""


class SlotTaken(Exception):
    """Somebody else was faster, or the time is no longer offered (E8)."""


class KeyReused(Exception):
    """The key of an invite stands for another one already (D20)."""


class TooLate(Exception):
    """The candidate may not change this themselves any more (E9)."""
