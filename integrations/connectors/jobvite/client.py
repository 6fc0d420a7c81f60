"""Jobvite's API, version 2: lists by start and count, changes by PUT, grants told from bad keys."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from integrations import reading
from integrations.connector import Connector
from integrations.connectors.jobvite import keys
from integrations.http import Client, Reply
from integrations.problems import (
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from integrations.reading import Row

MOST = 500  # rows of a page: Jobvite gives no more
OVERLAP = 10  # rows read twice, since a list may move under the reader
MOST_PAGES = 200  # of one look-up: a list that never ends is a broken one
LISTS = {
    "candidate": "candidates",
    "job": "requisitions",
    "workflow": "workflows",
    "customfield": "customFields",
}
GRANTS = {
    ("GET", "candidate"): "GET Candidate",
    ("PUT", "candidate"): "Update Candidate",
    ("GET", "job"): "GET Job",
    ("GET", "workflow"): "GET Workflow",
    ("GET", "customfield"): "GET Custom Field",
    ("PUT", "customfield"): "Update Custom Field",
}
NOTHING = {"candidate": [("candidateId", "0")], "job": [("ids", "0")]}  # asks for nobody's data
Query = list[tuple[str, str]]


class Api:
    """The resources of one Jobvite account. Every method raises VendorProblem."""

    def __init__(self, connector: Connector) -> None:
        self.http = Client(connector)
        self.connection = connector.connection
        self.base_url = connector.connection.base_url.rstrip("/")

    def page(
        self, resource: str, cursor: str = "", filters: Iterable[tuple[str, str]] = ()
    ) -> tuple[list[Row], str]:
        """One page of a list, and the cursor of the next ("" at the end).

        The end is a page that is not full: `total` is not reliable.
        """
        start = int(cursor or self.connection.choice("first_row"))
        rows = self.rows(resource, filters, start=start, count=MOST)
        return rows, str(start + MOST - OVERLAP) if len(rows) >= MOST else ""

    def all(self, resource: str) -> list[Row]:
        """Every row of a list; some come twice where it has several pages."""
        found: list[Row] = []
        cursor = ""
        for _ in range(MOST_PAGES):
            rows, cursor = self.page(resource, cursor)
            found += rows
            if not cursor:
                return found
        raise VendorProblem(f"Jobvite's list {resource} does not end.")

    def rows(
        self,
        resource: str,
        filters: Iterable[tuple[str, str]],
        *,
        start: int | None = None,
        count: int = MOST,
    ) -> list[Row]:
        """The rows that a query finds, from the first on."""
        first = int(self.connection.choice("first_row")) if start is None else start
        query = [*filters, ("start", str(first)), ("count", str(count)), ("format", "json")]
        rows = self._send("GET", resource, query).data.get(LISTS[resource])
        if not isinstance(rows, list):
            raise VendorProblem("Jobvite answered something else than it promises.")
        return reading.rows(rows)

    def change(self, resource: str, content: dict[str, Any]) -> None:
        """Change a record: only what is named changes, and the same again changes nothing."""
        company = self.connection.choice("company_id").strip()
        self._send("PUT", resource, [("companyId", company)] if company else [], json=content)

    def try_reading(self, resource: str) -> None:
        """Ask for nothing, which is answered only where the key may read this.

        Raises:
            PermissionMissing: where it may not.
        """
        try:
            self.rows(resource, NOTHING.get(resource, []), count=1)
        except NotThere:
            return

    def _send(self, method: str, resource: str, query: Query, **content: Any) -> Reply:
        try:
            return self._exchange(method, resource, query, **content)
        except KeyRefused as refusal:
            if self._is_good_for_others(method, resource):
                raise PermissionMissing(
                    f"Jobvite's key has no grant for “{GRANTS[method, resource]}”."
                ) from None
            raise refusal from None

    def _is_good_for_others(self, method: str, resource: str) -> bool:
        """Whether the key opens something else: a missing grant is answered like a bad key."""
        others = [one for one in NOTHING if (method, resource) != ("GET", one)]
        return any(self._answers(other) for other in others)

    def _answers(self, resource: str) -> bool:
        try:
            self._exchange("GET", resource, [*NOTHING[resource], ("start", "1"), ("count", "1")])
        except KeyRefused:
            return False
        except (NotThere, Rejected, PermissionMissing):
            return True
        return True

    def _exchange(self, method: str, resource: str, query: Query, **content: Any) -> Reply:
        words = urlencode(query, quote_via=quote)  # blanks as %20: a plus is taken literally
        url = f"{self.base_url}/{resource}" + (f"?{words}" if words else "")
        shown = keys.headers(self.connection)
        return self.http.send(method, url, expect=dict, headers=shown, **content)
