"""Jobvite's JSON: an application inside its candidate, a requisition, and the small lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from integrations.sandbox.jobvite.habits import Habits
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row

COMPANY, COMPANY_ID, SUBSIDIARY = "Northlight", "qXy12abc", "fnV9XxYz"
NAMED = ("requisitionId", "title", "department", "jobType", "location", "postingType")


@dataclass(frozen=True)
class Shaper:
    """Shapes rows, with everything they point to read beforehand."""

    habits: Habits
    candidates: Mapping[int, Record]
    jobs: Mapping[int, Record]
    users: Mapping[int, Record]

    def application(self, application: Record) -> Row:
        """One item of `GET /candidate`: the candidate, with one of its applications inside."""
        candidate = self.candidates[application["candidate_id"]]
        address = dict.fromkeys(("address", "address2", "city", "state", "postalCode"), "")
        return {
            "eId": candidate["id"],
            **{name: candidate[name] for name in ("firstName", "lastName", "email")},
            **{name: candidate[name] for name in ("homePhone", "workPhone", "mobile")},
            **address,
            "stateCode": None,
            "country": "USA",
            "countryCode": "US",
            "location": ",  United States",
            "companyName": None,
            "title": None,
            "workStatus": "None",
            "application": self._inside(application),
        }

    def _inside(self, application: Record) -> Row:
        dated = ("sentDate", "lastUpdatedDate", "startDate", "hireDate")
        return {
            "eId": application["id"],
            **{name: application[name] for name in ("workflowState", "workflowStateEId")},
            "status": None,
            "disposition": application["disposition"],
            "source": "Career Site",
            "sourceType": "CareerSite",
            "jobviteChannel": None,
            **{name: application[name] for name in dated},
            "comments": application["comments"] or None,
            "gender": "Undefined",
            "race": "Decline to Self Identify",
            "veteranStatus": "Undefined",
            "resume": {"content": "", "format": "Text"},
            "customField": self._values(application),
            "job": self._position(self.jobs.get(application["job_id"])),
        }

    def _position(self, job: Record | None) -> Row:
        """The job inside an application: an object full of nulls where there is none."""
        team = ("customField", "primaryHiringManager", "hiringManagers", "recruiters")
        if job is None:
            return dict.fromkeys(("eId", *NAMED, "company", "subsidiaryId", *team))
        return {
            "eId": job["id"],
            **{name: job[name] for name in NAMED},
            "company": COMPANY,
            "subsidiaryId": SUBSIDIARY,
            "customField": self._values(job) or None,
            "primaryHiringManager": self._one(job["primaryHiringManager"]),
            "hiringManagers": self._people(job["hiringManagers"]) or None,
            "recruiters": self._people(job["recruiters"]),
        }

    def requisition(self, job: Record) -> Row:
        """One item of `GET /job`."""
        dated = ("sentDate", "lastUpdatedDate", "startDate", "endDate")
        shown = {
            "eId": job["id"],
            **{name: job[name] for name in NAMED},
            **{name: job[name] for name in ("jobState", "category", "description")},
            "briefDescription": None,
            "applyLink": f"https://jobs.jobvite.com/northlight/job/{job['id']}/apply",
            job["placesKey"]: [{"city": job["location"], "state": None, "country": "Estonia"}],
            "company": COMPANY,
            "companyId": COMPANY_ID,
            "subsidiaryId": None,
            "createdBy": {"firstName": "Ode", "lastName": "Tamm"},
            "primaryHiringManager": _unnumbered(self._one(job["primaryHiringManager"])),
            "hiringManagers": [_unnumbered(one) for one in self._people(job["hiringManagers"])],
            "customField": self._values(job),
            **{name: job[name] for name in dated},
        }
        if self.habits.job_recruiters:
            shown["recruiters"] = [_unnumbered(one) for one in self._people(job["recruiters"])]
        return shown

    def _values(self, row: Record) -> list[Row]:
        """The custom fields that are filled, by code."""
        return [
            {"fieldCode": code, "value": self.habits.written(value)}
            for code, value in sorted(row["customField"].items())
            if value not in ("", [], None)
        ]

    def _people(self, numbers: Iterable[int]) -> list[Row]:
        return [one for number in numbers if (one := self._one(number))]

    def _one(self, number: int | None) -> Row | None:
        """An employee; the e-mail address stands in `userName`."""
        user = self.users.get(number or 0)
        if user is None:
            return None
        names = {name: user[name] for name in ("employeeId", "firstName", "lastName")}
        return names | {"userName": user["email"]}


def of_applications(applications: Iterable[Record], habits: Habits) -> list[Row]:
    """The items of a page of `GET /candidate`, in three queries."""
    rows = list(applications)
    shaper = Shaper(
        habits,
        candidates=_by_number("candidates", (row["candidate_id"] for row in rows)),
        jobs=_by_number("jobs", (row["job_id"] for row in rows if row["job_id"])),
        users=_everyone(),
    )
    return [shaper.application(row) for row in rows]


def of_jobs(jobs: Iterable[Record], habits: Habits) -> list[Row]:
    """The items of a page of `GET /job`."""
    shaper = Shaper(habits, candidates={}, jobs={}, users=_everyone())
    return [shaper.requisition(job) for job in jobs]


def employee(user: Record) -> Row:
    """One item of `GET /employee`."""
    told = ("firstName", "lastName", "email", "employeeId")
    return {"eId": user["id"]} | {name: user[name] for name in told}


def named(row: Record) -> Row:
    """An id and a name: states and dispositions."""
    return {"eId": row["id"], "name": row["name"]}


def custom_field(field: Record) -> Row:
    """One item of `GET /customfield`; a text has null for options."""
    told = ("fieldCode", "displayName", "entityType", "fieldType", "options")
    return {"eId": field["id"]} | {name: field[name] for name in told}


def _unnumbered(person: Row | None) -> Row | None:
    """An employee as a requisition has them: without the employee id."""
    if person is None:
        return None
    return {name: person[name] for name in ("firstName", "lastName", "userName")}


def _by_number(kind: str, numbers: Iterable[int]) -> dict[int, Record]:
    return {row.number: row for row in store.rows(kind).filter(number__in=set(numbers))}


def _everyone() -> dict[int, Record]:
    return {user.number: user for user in store.rows("users")}
