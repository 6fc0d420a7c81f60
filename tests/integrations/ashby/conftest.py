"""An Ashby connection, its deliveries from files, and a stand that plays literal answers."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from integrations.connectors.ashby.connector import Ashby
from integrations.models import Connection
from integrations.vocabulary import Hook
from portal.models import Organization
from tests import factories

PAYLOADS = Path(__file__).parent / "payloads"
SECRET = "ashby-demo-secret-0001"
KEY = "an-assessment-key"
APPLICATION = "7b0f3c1e-5d02-4b8e-9a43-0c1d7a5f2e11"
CANDIDATE = "c2a1d9f0-3b47-4e0a-8c55-19d2b7a6e001"
JOB = "4d11a7c2-90be-4c3f-a1d4-6b8e2f5c7a02"
PLAN = "90abe1f3-2c4d-4a5b-9e6f-7d8c0b1a2f05"
POSTING = "77a8b9c0-d1e2-4f3a-8b4c-5d6e7f8a9b10"
OTHER = "d3b2e0a1-4c58-4f1b-9d66-2ae3c8b7f013"
ODE = "8fd0b3e4-17a2-4f6d-b9c8-52e1d0a4f603"
Script = Callable[[dict[str, Any]], Any]


def payload(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def signed(content: Any, secret: str = SECRET) -> Hook:
    """A delivery as Ashby signs it; `content` is bytes or something to write as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Hook("webhook", "POST", {"ashby-signature": f"sha256={digest}"}, {}, body)


def refusal(code: str, **more: Any) -> dict[str, Any]:
    """The envelope of an error, as it comes with status 200."""
    info = {"code": code, "message": f"About {code}", "requestId": "01KSR6K4PC50R0WGNSB15B8A3W"}
    return {"success": False, "errors": [code], "errorInfo": {**info, "meta": {}}, **more}


def application(**fields: Any) -> dict[str, Any]:
    """An application as every method tells it."""
    return {**payload("candidateStageChange")["data"]["application"], **fields}


def job(**fields: Any) -> dict[str, Any]:
    """A job as `job.list` and `job.info` tell it, with its location expanded."""
    role = {"id": OTHER, "title": "Liaison role", "value": "role-1", "valueLabel": "Backend II"}
    team = application()["hiringTeam"]
    author = {**team[0], "userId": OTHER, "email": "mo@example.com", "role": "Advisor"}
    return {
        **payload("jobUpdate")["data"]["job"],
        "customFields": [role],
        "hiringTeam": [author, *team],
        "location": {"id": OTHER, "name": "Tallinn", "externalName": None, "isRemote": False},
        **fields,
    }


class Stand(ThreadingHTTPServer):
    """Answers each method by its script, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripts: dict[str, Script] = {
            "application.info": lambda asked: application(id=asked["applicationId"]),
            "candidate.info": lambda asked: refusal("candidate_not_found"),
            "job.info": lambda asked: job(id=asked["id"]),
            "jobPosting.info": lambda asked: {
                "id": POSTING, "descriptionHtml": "<p>Build.</p>", "departmentName": "Platform",
            },
            "candidate.createNote": lambda asked: {"id": OTHER, "content": asked["note"]["value"]},
            "assessment.update": lambda asked: {},
        }  # fmt: skip
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.headers: dict[str, str] = {}

    def asked(self, method: str) -> list[dict[str, Any]]:
        """What a method was called with, each time."""
        return [content for name, content in self.seen if name == method]


class _Handler(BaseHTTPRequestHandler):
    server: Stand

    def do_POST(self) -> None:
        method = self.path.rpartition("/")[2]
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((method, content))
        self.server.headers = {name.lower(): value for name, value in self.headers.items()}
        script = self.server.scripts.get(method, lambda asked: refusal("invalid_input"))
        answer = script(content)
        status, answer = answer if isinstance(answer, tuple) else (200, answer)
        if not isinstance(answer, dict) or not {"success", "errors"} & set(answer):
            answer = {"success": True, "results": answer}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-ashby-request-id", "01KSR6K4PC50R0WGNSB15B8A3W")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stand(settings: Any) -> Iterator[Stand]:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    running = Stand()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def ashby(stand: Stand, scoped: Organization) -> Ashby:
    """A connector whose calls the stand answers."""
    made = Connection.objects.create(
        organization=scoped,
        group=factories.GroupFactory(organization=scoped),
        vendor="ashby",
        name="Ashby",
        base_url=f"http://127.0.0.1:{stand.server_port}",
        choices={"calls_per_second": "1000"},
        secrets={"api_key": "the-key", "webhook_secret": SECRET, "assessment_key": KEY},
        active=True,
    )
    return Ashby(made)
