"""Greenhouse's rows, its one customer, and its scopes."""

from integrations.sandbox.models import Account
from integrations.sandbox.records import Store

VENDOR = "greenhouse"

store = Store(VENDOR)

SCOPES = tuple(
    f"harvest:{name}"
    for name in [
        "applications:list",
        "applications:update",
        "candidates:list",
        "candidates:update",
        "jobs:list",
        "job_posts:list",
        "job_post_locations:list",
        "offices:list",
        "departments:list",
        "job_owners:list",
        "job_hiring_managers:list",
        "users:list",
        "job_interview_stages:list",
        "application_stages:list",
        "rejection_details:list",
        "rejection_reasons:list",
        "notes:create",
        "notes:list",
        "attachments:create",
        "custom_fields:list",
        "custom_field_options:list",
        "custom_field_options:create",
        "custom_field_options:update",
        "custom_field_options:destroy",
    ]
)


def account() -> Account:
    """Greenhouse's customer. Raises DoesNotExist until the world is loaded."""
    return Account.objects.get(vendor=VENDOR)
