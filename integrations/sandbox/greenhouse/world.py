"""The cast as Greenhouse keeps it, loaded as often as you like."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from integrations.sandbox import cast, hooks
from integrations.sandbox.cast import Applicant, Job, Person
from integrations.sandbox.greenhouse import jobs, moves, people
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.greenhouse.store import SCOPES, VENDOR, account, store
from integrations.sandbox.models import Account, Record
from integrations.sandbox.records import stamp

HOOKED = (
    "candidate_stage_change",
    "new_candidate_application",
    "delete_application",
    "hire_candidate",
    "unhire_candidate",
    "reject_candidate",
    "unreject_candidate",
    "update_candidate",
    "delete_candidate",
    "merge_candidate",
    "candidate_anonymized",
    "job_created",
    "job_updated",
)


def load(site_url: str, addresses: Mapping[str, str]) -> None:
    """Load the toy Greenhouse; what is there already stays as people left it."""
    with transaction.atomic():
        _account()
        _company()
        _custom_fields()
        for job in cast.JOBS:
            _job(job)
        for applicant in (*cast.SPECIAL, *cast.ORDINARY):
            _application(applicant)
        _prospect()
        call_at(site_url, addresses)


def call_at(site_url: str, addresses: Mapping[str, str]) -> None:
    """Say under which address the toy is reached, and which it calls.

    `webhook` gets every event; `list_tests`, `send_test`, `test_status` and `response_error` are
    the assessment partner's.
    """
    customer = account()
    customer.site_url = site_url.rstrip("/")
    partner = {name: url for name, url in addresses.items() if name != "webhook"}
    customer.settings |= {f"{name}_url": url for name, url in partner.items()}
    customer.save(update_fields=["site_url", "settings"])
    if "webhook" in addresses:
        hooks.register(VENDOR, HOOKED, addresses["webhook"], GREENHOUSE.webhook_secret)


def _account() -> None:
    Account.objects.get_or_create(
        vendor=VENDOR,
        defaults={
            "client_id": GREENHOUSE.client_id,
            "client_secret": GREENHOUSE.client_secret,
            "scopes": list(SCOPES),
            "settings": {"partner_key": GREENHOUSE.assessment_key},
        },
    )


def _keep(kind: str, number: int, **data: Any) -> Record:
    return store.find(kind, number) or store.add(kind, number=number, **data)


def _company() -> None:
    _keep("departments", 237, name="Engineering", parent_id=None, external_id="d-1")
    _keep("departments", 238, name="Operations", parent_id=None, external_id=None)
    for number, city in ((54, "Budapest, HU"), (55, "New York, US")):
        _keep(
            "offices",
            number,
            name=city.partition(",")[0],
            parent_id=None,
            external_id=None,
            location=city,
            primary_in_house_contact_user_id=None,
        )
    _keep("sources", 31, name="Agency")
    reasons = ((14, "Too junior", 1), (15, "Withdrew", 2), (16, "No reason given", 3))
    kinds = {1: "WE_REJECTED_THEM", 2: "THEY_REJECTED_US", 3: "NONE_SPECIFIED"}
    for number, name, kind in reasons:
        word = kinds[kind]
        kind_row = {"id": kind, "key": word, "name": word.replace("_", " ").capitalize()}
        _keep("rejection_reasons", number, name=name, type=kind_row)
    for person in cast.USERS:
        _user(person)


def _user(person: Person) -> None:
    _keep(
        "users",
        person.number,
        first_name=person.first_name,
        last_name=person.last_name,
        name=f"{person.first_name} {person.last_name}",
        primary_email=person.email,
        emails=[person.email] if person.email else [],
        job_title=None,
        agency_id=None,
        deactivated=False,
        site_admin=person.site_admin,
        employee_id=None,
        linked_candidate_ids=[],
        office_ids=[],
        department_ids=[],
        interviewer_tags=[],
        custom_fields=None,
    )


def _custom_fields() -> None:
    _custom_field(cast.ROLE_FIELD, "job", "Liaison Role", "single_select", GREENHOUSE.role_field)
    _custom_field(
        cast.STATUS_FIELD, "application", "Liaison Status", "short_text", GREENHOUSE.status_field
    )
    _custom_field(cast.NOTICE_FIELD, "application", "Notice Period", "short_text", "notice_period")
    for order, (number, name) in enumerate((cast.ROLES | cast.UNKNOWN_ROLE).items()):
        _keep(
            "custom_field_options",
            number,
            custom_field_id=cast.ROLE_FIELD,
            name=name,
            external_id=None,
            sort_order=order,
            active=True,
        )


def _custom_field(number: int, field_type: str, name: str, value_type: str, key: str) -> None:
    unset = [
        "updated_by_id",
        "internal_type",
        "placeholder",
        "description",
        "application_type",
        "api_only",
        "use_for_job_approvals",
        "use_for_offer_approvals",
        "template_token_string",
        "default_value",
    ]
    off = [
        "private",
        "required",
        "require_approval",
        "trigger_new_version",
        "expose_in_job_board_api",
    ]
    _keep(
        "custom_fields",
        number,
        field_type=field_type,
        sort_order=number - cast.ROLE_FIELD,
        name=name,
        value_type=value_type,
        active=True,
        name_key=key,
        **dict.fromkeys(unset),
        **dict.fromkeys(off, False),
    )


def _job(job: Job) -> None:
    if store.find("jobs", job.number):
        return
    position = jobs.job(
        job.name,
        number=job.number,
        requisition_id=f"REQ-{job.number}",
        status=job.status,
        closed_at=stamp() if job.status == "closed" else None,
        opened_at=_ago(60),
        created_at=_ago(61),
        office_ids=[54],
        department_id=238 if job is cast.NO_ROLE else 237,
        custom_fields={GREENHOUSE.role_field: job.option},
    )
    jobs.plan(position, job.first_stage)
    jobs.own(position, job.recruiter, "recruiter")
    jobs.own(position, cast.CORA.number, "coordinator")
    jobs.own(position, cast.NOBODY.number, "sourcer")
    store.add("job_hiring_managers", job_id=job.number, user_id=cast.HUGO.number)
    store.add("openings", job_id=job.number, opening_id=f"{job.number}-1")
    _post(job)


def _post(job: Job) -> None:
    number = 550_000 + job.number
    store.add(
        "job_posts",
        number=number,
        title=f"{job.name} (Budapest)",
        internal=False,
        active=True,
        live=job.status == "open",
        featured=False,
        first_published_at=_ago(60),
        content=f"<p>We are looking for a <strong>{job.name}</strong>.</p>",
        internal_content=None,
        language="en",
        public_url=f"https://boards.greenhouse.io/example/jobs/{number}",
        demographic_question_set_id=None,
        job_id=job.number,
        job_board_id=7,
        questions=[],
    )
    store.add(
        "job_post_locations",
        plain_text_location="Budapest, HU",
        office_id=None,
        type="free_text",
        job_post_id=number,
        custom_location_id=None,
    )


def _application(one: Applicant) -> None:
    if store.find("applications", one.application):
        return
    job = next(job for job in cast.JOBS if job.number == one.job)
    moves.apply(
        _candidate(one),
        store.get("jobs", one.job),
        store.get("job_interview_stages", job.stage(one.stage)),
        number=one.application,
        created_at=_ago(20),
        last_activity_at=_ago(2),
        job_post_id=550_000 + one.job,
        recruiter_id=job.recruiter,
        source_id=31,
        custom_fields={"notice_period": "1 month"},
    )


def _candidate(one: Applicant) -> Record:
    return store.find("candidates", one.candidate) or people.candidate(
        one.first_name,
        one.last_name,
        one.address,
        one.phone,
        number=one.candidate,
        title="Engineer",
        created_at=_ago(21),
        last_activity_at=_ago(2),
    )


def _prospect() -> None:
    """A prospect: no job, no stage, nobody to invite."""
    if store.find("applications", cast.PROSPECT.application):
        return
    _application(cast.PROSPECT)
    prospect = store.get("applications", cast.PROSPECT.application)
    store.rows("application_stages", application_id=prospect.number).delete()
    nothing = dict.fromkeys(("job_id", "job_post_id", "stage_id", "stage_name"))
    store.change(prospect, prospect=True, prospective_job_ids=[cast.PROSPECT.job], **nothing)


def _ago(days: int) -> str:
    return stamp(datetime.now(UTC) - timedelta(days=days))
