"""Greenhouse's Harvest API, version 3: lists by cursor, ids in batches, and the few writes."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from requests.utils import parse_header_links

from integrations import reading
from integrations.connector import Connector
from integrations.connectors.greenhouse.access import access_token
from integrations.http import Client, Reply
from integrations.problems import KeyRefused, NotThere, VendorProblem
from integrations.reading import Row

PER_PAGE = 500
MOST_IDS = 50  # a filter takes no more
MOST_PAGES = 200  # of one look-up: a list that never ends is a broken one

Item = TypeVar("Item")


class Harvest:
    """The resources of one Greenhouse account. Every method raises VendorProblem."""

    def __init__(self, connector: Connector) -> None:
        self.http = Client(connector)
        self.base_url = connector.connection.base_url.rstrip("/")

    def page(
        self,
        resource: str,
        cursor: str = "",
        filters: Mapping[str, str] | None = None,
        per_page: int = PER_PAGE,
    ) -> tuple[list[Row], str]:
        """One page of a list, and the cursor of the next ("" at the end)."""
        first = {"per_page": str(per_page), **(filters or {})}
        params = {"cursor": cursor} if cursor else first  # a cursor comes alone
        reply = self._send("GET", resource, expect=list, params=params)
        if not all(reading.remote_id(reading.row(item).get("id")) for item in reply.data):
            raise VendorProblem(f"Greenhouse listed {resource} without ids.")
        return reply.data, self._next(reply)

    def all(self, resource: str, **filters: str) -> list[Row]:
        """Every row of a list."""
        found: list[Row] = []
        cursor = ""
        for _ in range(MOST_PAGES):
            rows, cursor = self.page(resource, cursor, filters)
            found += rows
            if not cursor:
                return found
        raise VendorProblem(f"Greenhouse's list of {resource} does not end.")

    def by_ids(self, resource: str, name: str, ids: Iterable[str], **filters: str) -> list[Row]:
        """The rows whose `name` is one of these ids; what Greenhouse leaves out is left out."""
        wanted = sorted({one for one in ids if one}, key=int)
        return [
            found
            for batch in batches(wanted, MOST_IDS)
            for found in self.all(resource, **{name: ",".join(batch)}, **filters)
        ]

    def one(self, resource: str, number: str) -> Row:
        """One row.

        Raises:
            NotThere: when Greenhouse does not list it.
        """
        for found in self.by_ids(resource, "ids", [number]):
            if reading.remote_id(found["id"]) == number:
                return found
        raise NotThere(f"Greenhouse does not list number {number} among its {resource}.")

    def create(self, resource: str, content: dict[str, Any]) -> None:
        """Add a row."""
        self._send("POST", resource, expect=dict, json=content)

    def change(self, resource: str, number: str, content: dict[str, Any]) -> None:
        """Change a row."""
        self._send("PATCH", f"{resource}/{number}", expect=dict, json=content)

    def retire(self, resource: str, number: str) -> None:
        """Delete a row, which for options means: no longer offered."""
        self._send("DELETE", f"{resource}/{number}")

    def _send(self, method: str, path: str, **content: Any) -> Reply:
        token = access_token(self.http)
        try:
            return self._send_as(token, method, path, content)
        except KeyRefused:
            return self._send_as(access_token(self.http, refused=token), method, path, content)

    def _send_as(self, token: str, method: str, path: str, content: dict[str, Any]) -> Reply:
        bearer = {"Authorization": f"Bearer {token}"}
        return self.http.send(method, f"{self.base_url}/v3/{path}", headers=bearer, **content)

    def _next(self, reply: Reply) -> str:
        """The cursor in the `Link` header, whose address must be one of Greenhouse's."""
        links = parse_header_links(reply.headers.get("Link", ""))
        url = next((link["url"] for link in links if link.get("rel") == "next"), "")
        if not url:
            return ""
        self.http.check_address(url)
        cursors = parse_qs(urlsplit(url).query).get("cursor")
        if not cursors:
            raise VendorProblem("Greenhouse named a next page without its cursor.")
        return cursors[0]


def batches(items: list[Item], size: int) -> list[list[Item]]:
    """The items in lists of at most this size."""
    return [items[start : start + size] for start in range(0, len(items), size)]
