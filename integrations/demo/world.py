"""Loads the demo world, and says whether it is loaded."""

from django.conf import settings
from django.db import transaction

from integrations import connections, health, options, sync
from integrations.demo import history, people, roles, troubles, vendors
from integrations.models import Connection
from portal.health import Check
from portal.models import Organization, User
from portal.scope import everywhere, inside


def load() -> None:
    """Load everything that is not there yet; a second time changes nothing."""
    with transaction.atomic():
        acme, globex = people.load()
        for organization in (acme, globex):
            with inside(organization):
                _candidacies(organization)
        with inside(acme):
            history.graces_interview(acme)
    with everywhere():
        vendors.load()
        troubles.load(Connection.objects.get(name="Greenhouse"), by="ines.ferro@example.com")
        _sandbox()


def connect() -> None:
    """Test the connections and read the sandbox once; the web process must be up."""
    with everywhere():
        waiting = list(Connection.objects.filter(name__in=vendors.names(), active=False))
    for connection in waiting:
        with inside(connection.organization_id):
            health.check(connection)
    options.push_due()
    sync.start_due()
    sync.run_due()


def is_loaded() -> Check:
    """Whether visitors find the demo world (a check of /readyz)."""
    with everywhere():
        there = Connection.objects.filter(organization__slug="acme").exists()
    text = "The demo world is loaded." if there else "The demo world is not loaded yet."
    return Check("demo", ok=there, text=text)


def _candidacies(organization: Organization) -> None:
    made = roles.load(organization)
    domain = {"acme": ["rita.moss@example.com", "sam.okafor@example.com"]}
    emails = domain.get(organization.slug, ["olga.weber@example.com"])
    recruiters = list(User.objects.filter(email__in=emails).order_by("email"))
    history.load(organization, made, recruiters)


def _sandbox() -> None:
    """Load every toy vendor; one that a connection of the demo leads to calls it."""
    from integrations.sandbox.vendors import VENDORS

    for vendor in VENDORS.values():
        connection = Connection.objects.filter(vendor=vendor.slug).order_by("pk").first()
        addresses = connections.addresses(connection) if connection else {}
        vendor.load(settings.SITE_URL, addresses)
