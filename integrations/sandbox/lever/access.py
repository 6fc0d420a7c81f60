"""What a connection to the toy Lever has to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lever:
    """Credentials and words of the customer; paths go below the site's address."""

    base_path: str = "/sandbox/lever"
    auth_path: str = "/sandbox/lever"
    api_key: str = "sandbox-lever-key"
    client_id: str = "sandbox-lever-client"
    client_secret: str = "sandbox-lever-client-secret"  # noqa: S105
    webhook_secret: str = "sandbox-lever-webhook-token"  # noqa: S105
    role_prefix: str = "role: "
    trigger_stage: str = "Technical Interview"


LEVER = Lever()
