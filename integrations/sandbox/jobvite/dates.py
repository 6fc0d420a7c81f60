"""Dates as Jobvite has them: texts of a named pattern come in, epoch milliseconds go out."""

import re
from datetime import UTC, datetime

_TOKEN = re.compile(r"'([^']*)'|([A-Za-z])\2*|([^A-Za-z']+)")
_MEANINGS = {
    "yyyy": "%Y",
    "MM": "%m",
    "dd": "%d",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
    "Z": "%z",
}
_DAY = 24 * 60 * 60 * 1000


class BadDate(Exception):
    """The text is no date of the pattern, or the pattern is not one Jobvite knows."""


def milliseconds(at: datetime | None = None) -> int:
    """A time as answers and webhooks carry it; now unless told."""
    return round((at or datetime.now(UTC)).timestamp() * 1000)


def since(text: str, pattern: str) -> int:
    """The first millisecond a `datestart` means. Raises BadDate."""
    return milliseconds(_read(text, pattern))


def until(text: str, pattern: str) -> int:
    """The last millisecond a `dateend` means; a pattern without hours means the whole day.

    Raises BadDate.
    """
    end = milliseconds(_read(text, pattern))
    return end if "HH" in pattern else end + _DAY - 1


def _read(text: str, pattern: str) -> datetime:
    """The time, in UTC where the pattern names no zone."""
    try:
        at = datetime.strptime(text, _directives(pattern))  # noqa: DTZ007
    except ValueError:
        raise BadDate(f"Invalid date {text} for the format {pattern}") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _directives(pattern: str) -> str:
    """The pattern, written in Java's letters, as strptime reads it. Raises BadDate."""
    found = ""
    for token in _TOKEN.finditer(pattern):
        quoted, letter, between = token.groups()
        if letter and token[0] not in _MEANINGS:
            raise BadDate(f"Invalid dateFormat {pattern}")
        found += _MEANINGS[token[0]] if letter else (quoted or between or "").replace("%", "%%")
    return found
