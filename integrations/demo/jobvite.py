"""The demo's connection to the toy Jobvite; it differs from a real one by its address only."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from integrations import connections
from integrations.models import Connection
from portal.models import Organization, User

NAME = "Jobvite"


def connect(acme: Organization) -> None:
    """Make the connection, or lead the one there is to where the sandbox is now."""
    from integrations.sandbox.jobvite.access import JOBVITE

    base = f"{settings.SITE_URL}{JOBVITE.base_path}"
    if Connection.objects.filter(name=NAME).update(base_url=base):
        return
    made = connections.create(
        "jobvite",
        acme.groups.get(slug="engineering"),
        name=NAME,
        base_url=base,
        values={
            "api_key": JOBVITE.api_key,
            "api_secret": JOBVITE.api_secret,
            "webhook_key": JOBVITE.signing_key,
            "trigger_stage": JOBVITE.trigger_state,
            "recruiter_field": JOBVITE.recruiter_field,
            "grader_field": JOBVITE.grader_field,
            "stages": "Technical Interview=in_assessment, Recruiter Screen=phone_screen, "
            "Onsite=onsite, Offer=offer",
            "calls_per_second": "50",
        },
    )
    made.fallback_recruiter = User.objects.get(email="gus.adeyemi@example.com")
    made.created_at = timezone.now() - timedelta(days=40)
    made.save(update_fields=["fallback_recruiter", "created_at"])
