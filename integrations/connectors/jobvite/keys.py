"""The headers that show Jobvite the key: never the address, where logs would keep it."""

import base64
import hashlib
import hmac
import time

from integrations.models import Connection


def headers(connection: Connection) -> dict[str, bytes]:
    """The headers of one call, by the connection's way to show its key."""
    key = connection.secrets.get("api_key", "").strip()
    secret = connection.secrets.get("api_secret", "").strip()
    if connection.choice("auth_mode") == "signature":
        shown = signed(key, secret, int(time.time()))
    else:
        shown = {"x-jvi-api": key, "x-jvi-sc": secret}
    company = connection.choice("company_id").strip()
    shown |= {"X-Company-Id": company} if company else {}
    return {name: value.encode() for name, value in shown.items()}


def signed(key: str, secret: str, epoch: int) -> dict[str, str]:
    """The headers that prove the secret without telling it; `epoch` is now in Unix seconds."""
    digest = hmac.new(secret.encode(), f"{key}|{epoch}".encode(), hashlib.sha256).digest()
    return {
        "X-JVI-API": key,
        "X-JVI-EPOCH": str(epoch),
        "X-JVI-SIGN": base64.b64encode(digest).decode(),
    }
