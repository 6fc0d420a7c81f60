"""What every test can use: people signed in, scopes, and the real queue."""

import gc
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Kind, Organization
from portal.scope import everywhere, inside
from tests import factories
from tests.cleaning import delete_instead_of_truncate, leave_out_permissions


def pytest_configure() -> None:
    """Make tests fast: cheap hashes, tables without the way that led to them, quick cleaning.

    The journeys run on a stack that migrates for real, and `make lint` finds missing migrations.
    """
    slow = [hypothesis.HealthCheck.too_slow]  # a machine that does much else makes examples slowly
    hypothesis.settings.register_profile("busy", suppress_health_check=slow, deadline=None)
    hypothesis.settings.load_profile("busy")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # else each new client reads all static files
    delete_instead_of_truncate()
    leave_out_permissions()
    WSGIRequestHandler.disable_nagle_algorithm = True  # else a body waits 40 ms behind its head
    migrated = ("sandbox",)  # its migration makes a sequence
    settings.MIGRATION_MODULES = {
        app.rpartition(".")[2]: None
        for app in settings.INSTALLED_APPS
        if app.rpartition(".")[2] not in migrated
    }


def pytest_collection_finish() -> None:
    """Let the garbage collector come seldom and pass over what was imported: it took a sixth."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Before the test database is dropped, end the sessions of threads that served tests."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


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


@pytest.fixture
def count_queries() -> Any:
    """How many queries a client's look at an address takes, once everything is warm."""

    def count_queries(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count_queries
