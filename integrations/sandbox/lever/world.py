"""The cast as Lever keeps it, loaded as often as you like."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from integrations.sandbox import cast as common
from integrations.sandbox import hooks
from integrations.sandbox.cast import Applicant, Job, Person
from integrations.sandbox.lever import cast, people, shapes
from integrations.sandbox.lever.access import LEVER
from integrations.sandbox.lever.cast import Posting
from integrations.sandbox.lever.store import GRANTS, VENDOR, account, store
from integrations.sandbox.models import Account, Record
from integrations.sandbox.records import Row

HOOKED = (
    "applicationCreated",
    "candidateHired",
    "candidateStageChange",
    "candidateArchiveChange",
    "candidateDeleted",
)
DAY = 86_400_000  # milliseconds
STATES = {"open": "published", "draft": "draft", "closed": "closed"}
UNPROTECTED = {"interviewIntelligence": {"allowed": True, "expiresAt": None}}
NO_CONTACT = {"contact": {"allowed": False, "expiresAt": None}}


@transaction.atomic
def load(site_url: str, addresses: Mapping[str, str]) -> None:
    """Load the toy Lever; what is there already stays as people left it."""
    _account()
    _company()
    for job in common.JOBS:
        _job(job)
    for posting in cast.POSTINGS:
        _posting(posting)
    for applicant in (*common.SPECIAL, *common.ORDINARY, *cast.SPECIAL):
        _opportunity(applicant)
    _lead(common.PROSPECT)
    call_at(site_url, addresses)


def call_at(site_url: str, addresses: Mapping[str, str]) -> None:
    """Say under which address the toy is reached; `webhook` gets the events of candidates."""
    customer = account()
    customer.site_url = site_url.rstrip("/")
    if "webhook" in addresses:
        hooks.register(VENDOR, HOOKED, addresses["webhook"], LEVER.webhook_secret)
        customer.settings["switched_on"] = list(HOOKED)
    customer.save(update_fields=["site_url", "settings"])


def _account() -> None:
    Account.objects.get_or_create(
        vendor=VENDOR,
        defaults={
            "client_id": LEVER.client_id,
            "client_secret": LEVER.client_secret,
            "scopes": list(GRANTS),
            "rate_limit": 10,
            "rate_seconds": 1,
            "settings": {
                "api_key": LEVER.api_key,
                "switched_on": [],
                "deliveries_have_ids": True,
                "fresh_retries": False,
            },
        },
    )


def _keep(kind: str, number: int, **data: Any) -> Record:
    return store.find(kind, number) or store.add(kind, number=number, **data)


def _company() -> None:
    for number, name, text, pipeline in cast.STAGES:
        _keep("stages", number, text=text, pipeline=pipeline, **({"id": name} if name else {}))
    for number, text, status, kind in cast.REASONS:
        _keep("archive_reasons", number, text=text, status=status, type=kind)
    for person in (*common.USERS, cast.GONE):
        _user(person)


def _user(person: Person) -> None:
    name = f"{person.first_name} {person.last_name}"
    more: Row = {"createdAt": store.now() - 400 * DAY}
    if person.site_admin:
        more["accessRole"] = "super admin"
    if person is cast.GONE:
        more["deactivatedAt"] = store.now() - 30 * DAY
    _keep("users", person.number, **shapes.user(name, person.email, **more))


def _job(job: Job) -> None:
    if store.find("postings", job.number):
        return
    role = common.ROLES.get(job.option or 0) or common.UNKNOWN_ROLE.get(job.option or 0)
    no_manager = job is common.NO_ROLE
    requisition = f"REQ-{job.number}"
    values = shapes.posting(
        job.name,
        state=STATES[job.status],
        user=_id("users", common.ADMIN.number),
        owner=_id("users", job.recruiter),
        hiringManager=None if no_manager else _id("users", common.HUGO.number),
        followers=[_id("users", common.CORA.number), _id("users", common.NOBODY.number)],
        tags=[f"{LEVER.role_prefix}{role}"] if role else [],
        reqCode=None if no_manager else requisition,
        requisitionCodes=[] if no_manager else [requisition],
        createdAt=store.now() - 61 * DAY,
        updatedAt=store.now() - 60 * DAY,
    )
    store.add("postings", number=job.number, **values)


def _posting(posting: Posting) -> None:
    values = shapes.posting(
        posting.text,
        state=posting.state,
        owner=_id("users", common.RITA.number),
        tags=[f"{LEVER.role_prefix}{common.ROLES[9001]}"],
        distributionChannels=posting.channels and list(posting.channels),
        confidentiality=shapes.CONFIDENTIAL if posting.confidential else shapes.OPEN,
    )
    _keep("postings", posting.number, **values)


def _opportunity(one: Applicant) -> None:
    gone = store.find("deleted_opportunities", one.application)
    if gone or store.find("opportunities", one.application):
        return
    posting = store.get("postings", one.job)
    stage = store.get("stages", cast.FIRST_APPLICANT + one.stage)
    people.opportunity(
        _contact(one),
        posting,
        stage["id"],
        number=one.application,
        owner=posting["owner"],
        followers=posting["followers"],
        sources=["Referral"],
        **_past(one.application) | _oddities(one),
    )


def _past(number: int) -> Row:
    """Times some days ago, a second apart; nothing has changed since Lever notes changes."""
    at = store.now() - 20 * DAY + number % 1000 * 1000
    times: Row = dict.fromkeys(("createdAt", "lastAdvancedAt", "lastInteractionAt"), at)
    return times


def _oddities(one: Applicant) -> Row:
    """What is special about this one; nothing is about most."""
    archived = {"archivedAt": store.now() - 3 * DAY}
    oddities: dict[Applicant, Row] = {
        cast.CONFIDENTIAL: {"confidentiality": shapes.CONFIDENTIAL},
        cast.IS_HIRED: {"archived": {"reason": _id("archive_reasons", cast.HIRED)} | archived},
        cast.IS_ARCHIVED: {
            "archived": {"reason": _id("archive_reasons", cast.POSITION_CLOSED)} | archived
        },
        cast.ANONYMIZED: {"isAnonymized": True},
        cast.NOT_TO_BE_CONTACTED: {"dataProtection": NO_CONTACT},
        cast.OLD_ID: {"candidateId": _id("candidates", one.candidate)},
    }
    return oddities.get(one, {})


def _contact(one: Applicant) -> Record:
    """The person; of somebody anonymized nothing is left."""
    name = f"{one.first_name} {one.last_name}".strip()
    values = shapes.contact(name, one.address, one.phone, dataProtection=UNPROTECTED)
    values |= {"headline": "Initech", "location": {"name": "Budapest"}}
    if one is cast.ANONYMIZED:
        values = shapes.contact("", "", "", isAnonymized=True)
    if one is cast.NOT_TO_BE_CONTACTED:
        values["dataProtection"] = NO_CONTACT
    if one is cast.PHONE_WITHOUT_TYPE:
        values["phones"] = [{"value": one.phone}]
    return _keep("contacts", one.candidate, **values)


def _lead(one: Applicant) -> None:
    """Somebody who was sourced: no application, hence no posting and no role."""
    if store.find("opportunities", one.application):
        return
    stage = store.get("stages", cast.FIRST_LEAD)["id"]
    past = _past(one.application)
    people.opportunity(_contact(one), None, stage, number=one.application, origin="sourced", **past)


def _id(kind: str, number: int) -> str:
    return store.name(kind, number)
