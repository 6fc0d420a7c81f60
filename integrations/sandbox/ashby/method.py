"""What a method of the API is, how it refuses, and how it reads what it was sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from integrations.sandbox.ashby.shapes import Shapes
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row, stamp

MOST = 100  # rows a search or a page gives


class Problem(Exception):
    """A logical error: HTTP 200, `success` false, and this code."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code.replace("_", " ").capitalize() + ".")
        self.code = code


@dataclass(frozen=True)
class Method:
    """The permission a method needs, and what it does: body in, the answer's keys out."""

    scope: str
    work: Callable[[Row, Shapes], Row]


def invalid(message: str = "Request payload is malformed") -> Problem:
    """The error of a body that is not as the method wants it."""
    return Problem("invalid_input", message)


def text(body: Row, name: str) -> str:
    """A text that must be there. Raises Problem."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise invalid(f"{name} is required.")
    return value


def found(kind: str, body: Row, name: str, otherwise: str) -> Record:
    """The row whose id the body names. Raises Problem with the code `otherwise`."""
    row = store.named(kind, text(body, name))
    if row is None:
        raise Problem(otherwise)
    return row


def moment(body: Row, name: str) -> str | None:
    """A time, sent as epoch milliseconds, the way rows keep it; None if absent. Raises Problem."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid(f"{name} must be a number of milliseconds.")
    return stamp(datetime.fromtimestamp(value / 1000, UTC))


def expanded(body: Row) -> Any:
    """What the body asks to be shown in full."""
    return body.get("expand") or ()
