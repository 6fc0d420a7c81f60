"""The demo's connection to the toy Ashby; it differs from a real one by its address only."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from integrations import connections
from integrations.mapping import job_rules
from integrations.models import Connection
from portal.models import Organization, User
from roles.models import Role

NAME = "Ashby"


def connect(globex: Organization) -> None:
    """Make the connection, or lead the one there is to where the sandbox is now.

    Globex names its roles otherwise than the toy's jobs do, so a rule maps them, and the
    assessments of the toy are Globex's roles.
    """
    from integrations.sandbox.ashby.access import ASHBY

    base = f"{settings.SITE_URL}{ASHBY.base_path}"
    if Connection.objects.filter(name=NAME).update(base_url=base):
        return
    made = connections.create(
        "ashby",
        globex.groups.get(slug="product"),
        name=NAME,
        base_url=base,
        values={
            "api_key": ASHBY.api_key,
            "webhook_secret": ASHBY.webhook_secret,
            "assessment_key": ASHBY.partner_key,
            "trigger_stage": ASHBY.trigger_stage,
            "role_field": "",
            "status_field": ASHBY.status_field,
            "stages": "Technical Interview=in_assessment, Recruiter Screen=phone_screen, "
            "Onsite=onsite, Offer=offer",
        },
    )
    made.fallback_recruiter = User.objects.get(email="olga.weber@example.com")
    made.created_at = timezone.now() - timedelta(days=30)
    made.save(update_fields=["fallback_recruiter", "created_at"])
    role = Role.objects.get(group=made.group_id, name="Product Engineer")
    job_rules.add(made, "name", "contains", "engineer", role)
