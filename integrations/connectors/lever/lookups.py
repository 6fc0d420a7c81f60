"""Reads opportunities with all an invite needs, and the people on a posting."""

from contextlib import suppress
from dataclasses import replace

from integrations.connectors.lever import records
from integrations.connectors.lever.client import Api
from integrations.models import Connection
from integrations.problems import NotThere, PermissionMissing
from integrations.reading import Row
from integrations.vocabulary import Applicant, AtsPerson, TeamMember

EXPANDED = {"expand": ("applications", "stage", "owner")}
PEOPLE = {"expand": ("owner", "hiringManager", "followers")}
UNKNOWN: Row = {}


class Lookups:
    """Look-ups of one connection. Every method raises VendorProblem."""

    def __init__(self, connection: Connection, api: Api) -> None:
        self.connection = connection
        self.api = api

    def opportunity(self, number: str) -> Row:
        """One opportunity, its applications, stage and owner expanded.

        Raises:
            NotThere: when Lever does not know it.
        """
        return self.api.one("opportunities", number, EXPANDED)

    def readable(self, number: str) -> Row | None:
        """One opportunity, None where Lever does not know it or keeps it, confidential, from us.

        Raises:
            PermissionMissing: when no opportunity may be read.
        """
        try:
            return self.opportunity(number)
        except NotThere:
            return None
        except PermissionMissing:
            self.api.page("opportunities", limit=1)
            return None

    def application(self, number: str) -> Applicant:
        """One opportunity as we know applications."""
        return self.applicant(self.opportunity(number))

    def applicant(self, row: Row) -> Applicant:
        """An opportunity that was read, with what its posting tells."""
        posting = UNKNOWN
        if number := records.posting_of(row):
            with suppress(PermissionMissing, NotThere):  # as far as we may read
                posting = self.api.one("postings", number, PEOPLE)
        return records.applicant(
            row,
            posting,
            role_prefix=self.connection.choice("role_tag"),
            recruiter=self._recruiter(row, posting),
        )

    def hiring_team(self, job: str) -> list[TeamMember]:
        """The people on a posting, its owner first (J4); one who left is left out."""
        members = records.team(self.api.one("postings", job, PEOPLE))
        named = [replace(member, person=self._told(member.person)) for member in members]
        return [member for member in named if member.person.active]

    def is_deleted(self, number: str, since: int) -> bool:
        """Whether Lever lists this opportunity among those deleted since then (milliseconds)."""
        rows = self.api.all("opportunities/deleted", {"deleted_at_start": str(since)})
        return any(records.ref(row) == number for row in rows)

    def _recruiter(self, row: Row, posting: Row) -> AtsPerson | None:
        """By the connection's recruiter source: the posting's owner or the opportunity's (J1)."""
        source = posting if self.connection.choice("recruiter_source") == "job" else row
        owner = records.person(source.get("owner"))
        if not owner.remote_id:
            return None
        with suppress(PermissionMissing, NotThere):
            return self._told(owner)
        return None

    def _told(self, known: AtsPerson) -> AtsPerson:
        """Somebody with name and e-mail, asked for where only the id was told."""
        if known.email:
            return known
        return records.person(self.api.one("users", known.remote_id))
