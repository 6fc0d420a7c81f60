"""What Jobvite gives the contract: codes in the body of 200, and pages by start and count."""

import json
from typing import Any

from integrations.connectors.jobvite.client import LISTS, MOST, OVERLAP
from integrations.problems import (
    AskedToWait,
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
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
from tests.integrations.jobvite.conftest import BAD_KEY, PAYLOADS, payload, refusal, signed

RESOURCES = {"job": "jobs", "workflow": "stages", "candidate": "states"}
EVENT = payload("workflow_update")
OTHERS = (
    {"newValue": "Offer"},
    {"applicationId": "pOther1B"},
    {"date": EVENT["date"] + 1},
    {"eventType": "jobUpdate"},
    {"date": None},
)


def _again(body: bytes) -> bytes:
    """The same event in another spelling."""
    content = json.loads(body)
    timed = isinstance(content.get("date"), int)
    return json.dumps(content, indent=2).encode() if timed else body


def _resource(asked: Asked) -> str:
    return asked.path.rpartition("/")[2]


def _well(asked: Asked) -> Reply:
    if asked.method == "GET":
        return Reply(200, {LISTS[_resource(asked)]: []})
    return Reply(200, {"status": {"code": 200, "messages": []}})


def _showing(asked: Asked, text: str) -> Reply | None:
    if asked.method != "GET":
        return None
    rows = payload("candidates")
    rows["candidates"][0]["application"]["comments"] = [{"comment": text}]
    return Reply(200, rows)


def _wanted(asked: Asked) -> tuple[str, str] | None:
    """The place is the number of the page; a look-up of one row is no list."""
    name = RESOURCES.get(_resource(asked)) if asked.method == "GET" else None
    if name is None or {"applicationId", "ids"} & set(asked.query):
        return None
    page = (int(asked.query["start"]) - 1) // (MOST - OVERLAP)
    return name, str(page) if page else ""


def _row(name: str, number: int) -> dict[str, Any]:
    found: dict[str, Any]
    if name == "states":
        found = payload("candidates")["candidates"][0]
        return {**found, "application": {**found["application"], "eId": f"p{number}"}}
    if name == "jobs":
        return {"eId": f"p{number}", "title": "Engineer", "jobState": "Open"}
    found = payload("workflows")["workflows"][0]
    return found


def _page(name: str, rows: list[Any], following: str) -> Reply:
    """A page that another follows is full: it ends with what else the account has."""
    resource = next(one for one, listed in RESOURCES.items() if listed == name)
    rest = (MOST - len(rows)) if following else 0
    full = [*rows, *(_row(name, 9_000_000 + number) for number in range(rest))]
    return Reply(200, {LISTS[resource]: full, "total": 0})


def _said(code: int, kind: type[VendorProblem], *, unclear: bool = False) -> Said:
    return Said(Reply(200, refusal(code, "No such thing.")), kind, unclear)


MATERIAL = Material(
    doors=(Door("webhook", ("webhook_key",), signed, proof=("x-jobvite-event-signature",)),),
    events=(
        (PAYLOADS / "workflow_update.json").read_bytes(),
        *(json.dumps({**EVENT, **facts}).encode() for facts in OTHERS),
    ),
    again=_again,
    note=told("pT4Xk9wB", "eQ7Lm2wD", "oB8Rn3wK"),
    choices={"calls_per_second": "1000", "comments": "on"},
    well=_well,
    showing=_showing,
    sentences=(
        Said(Reply(401, refusal(401, BAD_KEY)), KeyRefused),
        Said(Reply(403, refusal(403, "Forbidden")), PermissionMissing),
        _said(400, Rejected),
        _said(401, KeyRefused),
        _said(403, PermissionMissing),
        _said(404, NotThere),
        _said(429, AskedToWait),
        _said(503, VendorProblem, unclear=True),
    ),
    lists=Lists(
        wanted=_wanted,
        row=_row,
        page=_page,
        remote_id=lambda number: f"p{number}",
        rows_a_page=MOST - OVERLAP,
    ),
)
