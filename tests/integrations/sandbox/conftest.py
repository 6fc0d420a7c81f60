"""The toy Greenhouse for tests: its world, a client that holds a token, and a listening product."""

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from integrations.sandbox import world as toy
from integrations.sandbox.cast import GREENHOUSE
from integrations.sandbox.models import Hook
from tests import toys

FACTS = Path(__file__).parent / "facts"
V3 = "/sandbox/greenhouse/v3/"
TOKEN = "/sandbox/greenhouse/auth/token"


def fact(name: str) -> Any:
    """An example as the vendor shows it."""
    return json.loads((FACTS / f"{name}.json").read_text())


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


class Api:
    """Calls Harvest with a bearer, as a product would."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.headers = self.sign_in(GREENHOUSE.sub)

    def token(self, sub: int | str = "", secret: str = GREENHOUSE.client_secret) -> Any:
        form = {"grant_type": "client_credentials"} | ({"sub": sub} if sub else {})
        return self.client.post(TOKEN, form, headers=basic(GREENHOUSE.client_id, secret))

    def sign_in(self, sub: int | str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(sub).json()['access_token']}"}

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(V3 + path, params, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        return self.client.generic(
            method,
            V3 + path,
            json.dumps(body),
            content_type="application/json",
            headers=self.headers,
        )

    def post(self, path: str, body: Any) -> Any:
        return self.send("POST", path, body)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, body)


@pytest.fixture
def world(db: None) -> Any:
    return toys.load("http://127.0.0.1:8000")


@pytest.fixture
def api(world: Any, client: Client) -> Api:
    return Api(client)


class Product:
    """A server at the other end: keeps what it hears, answers what it is told."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.heard: list[dict[str, Any]] = []
        self.answers: dict[str, tuple[int, bytes]] = {}


@pytest.fixture
def product() -> Iterator[Product]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard = {"method": self.command, "path": self.path, "headers": self.headers}
            product.heard.append(heard | {"body": body})
            status, text = product.answers.get(self.path.partition("?")[0], (200, b"{}"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = answer  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    product = Product(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield product
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hooks(world: Any, product: Product) -> list[Hook]:
    return toy.register_hooks(product.url + "/hook", GREENHOUSE.webhook_secret)
