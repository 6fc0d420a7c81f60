"""Addresses of candidates' pages at Ashby: read for their ids, never fetched (P53)."""

import re
from urllib.parse import urlsplit

HOST = "app.ashbyhq.com"
ONE = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
IDS = re.compile(rf"/candidates/({ONE})(?:/applications/({ONE}))?(?![0-9a-z-])", re.IGNORECASE)


def read(url: str) -> dict[str, str] | None:
    """The ids in a profile URL: `candidate`, and `application` where it names one.

    Candidates stand behind many views of Ashby, so only the end of the path counts.
    """
    address = url.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    found = IDS.findall(parts.path)
    if parts.scheme not in ("http", "https") or parts.hostname != HOST or not found:
        return None
    candidate, application = (one.lower() for one in found[-1])
    ids = {"candidate": candidate}
    return ids | {"application": application} if application else ids


def write(candidate: str, application: str) -> str:
    """The address of an application's page."""
    person = f"https://{HOST}/candidate-searches/new/right-side/candidates/{candidate}"
    return f"{person}/applications/{application}/feed" if application else person
