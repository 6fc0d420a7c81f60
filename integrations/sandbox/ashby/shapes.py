"""Rows as the API and the webhooks show them; small tables are read once for many rows."""

from collections.abc import Container, Iterable
from functools import cached_property

from integrations.sandbox.ashby.fields import Fields
from integrations.sandbox.ashby.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

SITE = "https://app.ashbyhq.com"
NAMES = ("id", "firstName", "lastName", "email")
USER = (*NAMES, "globalRole", "isEnabled", "updatedAt", "managerId")


def profile_url(candidate: int) -> str:
    """The address of a candidate's page at the real vendor."""
    name = store.name("candidates", candidate)
    return f"{SITE}/candidate-searches/new/right-side/candidates/{name}"


def only(row: Record, names: Iterable[str]) -> Row:
    """These keys of a row; what a row does not have is left out."""
    return {name: row.data[name] for name in names if name in row.data}


class Shapes:
    """Shows rows to a reader who may see confidential jobs and private fields, or may not."""

    def __init__(self, *, confidential: bool = False, private: bool = False) -> None:
        self.confidential = confidential
        self.fields = Fields(private=private)

    @cached_property
    def users(self) -> dict[int, Record]:
        return {row.number: row for row in store.rows("users")}

    @cached_property
    def jobs(self) -> dict[int, Record]:
        return {row.number: row for row in store.rows("jobs")}

    @cached_property
    def stages(self) -> dict[int, Record]:
        return {row.number: row for row in store.rows("interviewStages")}

    @cached_property
    def hidden_jobs(self) -> set[int]:
        """The jobs that this reader is not shown."""
        if self.confidential:
            return set()
        return {number for number, job in self.jobs.items() if job["confidential"]}

    def user(self, number: int) -> Row:
        return only(self.users[number], USER)

    def team(self, members: list[tuple[int, str]]) -> list[Row]:
        """A hiring team from its pairs of user and role."""
        return [
            {"userId": user["id"]} | only(user, ("firstName", "lastName", "email")) | {"role": role}
            for number, role in members
            if (user := self.users.get(number))
        ]

    def stage(self, number: int) -> Row:
        names = ("id", "title", "type", "orderInInterviewPlan", "interviewStageGroupId")
        row = self.stages[number]
        return only(row, names) | {"interviewPlanId": store.name("interviewPlans", row["plan"])}

    def applications(self, rows: Iterable[Record]) -> list[Row]:
        """Applications with candidate, stage, job and hiring team in them."""
        given = list(rows)
        numbers = {row["candidate"] for row in given}
        people = {
            person.number: person for person in store.rows("candidates").filter(number__in=numbers)
        }
        return [self._application(row, people[row["candidate"]]) for row in given]

    def application(self, row: Record) -> Row:
        return self.applications([row])[0]

    def _application(self, row: Record, person: Record) -> Row:
        job = self.jobs[row["job"]]
        members = row["team"] if row["team"] is not None else job["team"]
        source = store.name("sources", 31)
        ended = {"archivedAt": row["archivedAt"]} if row["archivedAt"] else {}
        return (
            only(row, ("id", "createdAt", "updatedAt", "status"))
            | ended
            | {
                "customFields": self.fields.show(row["fields"]),
                "candidate": only(person, ("id", "name")) | contacts(person),
                "currentInterviewStage": self.stage(row["stage"]),
                "source": {"id": source, "title": "Applied", "isArchived": False}
                | {"sourceType": {"id": source, "title": "Inbound", "isArchived": False}},
                "archiveReason": self._reason(row["archiveReason"]),
                "creditedToUser": None,
                "job": only(job, ("id", "title", "locationId", "departmentId", "brandId")),
                "hiringTeam": self.team(members),
                "appliedViaJobPostingId": store.name("jobPostings", job.number),
                "submitterClientIp": None,
                "submitterUserAgent": None,
            }
        )

    def _reason(self, number: int | None) -> Row | None:
        reason = store.find("archiveReasons", number)
        return archive_reason(reason) if reason else None

    def candidate(self, row: Record) -> Row:
        """A candidate; applications to hidden jobs are not named."""
        applications = store.rows("applications", candidate=row.number)
        names = [one["id"] for one in applications if one["job"] not in self.hidden_jobs]
        shown = {key: value for key, value in row.data.items() if key != "fields"}
        return (
            shown
            | contacts(row)
            | {
                "applicationIds": names,
                "customFields": self.fields.show(row["fields"]),
                "profileUrl": profile_url(row.number),
            }
        )

    def job(self, row: Record, expand: Container[str] = ()) -> Row:
        """A job; location and openings in full only where asked for."""
        inner = ("team", "fields", "plan", "author", "location", "openings", "closedAt")
        plan = store.name("interviewPlans", row["plan"])
        shown = {key: value for key, value in row.data.items() if key not in inner} | {
            "defaultInterviewPlanId": plan,
            "interviewPlanIds": [plan],
            "customFields": self.fields.show(row["fields"]),
            "jobPostingIds": [store.name("jobPostings", row.number)],
            "hiringTeam": self.team(row["team"]),
            "author": self.user(row["author"]),
        }
        wanted = [name for name in ("location", "openings") if name in expand]
        return shown | only(row, [*wanted, *(["closedAt"] if row["closedAt"] else [])])


def contacts(person: Record) -> Row:
    """The first e-mail address and phone number, each left out where there is none."""
    lists = {"primaryEmailAddress": "emailAddresses", "primaryPhoneNumber": "phoneNumbers"}
    return {name: person[kept][0] for name, kept in lists.items() if person[kept]}


def archive_reason(row: Record) -> Row:
    """Why an application was archived."""
    names = ("id", "text", "reasonType", "isArchived")
    return only(row, names) | {"customFields": []}
