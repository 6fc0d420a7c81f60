"""Loads the demo world, and says whether it is loaded."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from integrations import connections, health, options, sync
from integrations.demo import ashby, history, issues, jobvite, lever, people, roles
from integrations.mapping import job_rules
from integrations.models import Connection, Outage
from portal.health import Check
from portal.models import Organization, User
from portal.scope import everywhere, inside
from roles.models import Role

_OUTAGES = (
    # days ago, hour of the day, hours long, reason, updates and webhooks that waited
    (71, 3, 1.5, "Greenhouse answered 503.", 0, 1),
    (38, 14, 0.5, "Greenhouse did not answer within 30 seconds.", 3, 0),
    (9, 6, 2.0, "Greenhouse answered 502.", 5, 2),
)


def load() -> None:
    """Load everything that is not there yet; a second time changes nothing."""
    with transaction.atomic():
        acme, globex = people.load()
        for organization in (acme, globex):
            with inside(organization):
                _candidacies(organization)
        with inside(acme):
            history.graces_interview(acme)
    with inside(acme):
        _greenhouse(acme)
        lever.connect(acme)
        jobvite.connect(acme)
    with inside(globex):
        ashby.connect(globex)
    with everywhere():
        _sandbox()


def connect() -> None:
    """Test the connection and read the sandbox once; the web process must be up."""
    with everywhere():
        demo = Q(organization__slug="acme") | Q(name=ashby.NAME)
        waiting = list(Connection.objects.filter(demo, active=False))
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


def _greenhouse(acme: Organization) -> Connection:
    """A connection to the sandbox that differs from a real one by its addresses only."""
    from integrations.sandbox.greenhouse.access import GREENHOUSE

    known = Connection.objects.filter(name="Greenhouse").first()
    base, auth = (
        f"{settings.SITE_URL}{GREENHOUSE.base_path}", f"{settings.SITE_URL}{GREENHOUSE.auth_path}",
    )  # fmt: skip
    if known:
        known.base_url, known.auth_url = base, auth
        known.save(update_fields=["base_url", "auth_url"])
        return known
    connection = connections.create(
        "greenhouse",
        acme.groups.get(slug="engineering"),
        name="Greenhouse",
        base_url=base,
        auth_url=auth,
        values={
            "client_id": GREENHOUSE.client_id,
            "client_secret": GREENHOUSE.client_secret,
            "user_id": str(GREENHOUSE.sub),
            "webhook_secret": GREENHOUSE.webhook_secret,
            "assessment_key": GREENHOUSE.assessment_key,
            "role_field": GREENHOUSE.role_field,
            "status_field": GREENHOUSE.status_field,
            "trigger_stage": GREENHOUSE.trigger_stage,
            "recruiter_source": "job",
            "stages": "Technical Interview=in_assessment, Recruiter Screen=phone_screen, "
            "Onsite=onsite, Offer=offer",
        },
    )
    connection.fallback_recruiter = User.objects.get(email="gus.adeyemi@example.com")
    connection.created_at = timezone.now() - timedelta(days=80)
    connection.save()
    role = Role.objects.get(group=connection.group_id, name="Backend Engineer")
    job_rules.add(connection, "name", "contains", "backend", role)
    _outages(connection)
    issues.load(connection, User.objects.get(email="ines.ferro@example.com"))
    return connection


def _outages(connection: Connection) -> None:
    for days, hour, hours, reason, updates, deliveries in _OUTAGES:
        began = (timezone.now() - timedelta(days=days)).replace(hour=hour, minute=12)
        Outage.objects.create(
            organization=connection.organization,
            connection=connection,
            began_at=began,
            ended_at=began + timedelta(hours=hours),
            reason=reason,
            waited_updates=updates,
            waited_deliveries=deliveries,
        )


def _sandbox() -> None:
    """Load every toy vendor; one that a connection of the demo leads to calls it."""
    from integrations.sandbox.vendors import VENDORS

    for vendor in VENDORS.values():
        connection = Connection.objects.filter(vendor=vendor.slug).order_by("pk").first()
        addresses = connections.addresses(connection) if connection else {}
        vendor.load(settings.SITE_URL, addresses)
