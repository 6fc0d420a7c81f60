"""Lever's API, version 1: single objects, lists by opaque offset tokens, and the few writes."""

from collections.abc import Mapping, Sequence
from typing import Any

from integrations import reading
from integrations.connector import Connector
from integrations.connectors.lever import access
from integrations.http import Client, Reply
from integrations.problems import KeyRefused, NotThere, VendorProblem
from integrations.reading import Row

PER_PAGE = 100  # the most there is
MOST_PAGES = 200  # of one look-up: a list that never ends is a broken one
Params = Mapping[str, str | Sequence[str]]


class Api:
    """The resources of one Lever account. Every method raises VendorProblem."""

    def __init__(self, connector: Connector) -> None:
        self.http = Client(connector)
        self.root = connector.connection.base_url.rstrip("/").removesuffix("/v1") + "/v1"

    def one(self, resource: str, number: str, params: Params | None = None) -> Row:
        """One object.

        Raises:
            NotThere: when Lever does not know it, or the id is none.
        """
        if not reading.opaque_id(number):
            raise NotThere("Lever's ids are letters, digits and hyphens; this is none.")
        found = _row(self._send("GET", f"{resource}/{number}", params=dict(params or {})))
        if not reading.opaque_id(found.get("id")):
            raise VendorProblem(f"Lever told one of its {resource} without an id.")
        return found

    def page(
        self, resource: str, cursor: str = "", params: Params | None = None, limit: int = PER_PAGE
    ) -> tuple[list[Row], str]:
        """One page of a list, and the token of the next ("" at the end), to be sent unchanged."""
        asked = {"limit": str(limit), **(params or {}), **({"offset": cursor} if cursor else {})}
        reply = self._send("GET", resource, params=asked)
        rows = reply.data.get("data")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise VendorProblem(f"Lever listed {resource} in another shape than it promises.")
        if reply.data.get("hasNext") is not True:
            return rows, ""
        following = reply.data.get("next")
        if not isinstance(following, str) or following in ("", cursor):
            raise VendorProblem(f"Lever named a next page of {resource} without its token.")
        return rows, following

    def all(self, resource: str, params: Params | None = None) -> list[Row]:
        """Every row of a list."""
        found: list[Row] = []
        cursor = ""
        for _ in range(MOST_PAGES):
            rows, cursor = self.page(resource, cursor, params)
            found += rows
            if not cursor:
                return found
        raise VendorProblem(f"Lever's list of {resource} does not end.")

    def create(self, path: str, content: dict[str, Any], user: str = "") -> Row:
        """Add something, in the name of this user of Lever if one is given."""
        params = {"perform_as": user} if user else {}
        return _row(self._send("POST", path, json=content, params=params))

    def _send(self, method: str, path: str, **content: Any) -> Reply:
        signed = access.signed(self.http)
        try:
            return self._send_as(signed, method, path, content)
        except KeyRefused:
            if access.by_key(self.http.connection):
                raise
            return self._send_as(self._signed_anew(signed), method, path, content)

    def _signed_anew(self, signed: dict[str, Any]) -> dict[str, Any]:
        refused = signed["headers"]["Authorization"].removeprefix("Bearer ")
        return access.signed(self.http, refused=refused)

    def _send_as(
        self, signed: dict[str, Any], method: str, path: str, content: dict[str, Any]
    ) -> Reply:
        return self.http.send(method, f"{self.root}/{path}", expect=dict, **signed, **content)


def _row(reply: Reply) -> Row:
    """The object in an answer; some stand in two envelopes."""
    found = reading.row(reading.row(reply.data).get("data"))
    return reading.row(found["data"]) if set(found) == {"data"} else found
