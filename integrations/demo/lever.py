"""The demo's connection to the toy Lever; it differs from a real one by its addresses only."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from integrations import connections
from integrations.models import Connection
from portal.models import Organization, User

NAME = "Lever"
TOKENS = ("stage_token", "archive_token", "hired_token", "deleted_token", "application_token")


def connect(acme: Organization) -> None:
    """Make the connection, or lead the one there is to where the sandbox is now."""
    from integrations.sandbox.lever.access import LEVER

    base, auth = settings.SITE_URL + LEVER.base_path, settings.SITE_URL + LEVER.auth_path
    if Connection.objects.filter(name=NAME).update(base_url=base, auth_url=auth):
        return
    made = connections.create(
        "lever",
        acme.groups.get(slug="engineering"),
        name=NAME,
        base_url=base,
        auth_url=auth,
        values={
            "api_key": LEVER.api_key,
            "role_tag": LEVER.role_prefix,
            "trigger_stage": LEVER.trigger_stage,
            "stages": "Technical Interview=in_assessment, Recruiter Screen=phone_screen, "
            "Onsite=onsite, Offer=offer",
            **dict.fromkeys(TOKENS, LEVER.webhook_secret),
        },
        fallback_recruiter=User.objects.get(email="gus.adeyemi@example.com"),
    )
    made.created_at = timezone.now() - timedelta(days=60)
    made.save(update_fields=["created_at"])
