"""However HTTP carries a webhook, the server that production uses takes it or refuses it (P7)."""

import hashlib
import hmac
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from django.db import connections
from django.test import override_settings

from integrations import flood
from integrations.models import Connection, Delivery
from portal.stack.__main__ import GUNICORN
from portal.stack.places import CLONE
from tests import factories

SECRET = b"sandbox-webhook-secret"
BODY = b'{"action":"ping","payload":{"web_hook_id":1}}'
MEBIBYTE = 1024 * 1024


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    """Where gunicorn serves the site on the test's own database."""
    parts = connections["default"].settings_dict
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*GUNICORN, "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    surroundings = os.environ | {"DATABASE_URL": f"{server}/{parts['NAME']}"}
    with subprocess.Popen(command, cwd=CLONE, env=surroundings) as process:
        _wait_until_listening(port)
        yield port
        process.terminate()


def _wait_until_listening(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)


def _send(port: int, path: str, headers: dict[str, str], carried: bytes) -> int:
    """The status of the answer to a post whose body is sent as it is."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + carried)
        with suppress(ConnectionResetError):
            return int(line.recv(100).split()[1])
    return 0


def _signed(body: bytes) -> dict[str, str]:
    digest = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "Signature": f"sha256 {digest}"}


def _chunked(body: bytes, size: int = 7) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_p07_p08_a_body_in_chunks_is_read_whole_and_only_up_to_the_limit(port: int) -> None:
    connection = factories.ConnectionFactory(secrets={"webhook_secret": SECRET.decode()})
    path, pieces = f"/ats/{connection.token}/webhook", {"Transfer-Encoding": "chunked"}

    assert _send(port, path, _signed(BODY) | pieces, _chunked(BODY)) == 200
    assert bytes(Delivery._base_manager.get().body) == BODY

    huge = b"x" * (MEBIBYTE + 1)
    assert _send(port, path, _signed(huge) | pieces, _chunked(huge, MEBIBYTE // 2)) == 413
    broken = [b"zz\r\nno size\r\n", b"5\r\nab", b""]
    for carried in broken:
        assert _send_half(port, path, _signed(BODY) | pieces, carried) in (0, 400)
    assert Delivery._base_manager.count() == 1


def _send_half(port: int, path: str, headers: dict[str, str], carried: bytes) -> int:
    """The same, by somebody who hangs up in the middle of the body."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + carried)
        line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            answer = line.recv(100)
            return int(answer.split()[1]) if answer else 0
    return 0


@override_settings(EVENTS_PER_SECOND=20, EVENTS_BURST=5)
def test_p13_a_flood_is_asked_to_wait_and_nobody_else_is(db: None) -> None:
    flooding, quiet = Connection(pk=-1), Connection(pk=-2)

    waits = [flood.wait(flooding) for _ in range(8)]

    assert waits[:5] == [0.0] * 5
    assert all(0 < each <= 0.2 for each in waits[5:])
    assert flood.wait(quiet) == 0
    time.sleep(0.06)
    assert flood.wait(flooding) == 0
