"""What every test can use: people signed in, scopes, and the real queue."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from portal.models import Kind, Organization
from portal.scope import everywhere, inside
from tests import factories


@pytest.fixture
def organization(db: None) -> Organization:
    return factories.OrganizationFactory(name="Acme", slug="acme")


@pytest.fixture
def scoped(organization: Organization) -> Iterator[Organization]:
    """Open the scope of `organization` for the whole test."""
    with inside(organization):
        yield organization


@pytest.fixture
def unscoped(db: None) -> Iterator[None]:
    """Open every organization's rows for the whole test."""
    with everywhere():
        yield


@pytest.fixture
def sign_in(client: Client, organization: Organization) -> Any:
    """Sign in as a new member of `organization` of this kind; returns the client."""

    def sign_in(kind: Kind = Kind.RECRUITER, **fields: Any) -> Client:
        member = factories.MembershipFactory(organization=organization, kind=kind, **fields)
        client.force_login(member.user)
        client.user = member.user  # type: ignore[attr-defined]
        return client

    return sign_in
