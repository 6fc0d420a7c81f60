"""What the tests of every toy vendor use: shapes compared, and a product that listens."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


def assert_same_shape(ours: Any, theirs: Any, where: str = "") -> None:
    """The same keys all the way down, and values of the same JSON type unless one is null."""
    if ours is None or theirs is None:
        return
    assert type(ours) is type(theirs), where
    if isinstance(theirs, dict) and not where.endswith("custom_fields"):
        assert set(ours) == set(theirs), where
        for name, value in theirs.items():
            assert_same_shape(ours[name], value, f"{where}.{name}")
    if isinstance(theirs, list) and theirs and ours:
        assert_same_shape(ours[0], theirs[0], f"{where}[]")


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
