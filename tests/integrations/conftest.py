"""The whole loop inside a test: the toy Greenhouse over real HTTP, and the real queue drained."""

from dataclasses import dataclass
from datetime import time
from typing import Any

import pytest

from candidates.models import Availability, Candidacy, Interview
from integrations import connections
from integrations.models import AtsUpdate, Connection, Delivery
from integrations.sandbox import deliveries
from integrations.sandbox.cast import ADA, HUGO, RITA, STAGE_TECHNICAL, Applicant
from integrations.sandbox.cast import JOBS as SANDBOX_JOBS
from integrations.sandbox.greenhouse import moves
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.models import Record
from portal.models import Group, Kind, Organization, User
from roles.models import Role
from tests import factories, toys
from tests.queue import drain_queue


@dataclass
class Loop:
    """A connection to the toy Greenhouse, and what a person does on either side of it."""

    connection: Connection
    role: Role
    rita: User

    def move(self, who: Applicant = ADA, stage: int = STAGE_TECHNICAL) -> None:
        """Move somebody to a stage in the ATS; nothing is delivered yet."""
        job = next(job for job in SANDBOX_JOBS if job.number == who.job)
        moves.move(who.application, job.stage(stage))

    def deliver(self) -> None:
        """Let the ATS send its webhooks, and let our workers work until nothing is left."""
        deliveries.deliver_due()
        self.work()

    def work(self) -> None:
        while drain_queue():
            pass

    def invite(self, who: Applicant = ADA) -> Interview:
        """Move somebody to the trigger stage and take the invite in."""
        self.move(who)
        self.deliver()
        return Interview.objects.latest("pk")

    def notes(self, who: Applicant = ADA) -> list[str]:
        """The notes on somebody's application in the ATS, oldest first."""
        rows = Record.objects.filter(kind="notes", data__application_id=who.application)
        return [row.data["body"] for row in rows.order_by("number")]

    def status(self, who: Applicant = ADA) -> str | None:
        """The status field of somebody's application in the ATS."""
        row = Record.objects.get(kind="applications", number=who.application)
        return row.data["custom_fields"].get(GREENHOUSE.status_field)

    def candidacy(self, who: Applicant = ADA) -> Candidacy:
        return Candidacy.objects.get(candidate__email=who.address)

    def updates(self) -> list[tuple[str, str]]:
        return list(AtsUpdate.objects.order_by("pk").values_list("kind", "state"))

    def deliveries(self) -> list[tuple[str, str]]:
        return list(Delivery.objects.order_by("pk").values_list("state", "result"))


@pytest.fixture
def group(organization: Organization) -> Group:
    return factories.GroupFactory(organization=organization, name="Engineering", slug="engineering")


@pytest.fixture
def connection(scoped: Organization, group: Group) -> Connection:
    """A connection of Acme that nothing answers."""
    return factories.ConnectionFactory(group=group, name="Greenhouse of Engineering")


@dataclass(frozen=True)
class Staff:
    """The people and the role on our side of a loop, known in the ATS by their e-mails."""

    group: Group
    role: Role
    rita: User


@pytest.fixture
def staff(scoped: Organization) -> Staff:
    """Acme's recruiter and hiring manager, its roles, and somebody who interviews at any time."""
    group = factories.GroupFactory(organization=scoped, name="Engineering", slug="engineering")
    rita = _member(scoped, RITA.email, "Rita Moss", Kind.RECRUITER)
    _member(scoped, HUGO.email, "Hugo Hart", Kind.HIRING_MANAGER)
    role = factories.RoleFactory(group=group, name="Backend Engineer", notice_hours=0)
    for name in ("Frontend Engineer", "Data Engineer"):
        factories.RoleFactory(group=group, name=name, format=role.format)
    interviewer = factories.InterviewerFactory()
    for weekday in range(7):
        Availability.objects.create(
            interviewer=interviewer, weekday=weekday, starts=time(0), ends=time(23, 59)
        )
    role.format.interviewers.add(interviewer)
    return Staff(group, role, rita)


@pytest.fixture
def loop(live_server: Any, settings: Any, staff: Staff) -> Loop:
    """Acme's connection to the toy Greenhouse, whose webhooks come to the running server."""
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    settings.SITE_URL = live_server.url
    connection = connections.create(
        "greenhouse",
        staff.group,
        base_url=live_server.url + GREENHOUSE.base_path,
        auth_url=live_server.url + GREENHOUSE.auth_path,
        values={
            "client_id": GREENHOUSE.client_id,
            "client_secret": GREENHOUSE.client_secret,
            "user_id": str(GREENHOUSE.sub),
            "webhook_secret": GREENHOUSE.webhook_secret,
            "assessment_key": GREENHOUSE.assessment_key,
            "trigger_stage": GREENHOUSE.trigger_stage,
            "recruiter_source": "job",
            "stages": "Technical Interview=in_assessment, Onsite=onsite, Offer=offer",
        },
    )
    Connection.objects.filter(pk=connection.pk).update(active=True)
    toys.load(live_server.url, connections.addresses(connection))
    deliveries.deliver_due()
    Delivery.objects.all().delete()
    return Loop(connection, staff.role, staff.rita)


def _member(organization: Organization, email: str, name: str, kind: Kind) -> User:
    user = factories.UserFactory(email=email, name=name)
    factories.MembershipFactory(organization=organization, user=user, kind=kind)
    return user
