"""Webhook ingest against a bare Django view, both under the server that the stack uses."""

import http.client
import json
import os
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

from django.db import connection

from bench.floor import SECRET, TABLE, signature
from integrations import connections
from portal.models import Group, Organization
from portal.scope import inside
from portal.stack.__main__ import GUNICORN
from portal.stack.places import CLONE

ROUNDS, EVENTS, SENDERS = 9, 400, 8
FILLER = "x" * 2000  # a real body has two to three kilobytes
READY_WITHIN = 60  # seconds


def measure() -> dict[str, float]:
    """Accepted events a second and the slowest of a hundred answers, of both and as ratios."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    ours, floor = _connection(), "/floor"
    rates: dict[str, list[float]] = {"ours": [], "floor": []}
    took: dict[str, list[float]] = {"ours": [], "floor": []}
    with (
        _serving("portal.wsgi:application", "portal.settings") as port,
        _serving("bench.floor:application", "bench.floor_settings") as floor_port,
    ):
        for turn in range(ROUNDS + 1):  # interleaved; the first round warms up
            for name, to, address in (("floor", floor_port, floor), ("ours", port, ours)):
                rate, times = _round(to, address, f"{name}-{turn}")
                if turn:
                    rates[name].append(rate)
                    took[name] += times
    rate = {name: statistics.median(each) for name, each in rates.items()}
    slow = {name: statistics.quantiles(each, n=100)[98] * 1000 for name, each in took.items()}
    return {
        "ours_per_second": round(rate["ours"], 1),
        "floor_per_second": round(rate["floor"], 1),
        "ours_to_floor": round(rate["ours"] / rate["floor"], 2),
        "ours_p99_ms": round(slow["ours"], 1),
        "floor_p99_ms": round(slow["floor"], 1),
        "p99_to_floor": round(slow["ours"] / slow["floor"], 2),
    }


def _connection() -> str:
    organization = Organization.objects.create(name="Ingest", slug="ingest")
    group = Group.objects.create(organization=organization, name="All", slug="all")
    with inside(organization):
        made = connections.create(
            "greenhouse",
            group,
            values={
                "client_id": "bench",
                "client_secret": "bench-client-secret",
                "webhook_secret": SECRET.decode(),
                "user_id": "1",
            },
        )
    return f"/ats/{made.token}/webhook"


@contextmanager
def _serving(application: str, settings: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    gunicorn = [application if ":" in part else part for part in GUNICORN]
    command = [*gunicorn, "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "EVENTS_PER_SECOND": "1000000"}
    server = subprocess.Popen(command, env=surroundings, cwd=CLONE)
    try:
        _wait_until_listening(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_until_listening(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError("The server did not start.")


def _round(port: int, address: str, run: str) -> tuple[float, list[float]]:
    """Send EVENTS from SENDERS at once; the rate, and the seconds of each answer."""
    shares = [[_body(run, turn) for turn in range(first, EVENTS, SENDERS)] for first in
              range(SENDERS)]  # fmt: skip
    with ThreadPoolExecutor(SENDERS) as threads:
        began = time.perf_counter()
        took = list(threads.map(lambda share: _send(port, address, share), shares))
        seconds = time.perf_counter() - began
    return EVENTS / seconds, [one for share in took for one in share]


def _body(run: str, turn: int) -> tuple[bytes, dict[str, str]]:
    text = json.dumps({"action": "ping", "number": f"{run}-{turn}", "filler": FILLER}).encode()
    return text, {"Content-Type": "application/json", "Signature": signature(text)}


def _send(port: int, address: str, share: list[tuple[bytes, dict[str, str]]]) -> list[float]:
    took = []
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for body, headers in share:
        began = time.perf_counter()
        line.request("POST", address, body, headers)
        answer = line.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        assert answer.status == 200, answer.status
    line.close()
    return took
