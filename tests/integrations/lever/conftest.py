"""A Lever connection, and a small Lever of files over real HTTP that keeps what it was asked."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from integrations.connectors.lever.connector import Lever
from integrations.models import Connection
from integrations.vocabulary import Hook
from portal.models import Organization
from tests import factories

HERE = Path(__file__).parent
OPPORTUNITY = "b1a7c2de-1111-4c0b-9a55-2f6f0d9e0001"
CONTACT = "c0ffee00-2222-4d2a-8a10-9b7d5f3a0002"
POSTING = "ffff0000-0000-4000-8000-000000000006"
RITA = "aaaa0000-0000-4000-8000-000000000009"
SECRETS = {
    "api_key": "a-lever-key",
    "stage_token": "demo-lever-token",
    "archive_token": "the-token-of-archives",
    "hired_token": "the-token-of-hires",
    "deleted_token": "the-token-of-deletions",
    "application_token": "the-token-of-applications",
}
Answer = Callable[[dict[str, str], Any], tuple[int, Any]]


def payload(name: str) -> Any:
    """A webhook's body."""
    return json.loads((HERE / "payloads" / f"{name}.json").read_text())


def answer(name: str) -> Any:
    """What Lever answers."""
    return json.loads((HERE / "answers" / f"{name}.json").read_text())


def hook(content: Any) -> Hook:
    """A webhook as it comes; `content` is bytes or something to write as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Hook("webhook", "POST", {"content-type": "application/json"}, {}, body)


def signed(content: dict[str, Any], secret: str = SECRETS["stage_token"], **facts: Any) -> Hook:
    """A webhook of now, signed with this token unless a signature is given."""
    content = {**content, "triggeredAt": int(time.time() * 1000), **facts}
    message = f"{content['token']}{content['triggeredAt']}".encode()
    made = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return hook({**content, "signature": facts.get("signature", made)})


def connect(
    organization: Organization, base: str, secrets: dict[str, str] = SECRETS, **choices: str
) -> Connection:
    """A connection whose API stands at `base`."""
    return factories.ConnectionFactory(
        organization=organization,
        group=factories.GroupFactory(organization=organization),
        vendor="lever",
        name="Lever",
        base_url=base,
        auth_url=base,
        choices={"user_id": RITA, **choices},
        secrets=secrets,
        active=True,
    )


class Account(ThreadingHTTPServer):
    """Answers `METHOD /path` from what it was given; all else is not found, as Lever says it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Any] = {
            f"GET /v1/opportunities/{OPPORTUNITY}": answer("opportunity"),
            f"GET /v1/postings/{POSTING}": answer("posting"),
            f"GET /v1/users/{RITA}": answer("user"),
            "GET /v1/stages": answer("stages"),
            "GET /v1/archive_reasons": answer("archive_reasons"),
            "GET /v1/tags": answer("tags"),
        }
        self.asked: list[tuple[str, list[tuple[str, str]], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def opportunity(self) -> dict[str, Any]:
        """The opportunity's row, to be changed by a test."""
        found: dict[str, Any] = self.answers[f"GET /v1/opportunities/{OPPORTUNITY}"]["data"]
        return found

    def count(self, call: str) -> int:
        """How often this was asked for."""
        return sum(name == call for name, _, _ in self.asked)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Account

    def run(self) -> None:
        parts = urlsplit(self.path)
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_form = "form" in self.headers.get("Content-Type", "")
        body = dict(parse_qsl(sent.decode())) if is_form else json.loads(sent or b"null")
        name = f"{self.command} {parts.path}"
        self.server.asked.append((name, parse_qsl(parts.query), body))
        known = self.server.answers.get(name)
        if callable(known):
            status, content = known(dict(self.headers), body)
        elif known is None:
            status, content = 404, {"code": "ResourceNotFound", "message": "It was not found"}
        else:
            status, content = 200, known
        written = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    do_GET = do_POST = do_PUT = do_DELETE = run  # noqa: N815

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def account(settings: Any) -> Iterator[Account]:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    with Account() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def lever(account: Account, scoped: Organization) -> Lever:
    """A connector to the account of files."""
    return Lever(connect(scoped, account.url))
