"""A Jobvite connection, its events from files, and a server that answers as a test tells it."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

import pytest

from integrations.connectors.jobvite.connector import Jobvite
from integrations.models import Connection
from integrations.vocabulary import Hook
from portal.models import Organization
from tests import factories

PAYLOADS = Path(__file__).parent / "payloads"
KEY = "jobvite-demo-signing-key"
BAD_KEY = "Invalid api/secret. Try again with a valid api/secret"


def payload(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def refusal(code: int, words: str) -> dict[str, Any]:
    return {"status": {"code": code, "messages": [words]}}


def signed(content: Any, key: str = KEY) -> Hook:
    """An event as Jobvite signs it; `content` is bytes or something to write as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    digest = base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest()).decode()
    return Hook("webhook", "POST", {"x-jobvite-event-signature": digest}, {}, body)


def unsaved(**choices: str) -> Jobvite:
    """A connector without a database."""
    secrets: Any = {"webhook_key": KEY}
    return Jobvite(Connection(vendor="jobvite", choices=choices, secrets=secrets))


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    resource: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: Any


@dataclass
class Account:
    """What the server answers: a JSON by method and resource, or why it refuses."""

    url: str
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    refused: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def writes(self) -> list[Any]:
        return [one.body for one in self.asked if one.method == "PUT"]

    def answer(self, asked: Asked) -> tuple[int, Any]:
        self.asked.append(asked)
        name = (asked.method, asked.resource)
        if name in self.refused:
            return self.refused[name]
        if name in self.answers:
            answer = self.answers[name]
            return 200, answer(asked) if callable(answer) else answer
        return 404, refusal(404, "Invalid URL Cannot find API.")


class _Handler(BaseHTTPRequestHandler):
    account: ClassVar[Account]

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(
            self.command,
            parts.path.rpartition("/")[2],
            parse_qsl(parts.query),
            {name.lower(): value for name, value in self.headers.items()},
            json.loads(body) if body else None,
        )
        status, answer = self.account.answer(asked)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = _answer  # noqa: N815

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def account(settings: Any) -> Iterator[Account]:
    """An account whose every grant is there, with the objects of the payload files."""
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        known = Account(f"http://127.0.0.1:{server.server_port}/api/v2")
        known.answers = {
            ("GET", "candidate"): payload("candidates"),
            ("PUT", "candidate"): {"status": {"code": 200, "messages": []}},
            ("GET", "job"): payload("requisitions"),
            ("GET", "workflow"): payload("workflows"),
            ("GET", "customfield"): payload("custom_fields"),
            ("PUT", "customfield"): {"status": {"code": 200, "messages": []}},
        }
        _Handler.account = known
        yield known
        server.shutdown()
        thread.join()


@pytest.fixture
def jobvite(account: Account, scoped: Organization) -> Jobvite:
    """A connection to that account."""
    return Jobvite(
        factories.ConnectionFactory(
            organization=scoped,
            group=factories.GroupFactory(organization=scoped),
            vendor="jobvite",
            base_url=account.url,
            choices={"calls_per_second": "1000"},
            secrets={"api_key": "demo_api_key", "api_secret": "demo_secret", "webhook_key": KEY},
            active=True,
        )
    )
