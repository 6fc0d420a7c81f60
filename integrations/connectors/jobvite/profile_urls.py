"""Addresses of candidates' pages at Jobvite: read for the ids they name, never fetched (P53)."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit, urlunsplit

HOST = re.compile(r"(?:[a-z0-9-]+\.)*jobvite\.com")
EID = re.compile(r"[A-Za-z0-9]{8,10}")


def read(
    url: str, application_names: Sequence[str], candidate_names: Sequence[str]
) -> dict[str, str] | None:
    """The ids in an address: `application`, `candidate` or both; None where it names neither.

    The form of these addresses is not published, so the names of the parameters are settings.
    They are looked for in the query, and in the fragment, where pages that never reload keep one.
    """
    address = url.strip()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        query = parse_qs(parts.query) | parse_qs(parts.fragment.rpartition("?")[2])
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.hostname or ""):
        return None
    found = {
        "application": _first(query, application_names),
        "candidate": _first(query, candidate_names),
    }
    return {name: eid for name, eid in found.items() if eid} or None


def naming(url: str, name: str, application: str) -> str:
    """The address as typed, with the application's id where it names the candidate only."""
    if application in url:
        return url
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, f"{name}={application}")))
    return urlunsplit(parts._replace(query=query))


def _first(query: dict[str, list[str]], names: Sequence[str]) -> str:
    given = (query[name][0].strip() for name in names if name in query)
    return next((value for value in given if EID.fullmatch(value)), "")
