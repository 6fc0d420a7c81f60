"""Reads applications with all an invite needs, and the people on a job."""

from contextlib import suppress

from integrations import reading
from integrations.connectors.ashby import payloads
from integrations.connectors.ashby.client import Rpc
from integrations.connectors.ashby.payloads import TeamRoles
from integrations.models import Connection
from integrations.problems import NotThere, PermissionMissing
from integrations.reading import Row
from integrations.vocabulary import Applicant, AtsPerson, TeamMember, TeamRole

MOST_APPLICATIONS = 20  # of one candidate that are read
GOING_ON = ("Active", "Lead")
EXPANDED = ["location", "openings"]


class Lookups:
    """Look-ups of one connection. Every method raises VendorProblem."""

    def __init__(self, connection: Connection, rpc: Rpc) -> None:
        self.connection = connection
        self.rpc = rpc

    @property
    def roles(self) -> TeamRoles:
        """What the customer calls the roles of a hiring team."""
        return payloads.team_roles(self.connection.choice("team_roles"))

    def row(self, number: str) -> Row:
        """One application as Ashby tells it.

        Raises:
            NotThere: when Ashby does not know it, or it is no id of Ashby's.
        """
        if not payloads.uuid(number):
            raise NotThere("Ashby's ids look otherwise; this is none.")
        found = self.rpc.info("application.info", applicationId=number)
        if payloads.uuid(found.get("id")) != payloads.uuid(number):
            raise NotThere(f"Ashby answered another application than {number}.")
        return found

    def application(self, number: str) -> Applicant:
        """One application.

        Raises:
            NotThere: when Ashby does not know it.
        """
        return self.applicant(self.row(number))

    def of_candidate(self, number: str) -> list[Applicant]:
        """A candidate's applications, the newest first: those going on, or all if none is."""
        person = self.rpc.info("candidate.info", id=number)
        ids = person.get("applicationIds")
        wanted = list(filter(None, map(payloads.uuid, ids if isinstance(ids, list) else [])))
        rows = [self.row(one) for one in wanted[:MOST_APPLICATIONS]]
        rows.sort(key=lambda row: reading.text(row.get("updatedAt")), reverse=True)
        going_on = [row for row in rows if row.get("status") in GOING_ON]
        return [self.applicant(row) for row in going_on or rows]

    def applicant(self, row: Row) -> Applicant:
        """An application's row with its candidate and job, as far as we may read them."""
        person = reading.row(row.get("candidate"))
        if not payloads.contact(person, "primaryEmailAddress", "emailAddresses"):
            person = self._person(person)
        job = self._job(payloads.job_id(row))
        field = self.connection.choice("role_field")
        return payloads.applicant(row, person, job, field, self._recruiter(row, job))

    def job(self, number: str) -> Row:
        """One job.

        Raises:
            NotThere: when Ashby does not know it, or hides it as confidential.
        """
        return self.rpc.info("job.info", id=number, expand=EXPANDED)

    def hiring_team(self, job: str, application: str) -> list[TeamMember]:
        """The people on an application, else on its job, recruiters first (J4)."""
        found = payloads.team(self.row(application), self.roles) if application else []
        return found or payloads.team(self.job(job), self.roles)

    def job_recruiter(self, job: Row) -> AtsPerson | None:
        """The recruiter of a job (J1)."""
        return payloads.first(payloads.team(job, self.roles), TeamRole.RECRUITER)

    def _recruiter(self, row: Row, job: Row) -> AtsPerson | None:
        """The recruiter by the connection's source: of the job, or of the application (J1)."""
        role = payloads.RECRUITER_ROLES.get(self.connection.choice("recruiter_source"))
        if role is None:
            return self.job_recruiter(job)
        return payloads.first(payloads.team(row, self.roles), role)

    def _person(self, known: Row) -> Row:
        """The candidate read anew, where the application tells no e-mail."""
        with suppress(NotThere, PermissionMissing):
            return self.rpc.info("candidate.info", id=payloads.uuid(known.get("id")))
        return known

    def _job(self, number: str) -> Row:
        """The job, an empty object where it is confidential or we may not read it."""
        if number:
            with suppress(NotThere, PermissionMissing):
                return self.job(number)
        return {}
