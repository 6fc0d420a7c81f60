"""The daily comparison: pages of jobs, people, stages and states, each with its cursor."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from integrations import reading
from integrations.connectors.greenhouse import payloads, records
from integrations.connectors.greenhouse.client import MOST_IDS, Harvest
from integrations.models import Connection
from integrations.problems import PermissionMissing
from integrations.reading import Row
from integrations.vocabulary import AtsJob, Page, StateChanged

OVERLAP = timedelta(hours=24)  # whether a stage move counts as an update is not documented


class Sync:
    """The lists of one connection. Every method raises VendorProblem."""

    def __init__(self, connection: Connection, harvest: Harvest) -> None:
        self.connection = connection
        self.harvest = harvest

    def jobs(self, since: datetime | None, cursor: str) -> Page:
        """A page of jobs; a page is one batch of ids, so that each page costs the same calls."""
        rows, following = self.harvest.page("jobs", cursor, _changed(since), MOST_IDS)
        return Page(tuple(self._jobs(rows)), following)

    def job(self, number: str) -> list[AtsJob]:
        """One job as it is now, none if it is only a template.

        Raises:
            NotThere: when Greenhouse does not list it.
        """
        return self._jobs([self.harvest.one("jobs", number)])

    def people(self, since: datetime | None, cursor: str) -> Page:
        """A page of users."""
        rows, following = self.harvest.page("users", cursor, _changed(since))
        return Page(tuple(map(records.person, rows)), following)

    def stages(self, cursor: str) -> Page:
        """A page of the stages of all jobs' plans."""
        rows, following = self.harvest.page("job_interview_stages", cursor, {"active": "true"})
        return Page(tuple(map(records.stage, rows)), following)

    def states(self, since: datetime | None, cursor: str) -> Page:
        """A page of applications changed since then."""
        rows, following = self.harvest.page("applications", cursor, _changed(since))
        return Page(tuple(self._states(rows)), following)

    def states_of(self, applications: Iterable[str]) -> list[StateChanged]:
        """These applications; one that Greenhouse leaves out is left out (P35)."""
        return self._states(self.harvest.by_ids("applications", "ids", applications))

    def _states(self, rows: list[Row]) -> list[StateChanged]:
        counted = [row for row in rows if records.counts(row)]
        reasons = self._reasons(row for row in counted if row.get("status") == "rejected")
        return [
            records.state(row, reasons.get(reading.remote_id(row["id"]), {})) for row in counted
        ]

    def _reasons(self, rejected: Iterable[Row]) -> dict[str, Row]:
        """The rejection reasons of applications: they tell who turned whom down."""
        numbers = [reading.remote_id(row["id"]) for row in rejected]
        if not numbers:
            return {}
        kinds = {row["id"]: row for row in self.harvest.all("rejection_reasons")}
        details = self.harvest.by_ids("rejection_details", "application_ids", numbers)
        return {
            reading.remote_id(row.get("application_id")): kinds[row["rejection_reason_id"]]
            for row in sorted(details, key=lambda row: int(row["id"]))
            if row.get("rejection_reason_id") in kinds
        }

    def _jobs(self, rows: list[Row]) -> list[AtsJob]:
        jobs = [row for row in rows if row.get("is_template") is not True]
        numbers = [reading.remote_id(row["id"]) for row in jobs]
        owners = self._by_job("job_owners", numbers)
        managers = self._by_job("job_hiring_managers", numbers)
        posts = {job: _best(rows) for job, rows in self._by_job("job_posts", numbers).items()}
        locations = self._locations(jobs, posts)
        departments = self._departments(jobs)
        return [
            AtsJob(
                remote_id=number,
                code=reading.text(row.get("requisition_id"), 200) or number,
                name=reading.text(row.get("name")) or f"Job {number}",
                status=payloads.job_status(row) or "draft",
                status_raw=reading.text(row.get("status"), 100),
                location=locations[number],
                department=departments.get(row.get("department_id"), ""),
                description=reading.text(posts.get(number, {}).get("content"), 200_000),
                role_value=payloads.custom_value(row, self.connection.choice("role_field")),
                assigned=tuple(records.team(owners[number], managers[number])),
            )
            for number, row in zip(numbers, jobs, strict=True)
        ]

    def _by_job(self, resource: str, jobs: list[str]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.harvest.by_ids(resource, "job_ids", jobs):
            found[reading.remote_id(row.get("job_id"))].append(row)
        return found

    def _departments(self, jobs: list[Row]) -> dict[object, str]:
        """The names of the jobs' departments; none where the permission for them is missing."""
        wanted = [reading.remote_id(job.get("department_id")) for job in jobs]
        with suppress(PermissionMissing):
            rows = self.harvest.by_ids("departments", "ids", wanted)
            return {row["id"]: reading.text(row.get("name"), 200) for row in rows}
        return {}

    def _locations(self, jobs: list[Row], posts: dict[str, Row]) -> dict[str, str]:
        """Where each job is: as its post says, else the places of its offices."""
        numbers = [reading.remote_id(post["id"]) for post in posts.values()]
        rows = self.harvest.by_ids("job_post_locations", "job_post_ids", numbers)
        wanted = [row.get("office_id") for row in rows]
        wanted += [office for job in jobs for office in _office_ids(job)]
        offices = self.harvest.by_ids("offices", "ids", map(reading.remote_id, wanted))
        places = {row["id"]: _place(row) for row in offices}
        stated = defaultdict(list)
        for row in rows:
            place = reading.text(row.get("plain_text_location")) or places.get(row.get("office_id"))
            stated[row.get("job_post_id")].append(place or "")
        return {
            reading.remote_id(job["id"]): _joined(
                stated[posts.get(reading.remote_id(job["id"]), {}).get("id")]
            )
            or _joined(places.get(office, "") for office in _office_ids(job))
            for job in jobs
        }


def _changed(since: datetime | None) -> dict[str, str]:
    """The filter for what was changed since then."""
    if since is None:
        return {}
    moment = (since - OVERLAP).astimezone(UTC)
    return {"updated_at": f"gte|{moment:%Y-%m-%dT%H:%M:%SZ}"}


def _best(posts: list[Row]) -> Row:
    """Of a job's posts the one that candidates see: live, external, newest."""
    return max(
        posts,
        key=lambda post: (
            post.get("live") is True,
            post.get("internal") is not True,
            reading.text(post.get("first_published_at") or post.get("created_at")),
        ),
    )


def _office_ids(job: Row) -> list[int]:
    ids = job.get("office_ids")
    return [one for one in ids if isinstance(one, int)] if isinstance(ids, list) else []


def _place(office: Row) -> str:
    return reading.text(office.get("location")) or reading.text(office.get("name"))


def _joined(places: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(place for place in places if place))[:300]
