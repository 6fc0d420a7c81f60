"""What Lever gives the contract: a signature in the body, over token and time alone."""

import json
import time
from datetime import datetime
from typing import Any

from integrations import reading
from integrations.connectors.lever.guide import TOKENS
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
from tests.integrations.lever.conftest import HERE, OPPORTUNITY, answer, hook, signed

LISTS = {"postings": "jobs", "users": "people", "stages": "stages", "opportunities": "states"}
SAMPLES = {
    "jobs": answer("posting")["data"],
    "people": answer("user")["data"],
    "stages": answer("stages")["data"][0],
    "states": answer("opportunity")["data"],
}


def _event(number: int, name: str) -> bytes:
    """An event of its own token: Lever makes one for each delivery."""
    content = json.loads((HERE / "payloads" / f"{name}.json").read_text())
    content |= {"token": f"{number:048}", "triggeredAt": int(time.time() * 1000)}
    return json.dumps(content).encode()


def _knock(body: bytes, secret: str) -> Hook:
    content = reading.parsed(body)
    if not isinstance(content, dict) or "token" not in content:
        return hook(body)
    return signed(content, secret, triggeredAt=content["triggeredAt"])


def _knock_at(body: bytes, secret: str, at: datetime) -> Hook:
    return signed(json.loads(body), secret, triggeredAt=int(at.timestamp() * 1000))


def _forged(body: bytes) -> bytes:
    """Another event, of somebody else, with the signature of the first."""
    content = json.loads(body)
    data = {"opportunityId": "of-somebody-else", "toStageId": "technical", "name": "Mallory"}
    forged = {**content, "id": "other", "event": "candidateStageChange", "data": data}
    return json.dumps(forged).encode()


def _well(asked: Asked) -> Reply:
    if asked.method == "GET":
        return Reply(200, {"data": [], "hasNext": False})
    return Reply(201, {"data": {"id": "n1"}})


def _showing(asked: Asked, text: str) -> Reply | None:
    if asked.method == "GET" and asked.path.endswith("/notes"):
        return Reply(200, {"data": [{"id": "n1", "fields": [{"value": text}]}], "hasNext": False})
    return None


def _wanted(asked: Asked) -> tuple[str, str] | None:
    name = LISTS.get(asked.path.removeprefix("/v1/"))
    return (name, asked.query.get("offset", "")) if name else None


def _row(name: str, number: int) -> dict[str, Any]:
    return {**SAMPLES[name], "id": f"o-{number}"}


def _page(name: str, rows: list[Any], following: str) -> Reply:
    more = {"hasNext": True, "next": following} if following else {"hasNext": False}
    return Reply(200, {"data": rows, **more})


def _refusal(status: int, code: str) -> Reply:
    return Reply(status, {"code": code, "message": "It was refused."})


MATERIAL = Material(
    doors=(
        Door(
            "webhook",
            TOKENS,
            _knock,
            proof=("token", "triggeredAt", "signature"),
            in_body=True,
            knock_at=_knock_at,
        ),
    ),
    events=tuple(
        _event(number, path.stem)
        for number, path in enumerate(sorted((HERE / "payloads").glob("*.json")))
    ),
    forged=_forged,
    note=told(OPPORTUNITY),
    well=_well,
    showing=_showing,
    sentences=(
        Said(_refusal(401, "Unauthorized"), KeyRefused),
        Said(_refusal(403, "Forbidden"), PermissionMissing),
        Said(_refusal(404, "ResourceNotFound"), NotThere),
        Said(_refusal(400, "BadRequest"), Rejected),
    ),
    lists=Lists(
        wanted=_wanted,
        row=_row,
        page=_page,
        remote_id=lambda number: f"o-{number}",
        rows_a_page=100,
        stale=_refusal(400, "BadRequest"),
    ),
)
