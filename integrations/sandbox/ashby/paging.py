"""Pages by cursor and changes by sync token, with the five errors that end a run."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing
from django.db.models import QuerySet

from integrations.sandbox.ashby.method import MOST, Problem, invalid
from integrations.sandbox.ashby.store import account
from integrations.sandbox.models import Record
from integrations.sandbox.records import Row, stamp

OF_A_PAGE = ("limit", "cursor", "syncToken", "expand")
TOKENS, CURSORS = "ashby sync token", "ashby cursor"


@dataclass(frozen=True)
class Run:
    """A walk through a list: when it began, since when changes count, how far it came."""

    method: str
    filters: str
    generation: int
    began: str
    since: str = ""
    after: int = 0
    page: int = 1


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the keys that its answer carries beside them."""

    rows: list[Record]
    keys: Row


def page(method: str, body: Row, rows: QuerySet[Record], *, syncs: bool = True) -> Page:
    """The page that the body asks for, oldest number first. Raises Problem."""
    limit = _limit(body)
    run = _run(method, body)
    if run.since and run.page > account().settings["incremental_pages"]:
        raise Problem("incremental_sync_too_large")
    there = rows.filter(number__gt=run.after)
    there = there.filter(data__updatedAt__gte=run.since) if run.since else there
    some = list(there[: limit + 1])
    if len(some) > limit:
        following = replace(run, after=some[limit - 1].number, page=run.page + 1)
        cursor = signing.dumps(asdict(following), salt=CURSORS)
        keys = {"moreDataAvailable": True, "nextCursor": cursor}
        return Page(some[:limit], keys)
    keys = {"moreDataAvailable": False}
    if syncs:
        keys["syncToken"] = signing.dumps(asdict(run), salt=TOKENS)
    return Page(some, keys)


def whole(rows: Iterable[Row]) -> Row:
    """The answer of a list that has no pages."""
    return {"results": list(rows)}


def _limit(body: Row) -> int:
    limit = body.get("limit", MOST)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST:
        raise invalid(f"limit must be between 1 and {MOST}.")
    return limit


def _run(method: str, body: Row) -> Run:
    """Where the walk stands. A token and a cursor are good for one list and its filters only."""
    new = Run(method, _digest(body), account().token_generation, stamp())
    since = ""
    if token := body.get("syncToken"):
        synced = _read(token, TOKENS, new, "sync_token_expired", "sync_token_invalid")
        since = synced.began
    if not (cursor := body.get("cursor")):
        return replace(new, since=since)
    run = _read(cursor, CURSORS, new, "next_cursor_expired", "invalid_next_cursor")
    if run.since != since:
        raise Problem("invalid_next_cursor")
    return run


def _read(text: Any, kind: str, asked: Run, expired: str, wrong: str) -> Run:
    lives = account().settings["token_days"] * 86_400 if kind == TOKENS else account().token_seconds
    try:
        run = Run(**signing.loads(str(text), salt=kind, max_age=lives))
    except signing.SignatureExpired:
        raise Problem(expired) from None
    except (signing.BadSignature, TypeError):
        raise Problem(wrong) from None
    if (run.method, run.filters) != (asked.method, asked.filters):
        raise Problem(wrong)
    if run.generation != asked.generation:
        raise Problem(expired)
    return run


def _digest(body: Row) -> str:
    filters = {name: value for name, value in body.items() if name not in OF_A_PAGE}
    return hashlib.sha256(json.dumps(filters, sort_keys=True).encode()).hexdigest()[:16]
