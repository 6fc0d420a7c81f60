"""The demo's connections to the toy vendors; they differ from real ones by their addresses only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from integrations import connections
from integrations.connectors import CONNECTORS
from integrations.mapping import job_rules
from integrations.models import Connection
from portal.models import Group, User
from portal.scope import inside
from roles.models import Role

STAGES = (
    "Technical Interview=in_assessment, Recruiter Screen=phone_screen, Onsite=onsite, Offer=offer"
)
LEVER_TOKENS = ("stage_token", "archive_token", "hired_token", "deleted_token", "application_token")


@dataclass(frozen=True)
class Plan:
    """One connection: of which group, since how many days, with what."""

    vendor: str
    organization: str
    group: str
    days: int
    fallback: str  # who is recruiter where the ATS names nobody
    base_path: str
    values: dict[str, str]
    auth_path: str = ""
    rule: tuple[str, str] = ("", "")  # a word of jobs' names, and the role they lead to

    @property
    def name(self) -> str:
        return CONNECTORS[self.vendor].name


def load() -> None:
    """Make the connections, or lead those there are to where the sandbox is now."""
    for plan in _plans():
        group = Group.objects.get(organization__slug=plan.organization, slug=plan.group)
        with inside(group.organization_id):
            _connect(plan, group)


def names() -> list[str]:
    """What the demo's connections are called."""
    return [plan.name for plan in _plans()]


def _connect(plan: Plan, group: Group) -> None:
    base = settings.SITE_URL + plan.base_path
    auth = settings.SITE_URL + plan.auth_path if plan.auth_path else ""
    if Connection.objects.filter(name=plan.name).update(base_url=base, auth_url=auth):
        return
    made = connections.create(
        plan.vendor,
        group,
        name=plan.name,
        base_url=base,
        auth_url=auth,
        values={"trigger_stage": "Technical Interview", "stages": STAGES} | plan.values,
        fallback_recruiter=User.objects.get(email=plan.fallback),
    )
    made.created_at = timezone.now() - timedelta(days=plan.days)
    made.save(update_fields=["created_at"])
    word, role = plan.rule
    if word:
        job_rules.add(made, "name", "contains", word, Role.objects.get(group=group, name=role))


def _plans() -> Iterator[Plan]:
    from integrations.sandbox.ashby.access import ASHBY
    from integrations.sandbox.greenhouse.access import GREENHOUSE
    from integrations.sandbox.jobvite.access import JOBVITE
    from integrations.sandbox.lever.access import LEVER

    yield Plan(
        "greenhouse", "acme", "engineering", 80, "gus.adeyemi@example.com", GREENHOUSE.base_path,
        {
            "client_id": GREENHOUSE.client_id,
            "client_secret": GREENHOUSE.client_secret,
            "user_id": str(GREENHOUSE.sub),
            "webhook_secret": GREENHOUSE.webhook_secret,
            "assessment_key": GREENHOUSE.assessment_key,
            "role_field": GREENHOUSE.role_field,
            "status_field": GREENHOUSE.status_field,
            "recruiter_source": "job",
        },
        auth_path=GREENHOUSE.auth_path,
        rule=("backend", "Backend Engineer"),
    )  # fmt: skip
    yield Plan(
        "lever", "acme", "engineering", 60, "gus.adeyemi@example.com", LEVER.base_path,
        {
            "api_key": LEVER.api_key,
            "role_tag": LEVER.role_prefix,
            **dict.fromkeys(LEVER_TOKENS, LEVER.webhook_secret),
        },
        auth_path=LEVER.auth_path,
    )  # fmt: skip
    yield Plan(
        "jobvite", "acme", "engineering", 40, "gus.adeyemi@example.com", JOBVITE.base_path,
        {
            "api_key": JOBVITE.api_key,
            "api_secret": JOBVITE.api_secret,
            "webhook_key": JOBVITE.signing_key,
            "recruiter_field": JOBVITE.recruiter_field,
            "grader_field": JOBVITE.grader_field,
            "calls_per_second": "50",
        },
    )  # fmt: skip
    yield Plan(
        "ashby", "globex", "product", 30, "olga.weber@example.com", ASHBY.base_path,
        {
            "api_key": ASHBY.api_key,
            "webhook_secret": ASHBY.webhook_secret,
            "assessment_key": ASHBY.partner_key,
            "role_field": "",  # Globex names its roles otherwise than the toy's jobs do
            "status_field": ASHBY.status_field,
        },
        rule=("engineer", "Product Engineer"),
    )  # fmt: skip
