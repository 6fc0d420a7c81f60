"""Reads single values out of JSON from outside: nothing in it can be relied on (P7)."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

ID = re.compile(r"[0-9]{1,20}")
OPAQUE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
Row = Mapping[str, Any]


def parsed(body: bytes) -> Any:
    """The JSON of a body, None where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def row(value: object) -> Row:
    """The object, or an empty one when it is something else."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Row]:
    """The objects of a list, leaving out what is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: object, most: int = 300) -> str:
    """A text that a row can keep: without NUL bytes and broken characters, trimmed, cut."""
    if not isinstance(value, str):
        return ""
    clean = value.replace("\x00", "").encode("utf-8", "replace").decode()
    return clean.strip()[:most].strip()


def remote_id(value: object) -> str:
    """A number's digits as the text that ids are kept as, "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    digits = str(value).strip() if isinstance(value, str) or abs(value) < 10**20 else ""
    return digits if ID.fullmatch(digits) else ""


def opaque_id(value: object) -> str:
    """An id of letters, digits, hyphens and underscores as it is, "" for anything else."""
    found = value.strip() if isinstance(value, str) else ""
    return found if OPAQUE_ID.fullmatch(found) else ""


def moment(value: object) -> datetime | None:
    """An ISO 8601 time in UTC; one without a zone is taken as UTC, an unreadable one as None."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def epoch_moment(value: object) -> datetime | None:
    """Milliseconds since 1970 as a time in UTC, anything else as None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
