"""What Ashby gives the contract: everything is a POST, and 200 may say that it failed."""

import json
from typing import Any
from uuid import UUID

from integrations.problems import (
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from integrations.vocabulary import Hook
from tests.integrations.ashby.conftest import (
    APPLICATION,
    CANDIDATE,
    JOB,
    OTHER,
    PAYLOADS,
    application,
    job,
    refusal,
    signed,
)
from tests.integrations.contract.material import (
    Asked,
    Door,
    Lists,
    Material,
    Reply,
    Said,
    told,
)

METHODS = {"job.list": "jobs", "user.list": "people", "application.list": "states"}


def _event(number: int, body: bytes) -> bytes:
    """An event of an act of its own."""
    content = json.loads(body)
    return json.dumps({**content, "webhookActionId": _id(number)}).encode()


def _again(body: bytes) -> bytes:
    """A retry, written otherwise."""
    return json.dumps(json.loads(body), indent=2).encode()


def _asking(body: bytes, key: str) -> Hook:
    return Hook("assessment.list", "POST", {"authorization": f"Bearer {key}"}, {}, b"{}")


def _id(number: int) -> str:
    return str(UUID(int=number + (4 << 76) + (8 << 60)))


def _done(results: Any, **more: Any) -> Reply:
    return Reply(200, {"success": True, "results": results, **more})


def _well(asked: Asked) -> Reply:
    return _done({}) if "create" in asked.path else _done([], moreDataAvailable=False)


def _showing(asked: Asked, text: str) -> Reply | None:
    if asked.path != "/candidate.listNotes":
        return None
    return _done([{"id": OTHER, "content": text}], moreDataAvailable=False)


def _wanted(asked: Asked) -> tuple[str, str] | None:
    name = METHODS.get(asked.path.removeprefix("/"))
    return (name, asked.body.get("cursor", "")) if name else None


def _row(name: str, number: int) -> dict[str, Any]:
    if name == "jobs":
        return job(id=_id(number), jobPostingIds=[])
    if name == "states":
        return application(id=_id(number))
    return {"id": _id(number), "firstName": "Ada", "lastName": "Byron", "email": "a@example.com"}


def _page(name: str, rows: list[Any], following: str) -> Reply:
    more = {"nextCursor": following} if following else {"syncToken": "a-token"}
    return _done(rows, moreDataAvailable=bool(following), **more)


MATERIAL = Material(
    doors=(
        Door("webhook", ("webhook_secret",), signed, proof=("ashby-signature",)),
        Door("assessment.list", ("assessment_key",), _asking, ("authorization",), vouches=False),
    ),
    events=tuple(
        _event(number, path.read_bytes())
        for number, path in enumerate(sorted(PAYLOADS.glob("*.json")))
    ),
    again=_again,
    note=told(APPLICATION, CANDIDATE, JOB),
    well=_well,
    showing=_showing,
    sentences=(
        Said(Reply(401, {}), KeyRefused),
        Said(Reply(403, {}), KeyRefused),  # without a code the key is bad, or was disabled
        Said(Reply(403, refusal("missing_endpoint_permission")), PermissionMissing),
        Said(Reply(200, refusal("missing_endpoint_permission")), PermissionMissing),
        Said(Reply(200, refusal("candidate_not_found")), NotThere),
        Said(Reply(200, refusal("invalid_input")), Rejected),
        Said(Reply(200, refusal("generic_internal_error")), VendorProblem, unclear=True),
    ),
    lists=Lists(
        wanted=_wanted,
        row=_row,
        page=_page,
        remote_id=_id,
        rows_a_page=100,
        stale=Reply(200, refusal("invalid_next_cursor")),
    ),
)
