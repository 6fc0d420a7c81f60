"""Rows for tests, made with as little as a test has to say."""

from datetime import timedelta

import factory
from django.utils import timezone

from candidates.models import Candidacy, Candidate, Interview
from candidates.states import InterviewState
from integrations import health
from integrations.capabilities import Proof
from integrations.models import Connection, Issue, IssueKind, Outage
from portal.models import Group, Kind, Membership, Organization, ServiceRole, User
from roles.models import InterviewFormat, Role


class OrganizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Organization {n}")
    slug = factory.Sequence(lambda n: f"organization-{n}")


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Group {n}")
    slug = factory.Sequence(lambda n: f"group-{n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.com")
    name = factory.Sequence(lambda n: f"User {n}")
    password = factory.django.Password("correct horse battery staple")


class InterviewerFactory(UserFactory):
    name = factory.Sequence(lambda n: f"Interviewer {n}")
    service_role = ServiceRole.INTERVIEWER


class SupportFactory(UserFactory):
    service_role = ServiceRole.SUPPORT


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)
    kind = Kind.RECRUITER
    all_groups = True


class FormatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InterviewFormat

    name = factory.Sequence(lambda n: f"Format {n}")
    competencies = ["Coding", "Design", "Communication"]


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role

    group = factory.SubFactory(GroupFactory)
    organization = factory.SelfAttribute("group.organization")
    name = factory.Sequence(lambda n: f"Role {n}")
    format = factory.SubFactory(FormatFactory)


class CandidateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Candidate

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Candidate {n}")
    email = factory.Sequence(lambda n: f"candidate{n}@example.org")


class CandidacyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Candidacy

    role = factory.SubFactory(RoleFactory)
    organization = factory.SelfAttribute("role.organization")
    candidate = factory.SubFactory(
        CandidateFactory, organization=factory.SelfAttribute("..organization")
    )
    recruiter = factory.LazyAttribute(
        lambda new: MembershipFactory(organization=new.organization).user
    )


class InterviewFactory(factory.django.DjangoModelFactory):
    """An interview waiting for its candidate; `scheduled=True` gives it a slot in two days."""

    class Meta:
        model = Interview

    class Params:
        scheduled = factory.Trait(
            state=InterviewState.SCHEDULED,
            starts_at=factory.LazyFunction(
                lambda: (timezone.now() + timedelta(days=2)).replace(minute=0, second=0)
            ),
            ends_at=factory.LazyAttribute(lambda new: new.starts_at + timedelta(hours=1)),
            busy_until=factory.LazyAttribute(lambda new: new.ends_at + timedelta(minutes=30)),
            interviewer=factory.SubFactory(InterviewerFactory),
        )

    candidacy = factory.SubFactory(CandidacyFactory)
    organization = factory.SelfAttribute("candidacy.organization")
    candidate = factory.SelfAttribute("candidacy.candidate")
    window_ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=28))


class ConnectionFactory(factory.django.DjangoModelFactory):
    """A connection that was tested once; its secrets are easy to find in a page."""

    class Meta:
        model = Connection

    group = factory.SubFactory(GroupFactory)
    organization = factory.SelfAttribute("group.organization")
    vendor = "greenhouse"
    name = factory.Sequence(lambda n: f"Connection {n}")
    base_url = "https://harvest.greenhouse.io"
    auth_url = "https://auth.greenhouse.io"
    choices = factory.LazyFunction(lambda: {"client_id": "me", "user_id": "3140"})
    secrets = factory.LazyFunction(
        lambda: {
            "client_secret": "canary-client-secret",
            "webhook_secret": "canary-webhook-secret",
            "assessment_key": "canary-assessment-key",
        }
    )
    active = True


class OutageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outage

    organization = factory.SelfAttribute("connection.organization")
    reason = "Greenhouse could not be reached."


class IssueFactory(factory.django.DjangoModelFactory):
    """A problem of a connection that is there since an hour."""

    class Meta:
        model = Issue

    connection = factory.SubFactory(ConnectionFactory)
    organization = factory.SelfAttribute("connection.organization")
    kind = IssueKind.API_ERRORS
    detail = "3 of 5 updates of the last 24 hours were not taken."
    remedy = "Read in the log of updates what the ATS answered."
    first_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    last_at = factory.SelfAttribute("first_at")


def prove(connection: Connection) -> None:
    """Keep a proof of each capability that the vendor offers, as a test that succeeds does."""
    for capability, grade in connection.connector.capabilities.items():
        if grade.offered:
            proof = Proof(capability, ok=True, tried="Tried notes:list.")
            health.keep(connection, proof)
