"""What a connection to the toy Jobvite has to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Jobvite:
    """Key, secret and the codes of custom fields; paths go below the site's address."""

    base_path: str = "/sandbox/jobvite/api/v2"
    api_key: str = "sandbox-jobvite-key"
    api_secret: str = "sandbox-jobvite-secret"  # noqa: S105
    signing_key: str = "sandbox-jobvite-signing-key"
    trigger_state: str = "Technical Interview"
    hired_state: str = "Offer Accepted"
    rejected_state: str = "Rejected"
    withdrawn_state: str = "Withdrawn"
    role_field: str = "liaison_role"
    followers_field: str = "liaison_followers"
    status_field: str = "liaison_status"
    result_field: str = "liaison_result"
    result_url_field: str = "liaison_result_url"
    scheduled_field: str = "liaison_scheduled_at"
    recruiter_field: str = "liaison_recruiter"
    grader_field: str = "liaison_grader"


JOBVITE = Jobvite()
