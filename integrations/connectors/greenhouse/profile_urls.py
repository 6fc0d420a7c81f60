"""Addresses of candidates' pages at Greenhouse: read for their ids, never fetched (P53)."""

import re
from urllib.parse import parse_qs, urlsplit

PATH = re.compile(r"(?:/guides/[0-9]+)?/people/([0-9]{1,20})(?:/.*)?")
HOST = re.compile(r"(?:[a-z0-9-]+\.)*greenhouse\.io")
DIGITS = re.compile(r"[0-9]{1,20}")


def read(url: str) -> dict[str, str] | None:
    """The ids in a profile URL: `candidate`, and `application` where it names one."""
    address = url.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query)
    except ValueError:
        return None
    path = PATH.fullmatch(parts.path)
    if (
        parts.scheme not in ("http", "https")
        or not HOST.fullmatch(parts.hostname or "")
        or not path
    ):
        return None
    application = query.get("application_id", [""])[0].strip()
    ids = {"candidate": path[1]}
    return ids | {"application": application} if DIGITS.fullmatch(application) else ids


def write(candidate: str, application: str) -> str:
    """The address of an application's page."""
    return f"https://app.greenhouse.io/people/{candidate}?application_id={application}"
