"""Addresses of candidates' pages at Lever: read for the opportunity's id, never fetched (P53)."""

import re
from urllib.parse import urlsplit

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PATH = re.compile(rf"/candidates/({UUID})(?:/.*)?", re.IGNORECASE)
HOSTS = ("hire.lever.co", "hire.eu.lever.co", "hire.sandbox.lever.co")


def read(url: str) -> dict[str, str] | None:
    """The id in a profile URL, as `application`: Lever's opportunity."""
    address = url.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = PATH.fullmatch(parts.path)
    if parts.scheme not in ("http", "https") or parts.hostname not in HOSTS or not path:
        return None
    return {"application": path[1].lower()}


def write(opportunity: str) -> str:
    """The address of an opportunity's page, where Lever does not tell it."""
    return f"https://{HOSTS[0]}/candidates/{opportunity}"
