"""Reads applications with all an invite needs, and the people on a job."""

from integrations import reading
from integrations.connectors.jobvite import payloads
from integrations.connectors.jobvite.client import Api
from integrations.connectors.jobvite.final_states import FinalStates
from integrations.models import Connection
from integrations.problems import NotThere
from integrations.reading import Row
from integrations.vocabulary import Applicant, StateChanged, Status, TeamMember


class Lookups:
    """Look-ups of one connection. Every method raises VendorProblem."""

    def __init__(self, connection: Connection, api: Api, final: FinalStates) -> None:
        self.connection = connection
        self.api = api
        self.final = final

    def row(self, application: str, candidate: str = "") -> Row:
        """An application with its candidate and job.

        Raises:
            NotThere: when Jobvite does not know it, or it is no id.
        """
        if reading.opaque_id(application):
            query = [("candidateId", candidate)] if candidate else []
            for row in self.api.rows("candidate", [*query, ("applicationId", application)]):
                if payloads.application_id(row) == application:
                    return row
        raise NotThere(f"Jobvite does not know the application {application[:40]}.")

    def application(self, application: str, candidate: str = "") -> Applicant:
        """One application. Raises NotThere."""
        return payloads.applicant(self.row(application, candidate), self.connection)

    def of_candidate(self, candidate: str) -> list[Applicant]:
        """A candidate's applications: those going on, or all where none is."""
        rows = self.api.rows("candidate", [("candidateId", candidate)])
        theirs = {payloads.application_id(row): row for row in rows}
        theirs.pop("", None)
        going_on = [row for row in theirs.values() if self._goes_on(row)]
        return [
            payloads.applicant(row, self.connection) for row in going_on or list(theirs.values())
        ]

    def state(self, application: str) -> StateChanged:
        """Where an application stands. Raises NotThere."""
        return payloads.state(self.row(application), self.final)

    def job(self, number: str) -> Row:
        """A requisition. Raises NotThere."""
        for row in self.api.rows("job", [("ids", number)]):
            if reading.opaque_id(row.get("eId")) == number:
                return row
        raise NotThere(f"Jobvite does not know the job {number[:40]}.")

    def hiring_team(self, number: str, application: str) -> list[TeamMember]:
        """The people on a job, recruiters first (J4), read from an application where one is known:
        lists of jobs may leave them out.

        Raises:
            NotThere: when Jobvite does not know it.
        """
        if application:
            return payloads.team(payloads.job_of(self.row(application)))
        return payloads.team(self.job(number))

    def _goes_on(self, row: Row) -> bool:
        return payloads.state(row, self.final).status is Status.IN_PROCESS
