"""What a connection to the toy Ashby has to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ashby:
    """Credentials and names of fields; the path goes below the site's address."""

    base_path: str = "/sandbox/ashby"
    api_key: str = "sandbox-ashby-key"
    webhook_secret: str = "sandbox-ashby-secret"  # noqa: S105
    partner_key: str = "sandbox-ashby-partner-key"
    role_field: str = "Liaison role"
    status_field: str = "Liaison status"
    trigger_stage: str = "Technical Interview"


ASHBY = Ashby()
