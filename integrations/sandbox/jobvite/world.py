"""The cast as Jobvite keeps it, loaded as often as you like."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from integrations.sandbox import cast, hooks
from integrations.sandbox.cast import Applicant, Job
from integrations.sandbox.jobvite import events, moves, people, requisitions
from integrations.sandbox.jobvite.access import JOBVITE
from integrations.sandbox.jobvite.dates import milliseconds
from integrations.sandbox.jobvite.fields import CANDIDATE, LIST, MULTIPLE, REQUISITION, TEXT
from integrations.sandbox.jobvite.habits import Habits
from integrations.sandbox.jobvite.keys import GRANTS
from integrations.sandbox.jobvite.store import VENDOR, account, store
from integrations.sandbox.models import Account, Record

STATES = (
    (7101, "New", ""),
    (7102, "Recruiter Screen", ""),
    (7103, JOBVITE.trigger_state, ""),
    (7104, "Onsite", ""),
    (7105, "Offer", ""),
    (7106, JOBVITE.hired_state, moves.HIRED),
    (7107, JOBVITE.rejected_state, moves.REJECTED),
    (7108, JOBVITE.withdrawn_state, ""),
)
DISPOSITIONS = {7201: "Too junior", 7202: "Position filled", 7203: "No reason given"}
FIELDS = (
    (7301, REQUISITION, LIST, JOBVITE.role_field, "Liaison Role"),
    (7302, REQUISITION, MULTIPLE, JOBVITE.followers_field, "Liaison Followers"),
    (7303, CANDIDATE, MULTIPLE, JOBVITE.followers_field, "Liaison Followers"),
    (7304, CANDIDATE, TEXT, JOBVITE.status_field, "Liaison Status"),
    (7305, CANDIDATE, TEXT, JOBVITE.result_field, "Liaison Result"),
    (7306, CANDIDATE, TEXT, JOBVITE.result_url_field, "Liaison Result URL"),
    (7307, CANDIDATE, TEXT, JOBVITE.scheduled_field, "Liaison Scheduled At"),
    (7308, CANDIDATE, TEXT, JOBVITE.recruiter_field, "Liaison Recruiter"),
    (7309, CANDIDATE, TEXT, JOBVITE.grader_field, "Liaison Grader"),
)
ROLES = cast.ROLES | cast.UNKNOWN_ROLE
FOLLOWERS = [cast.RITA.email, cast.SAM.email]


def load(site_url: str, addresses: Mapping[str, str]) -> None:
    """Load the toy Jobvite; what is there already stays as people left it."""
    with transaction.atomic():
        _account()
        _company()
        for job in cast.JOBS:
            _job(job)
        for applicant in (*cast.SPECIAL, *cast.ORDINARY, cast.PROSPECT):
            _application(applicant)
        call_at(site_url, addresses)


def call_at(site_url: str, addresses: Mapping[str, str]) -> None:
    """Say under which address the toy is reached; both events go to `webhook` if it is there."""
    customer = account()
    customer.site_url = site_url.rstrip("/")
    customer.save(update_fields=["site_url"])
    if "webhook" in addresses:
        hooks.register(VENDOR, events.EVENTS, addresses["webhook"], JOBVITE.signing_key)


def _account() -> None:
    Account.objects.get_or_create(
        vendor=VENDOR,
        defaults={
            "client_id": JOBVITE.api_key,
            "client_secret": JOBVITE.api_secret,
            "scopes": list(GRANTS.values()),
            "rate_limit": 0,
            "settings": asdict(Habits()),
        },
    )


def _keep(kind: str, number: int, **data: Any) -> Record:
    return store.find(kind, number) or store.add(kind, number=number, **data)


def _company() -> None:
    for number, name, meaning in STATES:
        _keep("states", number, name=name, meaning=meaning)
    for number, name in DISPOSITIONS.items():
        _keep("dispositions", number, name=name)
    for number, entity, kind, code, label in FIELDS:
        _keep(
            "fields",
            number,
            fieldCode=code,
            displayName=label,
            entityType=entity,
            fieldType=kind,
            options=_options(kind),
            active=True,
        )
    for person in cast.USERS:
        if person.email:
            _keep(
                "users",
                person.number,
                firstName=person.first_name,
                lastName=person.last_name,
                email=person.email,
                employeeId=f"E{person.number}",
            )


def _options(kind: str) -> list[str] | None:
    return {LIST: list(ROLES.values()), MULTIPLE: FOLLOWERS}.get(kind)


def _job(job: Job) -> None:
    """A requisition, with the nulls and gaps that real ones have."""
    if store.find("jobs", job.number):
        return
    closed = job.status == "closed"
    bare = job is cast.NO_ROLE
    requisitions.add(
        job.name,
        number=job.number,
        jobState="Closed" if closed else "Open",
        endDate=_ago(1) if closed else None,
        description={cast.NO_ROLE: None, cast.CLOSED: ""}.get(job, f"<p>{job.name}</p>"),
        placesKey="jobLocations" if job is cast.DATA else "locations",
        primaryHiringManager=None if bare else cast.HUGO.number,
        hiringManagers=[] if bare else [cast.HUGO.number],
        recruiters=[job.recruiter, cast.NOBODY.number],
        customField={JOBVITE.role_field: ROLES[job.option]} if job.option else {},
        sentDate=_ago(61),
        lastUpdatedDate=_ago(30),
    )


def _application(one: Applicant) -> None:
    """An application; a prospect has one too, whose job is an object of nulls."""
    if store.find("applications", one.application):
        return
    number, *_ = STATES[one.stage]
    moves.apply(
        _candidate(one),
        None if one is cast.PROSPECT else store.get("jobs", one.job),
        store.get("states", number),
        number=one.application,
        sentDate=_ago(20),
        lastUpdatedDate=_ago(2),
    )


def _candidate(one: Applicant) -> Record:
    return store.find("candidates", one.candidate) or people.candidate(
        number=one.candidate,
        firstName=one.first_name,
        lastName=one.last_name,
        email=one.address,
        mobile=one.phone,
    )


def _ago(days: int) -> int:
    return milliseconds(datetime.now(UTC) - timedelta(days=days))
