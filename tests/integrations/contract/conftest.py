"""A stand-in for any vendor's account, over real HTTP: it answers as a test tells it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from integrations import reading
from tests.integrations.contract.material import Asked, Reply


class Stand(ThreadingHTTPServer):
    """Answers every request by `answer`, and keeps it; with `drips` it never comes to an end."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: Callable[[Asked], Reply] = lambda asked: Reply(404, {})
        self.asked: list[Asked] = []
        self.drips = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients hang up on purpose here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Stand

    def run(self) -> None:
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = dict(parse_qsl(parts.query))
        asked = Asked(self.command, parts.path, query, reading.parsed(raw), raw)
        self.server.asked.append(asked)
        reply = self.server.answer(asked)
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        length = len(body) + 1000 * self.server.drips
        for name, value in {"Content-Length": str(length), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        while self.server.drips:
            time.sleep(0.05)
            self.wfile.write(b" ")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = run  # noqa: N815

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stand(settings: Any) -> Iterator[Stand]:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    running = Stand()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.drips = False
    running.shutdown()
    running.server_close()
    thread.join()
