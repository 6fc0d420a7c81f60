"""The daily comparison: pages of postings, users, stages and opportunities, each with its token."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.cache import cache

from integrations import reading
from integrations.connectors.lever import records
from integrations.connectors.lever.client import Api
from integrations.connectors.lever.lookups import EXPANDED, Lookups
from integrations.models import Connection
from integrations.reading import Row
from integrations.vocabulary import CandidateGone, Inbound, Page, StateChanged

DELETED = "deleted:"  # begins the cursors of the list that follows the opportunities
KNOWN_FOR = 600  # seconds: a reason's type does not change, and an unknown one is asked for


class Sync:
    """The lists of one connection. Every method raises VendorProblem."""

    def __init__(self, connection: Connection, api: Api, lookups: Lookups) -> None:
        self.connection = connection
        self.api = api
        self.lookups = lookups
        self.reasons_are_new = False

    def jobs(self, since: datetime | None, cursor: str) -> Page:
        """A page of postings; the filter by time allows no other but confidentiality."""
        asked = {**_since("updated_at_start", since), **self._confidentiality()}
        rows, following = self.api.page("postings", cursor, asked)
        prefix = self.connection.choice("role_tag")
        known = [row for row in rows if records.ref(row)]
        return Page(tuple(records.job(row, prefix) for row in known), following)

    def people(self, cursor: str) -> Page:
        """A page of users, those who left too."""
        rows, following = self.api.page("users", cursor, {"includeDeactivated": "true"})
        people = [records.person(row) for row in rows]
        return Page(tuple(one for one in people if one.remote_id), following)

    def stages(self, cursor: str) -> Page:
        """A page of the stages, which all postings share, in their order."""
        rows, following = self.api.page("stages", cursor)
        found = [records.stage(row, order) for order, row in enumerate(rows)]
        return Page(tuple(one for one in found if one.remote_id and one.name), following)

    def states(self, since: datetime | None, cursor: str) -> Page:
        """A page of opportunities changed since then; after the last, of those deleted since."""
        if cursor.startswith(DELETED):
            return self._deleted(since, cursor.removeprefix(DELETED))
        asked = {**_since("updated_at_start", since), **self._confidentiality(), **EXPANDED}
        rows, following = self.api.page("opportunities", cursor, asked)
        known = tuple(self._news(row) for row in rows if records.ref(row))
        return Page(known, following or (DELETED if since else ""))

    def states_of(self, opportunities: Iterable[str]) -> list[Inbound]:
        """These opportunities, one call each; one that Lever does not show is left out (P35)."""
        rows = map(self.lookups.readable, opportunities)
        return [self._news(row) for row in rows if row is not None]

    def state(self, row: Row) -> StateChanged:
        """Where an opportunity that was read stands."""
        end = records.archived(row)
        reasons = self._reasons(reading.opaque_id(end.get("reason"))) if end is not None else {}
        return records.state(row, reasons, self._names("withdrawn"), self._names("moved"))

    def _news(self, row: Row) -> Inbound:
        if records.is_anonymized(row):
            return CandidateGone(application=records.ref(row))
        return self.state(row)

    def _deleted(self, since: datetime | None, cursor: str) -> Page:
        asked = _since("deleted_at_start", since)
        rows, following = self.api.page("opportunities/deleted", cursor, asked)
        gone = tuple(CandidateGone(application=records.ref(row)) for row in rows)
        return Page(
            tuple(one for one in gone if one.application), following and DELETED + following
        )

    def _reasons(self, wanted: str) -> Mapping[str, Row]:
        """The archive reasons by id, inactive ones too; read again where one is not known."""
        name = f"lever-reasons-{self.connection.pk}"
        known: dict[str, Row] = cache.get(name, {})
        if wanted not in known and not self.reasons_are_new:
            self.reasons_are_new = True
            known = {records.ref(row): row for row in self.api.all("archive_reasons")}
            cache.set(name, known, KNOWN_FOR)
        return known

    def _names(self, which: str) -> set[str]:
        listed = self.connection.choice(f"{which}_reasons").split(",")
        return {name.strip().casefold() for name in listed if name.strip()}

    def _confidentiality(self) -> dict[str, str]:
        """Lever leaves confidential rows out unless it is asked for all."""
        included = self.connection.choice("confidential") == "included"
        return {"confidentiality": "all"} if included else {}


def _since(name: str, moment: datetime | None) -> dict[str, str]:
    """The filter for what happened since then, in milliseconds."""
    return {name: str(int(moment.timestamp() * 1000))} if moment else {}
