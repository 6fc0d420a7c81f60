"""The dashboard: what needs its viewer first."""

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidacy
from candidates.states import Standing
from integrations.models import Connection
from portal.models import Kind, Organization
from tests import factories


@pytest.fixture
def admin(client: Client, scoped: Organization) -> Client:
    member = factories.MembershipFactory(organization=scoped, kind=Kind.ORG_ADMIN)
    client.force_login(member.user)
    return client


def test_a8_it_tells_of_a_connection_that_is_down_until_its_key_is_deleted(
    admin: Client, scoped: Organization
) -> None:
    group = factories.GroupFactory(organization=scoped)
    factories.ConnectionFactory(
        group=group, organization=scoped, name="Our Greenhouse",
        key_refused_at=timezone.now(), problem="Greenhouse answered 401.",
    )  # fmt: skip
    told = "Our Greenhouse: needs attention. Greenhouse answered 401."

    assert told in admin.get("/").text

    Connection.objects.update(disconnected_at=timezone.now())

    assert "Our Greenhouse" not in admin.get("/").text


@pytest.mark.parametrize(
    ("kind", "offered"), [(Kind.RECRUITER, True), (Kind.HIRING_MANAGER, False)]
)
def test_b3_it_offers_to_invite_only_to_who_may(
    client: Client, scoped: Organization, kind: Kind, offered: bool
) -> None:
    client.force_login(factories.MembershipFactory(organization=scoped, kind=kind).user)

    assert ("Invite a candidate" in client.get("/").text) is offered


def test_g9_it_points_to_open_interviews_of_whom_the_ats_has_decided(
    admin: Client, scoped: Organization
) -> None:
    interview = factories.InterviewFactory(
        organization=scoped,
        candidacy__role__group__organization=scoped,
        candidacy__role__name="Engineer",
        candidacy__candidate__name="Ada Lovelace",
    )
    told = "The ATS says Hired of Ada Lovelace, whose interview for Engineer is still open."
    assert told not in admin.get("/").text

    Candidacy.objects.filter(pk=interview.candidacy_id).update(standing=Standing.HIRED)

    assert told in admin.get("/").text
