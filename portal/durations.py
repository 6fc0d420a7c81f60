"""How long something lasts, in words."""


def duration(minutes: int) -> str:
    """A length of time: minutes below two hours, from there on hours and what is left."""
    if minutes < 120:
        return _counted(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    words = _counted(hours, "hour")
    return f"{words} {_counted(rest, 'minute')}" if rest else words


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
