"""The daily comparison: changes since the last one, by the token that each list ends with."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from integrations import reading
from integrations.connectors.ashby import payloads
from integrations.connectors.ashby.client import Listed, Rpc
from integrations.connectors.ashby.lookups import EXPANDED, Lookups
from integrations.models import Connection
from integrations.problems import NotThere, PermissionMissing, Rejected
from integrations.reading import Row
from integrations.vocabulary import AtsJob, Page, StateChanged

FEW = 25  # rows a page of lists that cost a call a row
STATUSES = ["Draft", "Open", "Closed", "Archived"]  # drafts come only where they are asked for


class Sync:
    """The lists of one connection. Every method raises VendorProblem."""

    def __init__(self, connection: Connection, rpc: Rpc, lookups: Lookups) -> None:
        self.connection = connection
        self.rpc = rpc
        self.lookups = lookups

    def jobs(self, since: datetime | None, cursor: str) -> Page:
        """A page of jobs; few, since a call for each reads its description."""
        token = self._token("jobs", since)
        listed = self.rpc.page(
            "job.list", cursor, token=token, limit=FEW, status=STATUSES, expand=EXPANDED
        )
        return Page(tuple(map(self.job, listed.rows)), listed.going_on, listed.token)

    def job(self, row: Row) -> AtsJob:
        """A job with the description of its first posting: jobs themselves have none."""
        number = payloads.uuid(row.get("id"))
        posting = self._posting(row)
        return AtsJob(
            remote_id=number,
            code=_code(row) or number,
            name=reading.text(row.get("title")) or f"Job {number}",
            status=payloads.JOB_STATUSES.get(reading.text(row.get("status")), "draft"),
            status_raw=reading.text(row.get("status"), 100),
            location=_place(reading.row(row.get("location"))),
            department=reading.text(posting.get("departmentName"), 200),
            description=reading.text(posting.get("descriptionHtml"), 200_000),
            role_value=payloads.custom_value(row, self.connection.choice("role_field")),
            assigned=tuple(payloads.team(row, self.lookups.roles)),
        )

    def people(self, since: datetime | None, cursor: str) -> Page:
        """A page of users; those who were disabled come only where they are asked for."""
        token = self._token("people", since)
        listed = self.rpc.page("user.list", cursor, token=token, includeDeactivated=True)
        return _page(listed, map(payloads.person, listed.rows))

    def stages(self, cursor: str) -> Page:
        """The stages of a page of interview plans; always all of them, so that gone ones show."""
        listed = self.rpc.page("interviewPlan.list", cursor, limit=FEW)
        rows = (
            row
            for plan in listed.rows
            for row in self.rpc.rows("interviewStage.list", interviewPlanId=plan["id"])
        )
        found = (payloads.stage(row) for row in rows)
        return Page(tuple(each for each in found if each.remote_id), listed.going_on)

    def states(self, since: datetime | None, cursor: str) -> Page:
        """A page of applications, whatever their status."""
        listed = self.rpc.page("application.list", cursor, token=self._token("states", since))
        return _page(listed, map(payloads.state, listed.rows))

    def states_of(self, applications: Iterable[str]) -> list[StateChanged]:
        """These applications, each read by itself; one that is not there is left out (P35)."""
        found = []
        for number in applications:
            with suppress(NotThere):
                found.append(payloads.state(self.lookups.row(number)))
        return found

    def _token(self, name: str, since: datetime | None) -> str:
        """What asks for the changes of a list; none where all of it is wanted."""
        return str(self.connection.sync_tokens.get(name, "")) if since else ""

    def _posting(self, job: Row) -> Row:
        ids = job.get("jobPostingIds")
        for number in filter(None, map(payloads.uuid, ids if isinstance(ids, list) else [])):
            with suppress(NotThere, Rejected, PermissionMissing):
                return self.rpc.info("jobPosting.info", jobPostingId=number)
        return {}


def _page(listed: Listed, rows: Iterable[object]) -> Page:
    return Page(tuple(rows), listed.going_on, listed.token)


def _code(row: Row) -> str:
    """What people call the job's number: its requisition, else its first opening."""
    openings = reading.rows(row.get("openings"))
    version = reading.row(openings[0].get("latestVersion")) if openings else {}
    known = reading.text(row.get("customRequisitionId"), 200)
    return known or reading.text(version.get("identifier"), 200)


def _place(location: Row) -> str:
    return reading.text(location.get("externalName")) or reading.text(location.get("name"))
