"""Calls that a vendor makes to its assessment partner, each kept for the log."""

import json
from typing import Any

import requests

from integrations.sandbox.models import PartnerCall

TIMEOUT = 10
KEPT = 20_000


def ask(
    vendor: str, name: str, method: str, url: str, *, headers: dict[str, str], content: Any
) -> tuple[int | None, str]:
    """The status of the partner's answer, None where none came, and its text."""
    how: dict[str, Any] = {"params" if method == "GET" else "json": content}
    try:
        answer = requests.request(
            method, url, headers=headers, timeout=TIMEOUT, allow_redirects=False, **how
        )
        status, text = answer.status_code, answer.text
    except requests.RequestException as problem:
        status, text = None, str(problem)
    PartnerCall.objects.create(
        vendor=vendor,
        name=name,
        method=method,
        url=url,
        body=json.dumps(content) if content else "",
        status=status,
        answer=text[:KEPT].replace("\x00", ""),
    )
    return status, text
