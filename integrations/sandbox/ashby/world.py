"""The cast as Ashby keeps it, loaded as often as you like."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from integrations.sandbox import cast, hooks
from integrations.sandbox.ashby import jobs, moves, people
from integrations.sandbox.ashby.access import ASHBY
from integrations.sandbox.ashby.shapes import only
from integrations.sandbox.ashby.store import SCOPES, VENDOR, account, store
from integrations.sandbox.cast import Applicant, Job, Person
from integrations.sandbox.models import Account, Record
from integrations.sandbox.records import Row, stamp

HOOKED = (
    "candidateStageChange",
    "applicationUpdate",
    "applicationSubmit",
    "candidateHire",
    "candidateDelete",
    "candidateMerge",
    "jobUpdate",
)
SETTINGS = {
    "partner_key": ASHBY.partner_key,
    "partner_url": "",
    "partner_auth": "basic",
    "confidential_jobs": False,
    "private_fields": False,
    "token_days": 30,
    "incremental_pages": 50,
    "token_error_status": "200",
    "old_errors": False,
    "partner_limit": False,
}
TEAM = ("Recruiter", "Hiring Manager", "Coordinator", "Sourcer")
REASONS = {14: ("Too junior", "RejectedByOrg"), 15: ("Withdrew", "RejectedByCandidate")}
OTHER_REASON = {16: ("No reason given", "Other")}
LOCATIONS = {54: ("Budapest", "Hungary", False), 55: ("Remote", "United States", True)}
SALARY_FIELD = 126
SECRET_JOB = Job(3492, "Chief of Staff", 9001, 71484, cast.SAM.number)
SECRET_APPLICANT = Applicant(800023, 700023, "Xenia", "Secret", SECRET_JOB.number)
WITHOUT_REQUISITION = (cast.NO_ROLE, cast.SENIOR_BACKEND)


def load(site_url: str, addresses: Mapping[str, str]) -> None:
    """Load the toy Ashby; what is there already stays as people left it."""
    with transaction.atomic():
        _account()
        _company()
        _custom_fields()
        for job in (*cast.JOBS, SECRET_JOB):
            _job(job)
        for applicant in (*cast.SPECIAL, *cast.ORDINARY, SECRET_APPLICANT):
            _application(applicant, applicant.stage)
        _application(cast.PROSPECT, len(cast.STAGES) + 2)  # a lead, before any stage
        call_at(site_url, addresses)


def call_at(site_url: str, addresses: Mapping[str, str]) -> None:
    """Say under which address the toy is reached, and which it calls.

    `webhook` gets every event; what stands before `assessment.list` is the partner's base.
    """
    customer = account()
    customer.site_url = site_url.rstrip("/")
    if "assessment.list" in addresses:
        customer.settings["partner_url"] = addresses["assessment.list"].rpartition("/")[0]
    customer.save(update_fields=["site_url", "settings"])
    if "webhook" in addresses:
        hooks.register(VENDOR, HOOKED, addresses["webhook"], ASHBY.webhook_secret)


def role_value(number: int) -> str:
    """The value of the choice that stands for a role of the cast."""
    return f"role-{number}"


def _account() -> None:
    Account.objects.get_or_create(
        vendor=VENDOR,
        defaults={
            "client_secret": ASHBY.api_key,
            "scopes": list(SCOPES),
            "rate_limit": 1000,
            "rate_seconds": 60,
            "settings": SETTINGS,
        },
    )


def _keep(kind: str, number: int, **data: Any) -> Record:
    return store.find(kind, number) or store.add(kind, number=number, **data)


def _company() -> None:
    for person in cast.USERS:
        _user(person)
    for number, title in enumerate(TEAM, 1):
        _keep("hiringTeamRoles", number, title=title)
    for number, (text, kind) in (REASONS | OTHER_REASON).items():
        _keep("archiveReasons", number, text=text, reasonType=kind, isArchived=False)


def _user(person: Person) -> None:
    _keep(
        "users",
        person.number,
        firstName=person.first_name,
        lastName=person.last_name,
        email=person.email or f"{person.first_name.lower()}@example.com",
        globalRole="Organization Admin" if person.site_admin else "Elevated Access",
        isEnabled=True,
        managerId=None,
    )


def _custom_fields() -> None:
    choices = [
        {"label": name, "value": role_value(number), "isArchived": False}
        for number, name in (cast.ROLES | cast.UNKNOWN_ROLE).items()
    ]
    _custom_field(cast.ROLE_FIELD, "Job", ASHBY.role_field, "ValueSelect", choices)
    _custom_field(cast.STATUS_FIELD, "Application", ASHBY.status_field, "String")
    _custom_field(cast.NOTICE_FIELD, "Application", "Notice period", "String")
    _custom_field(SALARY_FIELD, "Application", "Expected salary", "String", private=True)


def _custom_field(
    number: int,
    object_type: str,
    title: str,
    field_type: str,
    choices: list[Row] | None = None,
    *,
    private: bool = False,
) -> None:
    _keep(
        "customFields",
        number,
        title=title,
        objectType=object_type,
        fieldType=field_type,
        isArchived=False,
        isPrivate=private,
        selectableValues=choices or [],
    )


def _job(job: Job) -> None:
    if store.find("jobs", job.number):
        return
    plan = jobs.plan(f"{job.name} plan", job.first_stage)
    named = job not in WITHOUT_REQUISITION
    record = jobs.job(
        job.name,
        number=job.number,
        plan=plan.number,
        confidential=job is SECRET_JOB,
        status=job.status.capitalize(),
        locationId=store.name("locations", 54),
        departmentId=store.name("departments", 237),
        brandId=store.name("brands", 1),
        customRequisitionId=f"REQ-{job.number}" if named else None,
        location=_location(54),
        openings=_openings(job) if job is not cast.SENIOR_BACKEND else [],
        author=cast.ADMIN.number,
        team=[
            [job.recruiter, "Recruiter"],
            [cast.HUGO.number, "Hiring Manager"],
            [cast.CORA.number, "Coordinator"],
            [cast.NOBODY.number, "Sourcer"],
        ],
        fields={str(cast.ROLE_FIELD): role_value(job.option)} if job.option else {},
        createdAt=_ago(61),
        openedAt=_ago(60),
        closedAt=stamp() if job.status == "closed" else None,
    )
    _posting(job, record)


def _openings(job: Job) -> list[Row]:
    version = {"id": store.name("versions", job.number), "identifier": f"{job.number}-1"}
    return [{"id": store.name("openings", job.number), "latestVersion": version}]


def _location(number: int) -> Row:
    name, country, remote = LOCATIONS[number]
    address = {"addressCountry": country, "addressRegion": None, "addressLocality": name}
    return {
        "id": store.name("locations", number),
        "name": name,
        "externalName": None,
        "isArchived": False,
        "address": {"postalAddress": address},
        "isRemote": remote,
        "workplaceType": "Remote" if remote else "Hybrid",
    }


def _posting(job: Job, record: Record) -> None:
    text = f"We are looking for a {job.name}."
    store.add(
        "jobPostings",
        number=job.number,
        job=job.number,
        title=f"{job.name} (Budapest)",
        descriptionHtml=f"<p>{text}</p>",
        descriptionPlain=text,
        locationName="Budapest",
        departmentName="Engineering",
        teamName=None,
        isListed=job.status == "open" and job is not SECRET_JOB,
        publishedDate=_ago(60)[:10],
        workplaceType="Hybrid",
        **only(record, ("employmentType",)),
    )


def _application(one: Applicant, stage: int) -> None:
    if store.find("applications", one.application):
        return
    job = next(job for job in (*cast.JOBS, SECRET_JOB) if job.number == one.job)
    name = f"{one.first_name} {one.last_name}".strip()
    person = store.find("candidates", one.candidate) or people.candidate(
        name, one.address, one.phone, number=one.candidate, createdAt=_ago(21)
    )
    moves.apply(
        person,
        store.get("jobs", one.job),
        store.get("interviewStages", job.stage(stage)),
        number=one.application,
        createdAt=_ago(20),
        fields={str(cast.NOTICE_FIELD): "1 month", str(SALARY_FIELD): "100000"},
    )


def _ago(days: int) -> str:
    return stamp(datetime.now(UTC) - timedelta(days=days))
