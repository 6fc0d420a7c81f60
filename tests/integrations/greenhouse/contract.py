"""What Greenhouse gives the contract: its signatures, refusals and lists."""

import base64
from typing import Any

from integrations.problems import KeyRefused, NotThere, PermissionMissing, Rejected
from integrations.vocabulary import Hook
from tests.integrations.contract.material import (
    Asked,
    Door,
    Lists,
    Material,
    Reply,
    Said,
    told,
)
from tests.integrations.greenhouse.conftest import PAYLOADS, signed

LISTS = {
    "/v3/jobs": "jobs",
    "/v3/users": "people",
    "/v3/job_interview_stages": "stages",
    "/v3/applications": "states",
}


def _asking(body: bytes, key: str) -> Hook:
    basic = base64.b64encode(f"{key}:".encode()).decode()
    return Hook("list_tests", "GET", {"authorization": f"Basic {basic}"}, {}, b"")


def _well(asked: Asked) -> Reply:
    if asked.path == "/token":
        return Reply(200, {"access_token": "a-token", "expires_at": "2099-01-01T00:00:00Z"})
    return Reply(200, []) if asked.method == "GET" else Reply(201, {"id": 1})


def _showing(asked: Asked, text: str) -> Reply | None:
    looks = asked.method == "GET" and asked.path == "/v3/notes"
    return Reply(200, [{"id": 1, "body": text}]) if looks else None


def _wanted(asked: Asked) -> tuple[str, str] | None:
    name = LISTS.get(asked.path)
    return (name, asked.query.get("cursor", "")) if name and "ids" not in asked.query else None


def _row(name: str, number: int) -> dict[str, Any]:
    facts = {
        "jobs": {"name": "Engineer", "status": "open"},
        "people": {"first_name": "Ada", "last_name": "Byron", "primary_email": "ada@example.com"},
        "stages": {"name": "Screen", "job_id": 1, "priority": number},
        "states": {"candidate_id": 1, "job_id": 1, "status": "active", "stage_name": "Screen"},
    }
    return {"id": number, **facts[name]}


def _page(name: str, rows: list[Any], following: str) -> Reply:
    path = next(path for path, listed in LISTS.items() if listed == name)
    link = f'<https://harvest.greenhouse.io{path}?cursor={following}>; rel="next"'
    return Reply(200, rows, {"Link": link} if following else {})


MATERIAL = Material(
    doors=(
        Door("webhook", ("webhook_secret",), signed, proof=("signature",)),
        Door("list_tests", ("assessment_key",), _asking, ("authorization",), vouches=False),
    ),
    events=tuple(path.read_bytes() for path in sorted(PAYLOADS.glob("*.json"))),
    note=told("700001", "600001", "500001"),
    well=_well,
    showing=_showing,
    sentences=(
        Said(Reply(401, {"message": "Unauthorized"}), KeyRefused),
        Said(Reply(403, {"message": "Forbidden"}), PermissionMissing),
        Said(Reply(404, {"message": "Not found"}), NotThere),
        Said(Reply(422, {"message": "Invalid", "errors": ["body: too long"]}), Rejected),
    ),
    lists=Lists(
        wanted=_wanted,
        row=_row,
        page=_page,
        remote_id=str,
        rows_a_page=500,
        stale=Reply(422, {"message": "The cursor is not valid."}),
    ),
)
