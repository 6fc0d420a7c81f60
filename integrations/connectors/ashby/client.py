"""Ashby's API: every call is a POST of a method's name, and 200 may say that it failed."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from integrations import reading
from integrations.connector import Connector
from integrations.connectors.ashby import payloads
from integrations.http import Client
from integrations.problems import (
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from integrations.reading import Row

PER_PAGE = 100  # the most that a list takes
MOST_PAGES = 200  # of one look-up: a list that never ends is a broken one
MOST_TURNS = 3  # how often one run of a list may begin anew
WIRE = {"Accept": "application/json; version=1"}
KEYS = "Admin > Integrations > API Keys"
NO_PERMISSION = "missing_endpoint_permission"
THEIR_FAULT = "generic_internal_error"  # alone leaves open whether something was done


class StaleToken(VendorProblem):
    """The token for changes is good no more: everything must be read again."""


class StaleCursor(VendorProblem):
    """The place in a list is good no more: this run of it must begin anew."""


KINDS: dict[str, type[VendorProblem]] = {
    "sync_token_expired": StaleToken,
    "sync_token_invalid": StaleToken,
    "incremental_sync_too_large": StaleToken,
    "next_cursor_expired": StaleCursor,
    "invalid_next_cursor": StaleCursor,
    THEIR_FAULT: VendorProblem,
    NO_PERMISSION: PermissionMissing,
}


def problem_in(status: int, body: bytes) -> VendorProblem | None:
    """What an answer says is wrong: by its code, whatever its status.

    403 without the code of a missing permission means that the key is wrong or was disabled.
    """
    answer = reading.row(reading.parsed(body))
    if 200 <= status < 300 and answer.get("success") is True:
        return None
    code, words = _code(answer), reading.text(_info(answer).get("message"))
    said = f"Ashby answered {status}: {words or code or 'it does not say why'}"
    said = f"{said} ({code})." if words and code else f"{said}."
    if code in KINDS:
        return KINDS[code](said, unclear=code == THEIR_FAULT)
    if status in (401, 403):
        return KeyRefused(f"{said} Look the key up in Ashby under {KEYS}, and save it here again.")
    if code.endswith("_not_found"):
        return NotThere(said)
    if 200 <= status < 300 and answer.get("success") is not False:
        return VendorProblem("Ashby answered something else than it promises.", unclear=True)
    return Rejected(said) if 200 <= status < 300 or code else None


@dataclass(frozen=True)
class Place:
    """Where a run of a list goes on: Ashby's cursor, and the token that each of its pages sends."""

    cursor: str = ""
    token: str = ""
    turns: int = 0  # how often the run began anew

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that `text` keeps."""
        return cls(**json.loads(text))

    def __str__(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Listed:
    """One page of a list: `going_on` is "" on the last, which alone has a token."""

    rows: list[Row]
    going_on: str = ""
    token: str = ""


class Rpc:
    """The methods of one Ashby account. Every method raises VendorProblem."""

    def __init__(self, connector: Connector) -> None:
        self.http = Client(connector)
        self.base_url = connector.connection.base_url.rstrip("/")
        self.key = connector.connection.secrets.get("api_key", "")

    def ask(self, method: str, **content: Any) -> Any:
        """The results of a method that changes nothing."""
        return self._send(method, content, reads=True).get("results")

    def tell(self, method: str, **content: Any) -> None:
        """Call a method that changes something."""
        self._send(method, content, reads=False)

    def info(self, method: str, **content: Any) -> Row:
        """One object."""
        found = self.ask(method, **content)
        if not isinstance(found, dict):
            raise VendorProblem(f"Ashby answered {method} without an object.")
        return found

    def rows(self, method: str, **content: Any) -> list[Row]:
        """A list that comes whole."""
        found = self.ask(method, **content)
        if not isinstance(found, list):
            raise VendorProblem(f"Ashby answered {method} without a list.")
        return reading.rows(found)

    def all(self, method: str, **content: Any) -> Iterator[Row]:
        """Every row of a list that comes in pages."""
        place = ""
        for _ in range(MOST_PAGES):
            listed = self.page(method, place, **content)
            yield from listed.rows
            place = listed.going_on
            if not place:
                return
        raise VendorProblem(f"Ashby's list of {method} does not end.")

    def page(
        self, method: str, place: str, *, token: str = "", limit: int = PER_PAGE, **content: Any
    ) -> Listed:
        """One page of a list; what went stale begins the run anew.

        Args:
            place: where the page before said to go on; "" begins a run.
            token: begins a run of changes only.
        """
        here = Place.read(place) if place else Place(token=token)
        content["limit"] = limit
        try:
            return self._page(method, here, content)
        except StaleToken:
            again = Place(turns=here.turns + 1)
        except StaleCursor:
            again = replace(here, cursor="", turns=here.turns + 1)
        if again.turns > MOST_TURNS:
            raise VendorProblem(f"Ashby's list of {method} cannot be read to its end.")
        return self._page(method, again, content)

    def _page(self, method: str, here: Place, content: dict[str, Any]) -> Listed:
        sent = {"cursor": here.cursor, "syncToken": here.token}
        sent = content | {name: value for name, value in sent.items() if value}
        answer = self._send(method, sent, reads=True)
        found, more = answer.get("results"), answer.get("moreDataAvailable")
        following = reading.text(answer.get("nextCursor"), 10_000)
        if not isinstance(found, list) or not isinstance(more, bool) or (more and not following):
            raise VendorProblem(f"Ashby answered {method} without a page.")
        if not all(payloads.uuid(reading.row(one).get("id")) for one in found):
            raise VendorProblem(f"Ashby listed {method} without ids.")
        if more:
            return Listed(found, str(replace(here, cursor=following)))
        return Listed(found, token=reading.text(answer.get("syncToken"), 10_000))

    def _send(self, method: str, content: dict[str, Any], *, reads: bool) -> Row:
        reply = self.http.send(
            "POST",
            f"{self.base_url}/{method}",
            expect=dict,
            reads=reads,
            headers=WIRE,
            auth=(self.key.encode(), b""),
            json=content,
        )
        return reading.row(reply.data)


def _info(answer: Row) -> Row:
    return reading.row(answer.get("errorInfo"))


def _code(answer: Row) -> str:
    """The code in the new form of an error, else in the old one."""
    old = answer.get("errors")
    return reading.text(_info(answer).get("code"), 60) or reading.text(
        old[0] if isinstance(old, list) and old else "", 60
    )
