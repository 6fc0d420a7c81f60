"""What is kept of each call to an ATS: masked before it is stored, with its reason (K7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from integrations.logs import masking
from integrations.models import AtsUpdate, Call, Connection, Delivery, SyncRun
from integrations.sealed import SealBroken
from portal.scope import inside

LARGE = 200_000  # bytes: a longer answer is told by its size only
MOST_IDS = 60  # of one call that it is found by
ID = re.compile(r"(?<![\w-])(?:\d{1,20}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])")


@dataclass(frozen=True)
class Reason:
    """What a call is made for, if for one row."""

    update: AtsUpdate | None = None
    delivery: Delivery | None = None
    sync: SyncRun | None = None


@dataclass(frozen=True)
class Sent:
    """A request as it was handed to the network."""

    method: str
    url: str
    content: Mapping[str, Any]  # params, json, data, headers, auth

    @property
    def origin(self) -> str:
        """Where it goes: scheme and host, without what a person may have put before the host."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    @property
    def headers(self) -> dict[str, str]:
        named = dict(self.content.get("headers") or {})
        if self.content.get("auth"):
            named["Authorization"] = masking.HIDDEN
        if "json" in self.content:
            named["Content-Type"] = "application/json"
        return masking.headers(named)

    def body(self, secrets: list[str]) -> str:
        """What was sent, masked; empty where nothing was."""
        data = self.content.get("json", self.content.get("data"))
        if isinstance(data, str | bytes):
            return masking.body(data.encode() if isinstance(data, str) else data, secrets)
        return "" if data is None else masking.json_text(data, secrets, about=_resource(self.url))

    @property
    def ids(self) -> list[str]:
        """The ids that the address names, and those that stand in ids of the body."""
        parts = urlsplit(self.url)
        pairs = [*parse_qsl(parts.query), *(self.content.get("params") or {}).items()]
        places = [parts.path, *(str(value) for name, value in pairs if _names_ids(name))]
        body = self.content.get("json")
        if isinstance(body, dict):
            places += [str(value) for name, value in body.items() if _names_ids(name)]
        return [found for place in places for found in ID.findall(place)]


@dataclass(frozen=True)
class Came:
    """What came back, as far as anything did."""

    status: int | None = None  # none: no answer
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0
    error: str = ""


def keep(connection: Connection, sent: Sent, came: Came, reason: Reason) -> None:
    """Keep a call with what it was made for."""
    number, secrets = masking.request_id(came.headers), secrets_of(connection)
    about = list(dict.fromkeys([*sent.ids[:MOST_IDS], *([number] if number else [])]))
    with inside(connection.organization_id):
        Call.objects.create(
            organization_id=connection.organization_id,
            connection=connection,
            update=reason.update,
            delivery=reason.delivery,
            sync=reason.sync,
            method=sent.method,
            origin=sent.origin[:200],
            path=masking.path(sent.url, sent.content.get("params")),
            request_id=number,
            request_headers=sent.headers,
            request_body=sent.body(secrets),
            response_headers=masking.headers(came.headers),
            response_body=_answered(sent, came, secrets),
            about=about,
            status=came.status,
            milliseconds=round(came.seconds * 1000),
            error=masking.text(came.error, secrets)[:300],
        )


def secrets_of(connection: Connection) -> list[str]:
    """The keys of a connection, so that they can be taken out of what an ATS says."""
    try:
        known = [*connection.secrets.values(), *connection.previous_secrets.values()]
    except SealBroken:
        return []
    return [secret for secret in known if len(secret) > 3]


def _answered(sent: Sent, came: Came, secrets: list[str]) -> str:
    if len(came.body) > LARGE:
        return f"({len(came.body):,} bytes are not kept)"
    return masking.body(came.body, secrets, about=_resource(sent.url))


def _resource(url: str) -> str:
    """The name of what an address lists: the last word of its path that is no id."""
    words = [part for part in urlsplit(url).path.split("/") if part and not ID.fullmatch(part)]
    return words[-1] if words else ""


def _names_ids(name: str) -> bool:
    return bool(masking.ID_NAME.search(name)) and not masking.PRIVATE.search(name)
