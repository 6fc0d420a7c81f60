"""The daily comparison: pages of jobs, people, states of workflows and of applications."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from integrations import reading
from integrations.connectors.jobvite import payloads
from integrations.connectors.jobvite.client import Api
from integrations.connectors.jobvite.lookups import Lookups
from integrations.problems import NotThere
from integrations.reading import Row
from integrations.vocabulary import Page, StateChanged

MARGIN = timedelta(days=1)  # filters know days, in a zone that is not told
PATTERNS = {
    "yyyy-MM-dd": "%Y-%m-%d",
    "MM-dd-yyyy": "%m-%d-%Y",
    "MM-dd-yyyy'T'HH:mm:ssZ": "%m-%d-%YT%H:%M:%S%z",
}


class Sync:
    """The lists of one connection. Every method raises VendorProblem."""

    def __init__(self, api: Api, lookups: Lookups) -> None:
        self.api = api
        self.lookups = lookups
        self.connection = api.connection

    def jobs(self, cursor: str) -> Page:
        """A page of requisitions: always of all, for filters by date are not published."""
        rows, following = self._jobs(cursor)
        field = self.connection.choice("role_field")
        return Page(tuple(payloads.job(row, field) for row in rows), following)

    def people(self, cursor: str) -> Page:
        """The people that a page of requisitions names: employees are listed nowhere else."""
        rows, following = self._jobs(cursor)
        people = [member.person for row in rows for member in payloads.team(row)]
        return Page(tuple(dict.fromkeys(people)), following)

    def stages(self, cursor: str) -> Page:
        """A page of workflows, as the states they have."""
        rows, following = self.api.page("workflow", cursor)
        found = [stage for row in rows for stage in payloads.stages(row)]
        return Page(tuple(found), following)

    def states(self, since: datetime | None, cursor: str) -> Page:
        """A page of applications changed since then; one candidate may have several."""
        rows, following = self.api.page("candidate", cursor, self._changed(since))
        return Page(tuple(self._states(rows)), following)

    def states_of(self, applications: Iterable[str]) -> list[StateChanged]:
        """These applications, each asked for; what Jobvite does not know is left out (P35)."""
        found = []
        for number in applications:
            with suppress(NotThere):
                found.append(self.lookups.state(number))
        return found

    def _jobs(self, cursor: str) -> tuple[list[Row], str]:
        rows, following = self.api.page("job", cursor)
        return [row for row in rows if reading.opaque_id(row.get("eId"))], following

    def _states(self, rows: list[Row]) -> Iterable[StateChanged]:
        known = {payloads.application_id(row): row for row in rows}
        return (payloads.state(row, self.lookups.final) for number, row in known.items() if number)

    def _changed(self, since: datetime | None) -> list[tuple[str, str]]:
        """The filter for what was changed since then, in the pattern the connection names."""
        if since is None:
            return []
        pattern = self.connection.choice("date_pattern")
        bounds = {"datestart": since - MARGIN, "dateend": timezone.now() + MARGIN}
        named = {name: f"{at.astimezone(UTC):{PATTERNS[pattern]}}" for name, at in bounds.items()}
        return [*named.items(), ("dateFormat", pattern)]
