"""The Harvest v3 resources: which filters each list takes, and what it assumes unasked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from integrations.sandbox.greenhouse.filters import (
    Filter,
    date,
    flag,
    ids,
    members,
    option,
    service_accounts,
    status,
    word,
)

EVERY: Mapping[str, Filter] = {
    "ids": ids("id"),
    "created_at": date("created_at"),
    "updated_at": date("updated_at"),
}


@dataclass(frozen=True)
class Resource:
    """A list endpoint: its own filters beside the common ones, and values assumed when absent."""

    own: Mapping[str, Filter] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)

    @property
    def filters(self) -> Mapping[str, Filter]:
        """Every filter this list takes."""
        return {**EVERY, **self.own}


RESOURCES: Mapping[str, Resource] = {
    "applications": Resource(
        {
            "candidate_ids": ids("candidate_id"),
            "job_ids": ids("job_id"),
            "prospective_job_ids": members("prospective_job_ids"),
            "job_post_ids": ids("job_post_id"),
            "source_ids": ids("source_id"),
            "referrer_ids": ids("referrer_id"),
            "stage_ids": ids("stage_id"),
            "status": status,
            "stage_name": word("stage_name"),
            "prospect": flag("prospect"),
            "last_activity_at": date("last_activity_at"),
            "custom_field_option_id": option,
        }
    ),
    "candidates": Resource({"last_activity_at": date("last_activity_at")}),
    "jobs": Resource(
        {
            "status": word("status"),
            "requisition_id": word("requisition_id"),
            "department_id": ids("department_id"),
            "office_id": members("office_ids"),
            "confidential": flag("confidential"),
            "opened_at": date("opened_at"),
            "closed_at": date("closed_at"),
            "custom_field_option_id": option,
        }
    ),
    "job_posts": Resource(
        {
            "job_ids": ids("job_id"),
            "job_board_ids": ids("job_board_id"),
            "active": flag("active"),
            "featured": flag("featured"),
            "live": flag("live"),
            "internal": flag("internal"),
        },
        assumed={"active": "true"},
    ),
    "job_post_locations": Resource({"job_post_ids": ids("job_post_id")}),
    "offices": Resource(),
    "departments": Resource(),
    "job_owners": Resource({"job_ids": ids("job_id"), "user_ids": ids("user_id")}),
    "job_hiring_managers": Resource({"job_ids": ids("job_id"), "user_ids": ids("user_id")}),
    "users": Resource(
        {"show_service_accounts": service_accounts}, assumed={"show_service_accounts": "false"}
    ),
    "job_interview_stages": Resource({"job_ids": ids("job_id"), "active": flag("active")}),
    "application_stages": Resource({"application_ids": ids("application_id")}),
    "rejection_details": Resource({"application_ids": ids("application_id")}),
    "rejection_reasons": Resource(),
    "notes": Resource(
        {"application_ids": ids("application_id"), "candidate_ids": ids("candidate_id")}
    ),
    "custom_fields": Resource({"field_type": word("field_type"), "active": flag("active")}),
    "custom_field_options": Resource(
        {"custom_field_ids": ids("custom_field_id"), "active": flag("active")}
    ),
}
