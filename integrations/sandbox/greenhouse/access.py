"""What a connection to the toy Greenhouse has to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Greenhouse:
    """Credentials and names of fields; paths go below the site's address."""

    base_path: str = "/sandbox/greenhouse"
    auth_path: str = "/sandbox/greenhouse/auth"
    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-client-secret"  # noqa: S105
    sub: int = 3140
    webhook_secret: str = "sandbox-webhook-secret"  # noqa: S105
    assessment_key: str = "sandbox-assessment-key"
    role_field: str = "liaison_role"
    status_field: str = "liaison_status"
    trigger_stage: str = "Technical Interview"


GREENHOUSE = Greenhouse()
