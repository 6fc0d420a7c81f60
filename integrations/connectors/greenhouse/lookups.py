"""Reads applications with all an invite needs, and the people on a job."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from integrations import reading
from integrations.connectors.greenhouse import records
from integrations.connectors.greenhouse.client import Harvest
from integrations.models import Connection
from integrations.problems import NotThere, PermissionMissing
from integrations.reading import Row
from integrations.vocabulary import Applicant, AtsPerson, TeamMember, TeamRole

UNKNOWN: Row = {}


class Lookups:
    """Look-ups of one connection. Every method raises VendorProblem."""

    def __init__(self, connection: Connection, harvest: Harvest) -> None:
        self.connection = connection
        self.harvest = harvest

    def application(self, number: str) -> Applicant:
        """One application.

        Raises:
            NotThere: when Greenhouse does not list it, or it is no number.
        """
        if not reading.remote_id(number):
            raise NotThere("Greenhouse's ids are numbers; this is none.")
        return self._applicants([self.harvest.one("applications", number)])[0]

    def of_candidate(self, number: str) -> list[Applicant]:
        """A candidate's applications: those going on, or all where none is."""
        rows = self.harvest.by_ids("applications", "candidate_ids", [number])
        theirs = [row for row in rows if records.counts(row)]
        going_on = [row for row in theirs if row.get("status") in ("in_process", "active")]
        return self._applicants(going_on or theirs)

    def hiring_team(self, job: str) -> list[TeamMember]:
        """The people on a job, the responsible recruiter first (J4)."""
        owners = self.harvest.by_ids("job_owners", "job_ids", [job])
        managers = self.harvest.by_ids("job_hiring_managers", "job_ids", [job])
        members = records.team(owners, managers)
        people = self._people(member.person.remote_id for member in members)
        known = [member for member in members if member.person.remote_id in people]
        return [replace(member, person=people[member.person.remote_id]) for member in known]

    def job_recruiter(self, job: str) -> AtsPerson | None:
        """The recruiter of a job, the responsible one of several (J1)."""
        return self._job_recruiters([job]).get(job)

    def _applicants(self, rows: list[Row]) -> list[Applicant]:
        candidates = self._by_id("candidates", (row.get("candidate_id") for row in rows))
        jobs: Mapping[str, Row] = {}
        recruiters: Mapping[str, AtsPerson] = {}
        with suppress(PermissionMissing):  # the form is filled as far as we may read
            jobs = self._by_id("jobs", (row.get("job_id") for row in rows))
        with suppress(PermissionMissing):
            recruiters = self._recruiters(rows)
        return [
            records.applicant(
                row,
                candidates.get(reading.remote_id(row.get("candidate_id")), UNKNOWN),
                jobs.get(reading.remote_id(row.get("job_id")), UNKNOWN),
                role_field=self.connection.choice("role_field"),
                recruiter=recruiters.get(reading.remote_id(row["id"])),
            )
            for row in rows
        ]

    def _recruiters(self, rows: list[Row]) -> dict[str, AtsPerson]:
        """The recruiter of each application, by the connection's recruiter source (J1)."""
        source = self.connection.choice("recruiter_source")
        if source == "job":
            by_job = self._job_recruiters(reading.remote_id(row.get("job_id")) for row in rows)
            pairs = ((row, by_job.get(reading.remote_id(row.get("job_id")))) for row in rows)
        else:
            name = "recruiter_id" if source == "candidate" else "coordinator_id"
            people = self._people(reading.remote_id(row.get(name)) for row in rows)
            pairs = ((row, people.get(reading.remote_id(row.get(name)))) for row in rows)
        return {reading.remote_id(row["id"]): person for row, person in pairs if person}

    def _job_recruiters(self, jobs: Iterable[str]) -> dict[str, AtsPerson]:
        owners = defaultdict(list)
        for row in self.harvest.by_ids("job_owners", "job_ids", jobs):
            if row.get("type") == TeamRole.RECRUITER:
                owners[reading.remote_id(row.get("job_id"))].append(row)
        teams = {job: records.team(rows, []) for job, rows in owners.items()}
        first = {job: team[0].person.remote_id for job, team in teams.items() if team}
        people = self._people(first.values())
        return {job: people[number] for job, number in first.items() if number in people}

    def _people(self, ids: Iterable[str]) -> dict[str, AtsPerson]:
        rows = self.harvest.by_ids("users", "ids", ids)
        return {person.remote_id: person for person in map(records.person, rows)}

    def _by_id(self, resource: str, ids: Iterable[object]) -> dict[str, Row]:
        rows = self.harvest.by_ids(resource, "ids", map(reading.remote_id, ids))
        return {reading.remote_id(row["id"]): row for row in rows}
