"""The one way out: guarded, limited in time and size, and plain about what went wrong."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from integrations import http, limits
from integrations.connector import Pace
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.http import MOST_BYTES, Client
from integrations.models import Call
from integrations.problems import (
    AskedToWait,
    KeyRefused,
    NotThere,
    PermissionMissing,
    Rejected,
    VendorProblem,
)
from portal.models import Organization
from tests.integrations.greenhouse.conftest import connect

Script = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers every request by a script; keeps the requests it saw."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: Script = lambda handler: reply(handler)
        self.seen: list[tuple[str, str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients hang up on purpose here."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def run(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        self.server.script(self)

    do_GET = do_POST = do_PATCH = do_DELETE = run  # noqa: N815

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def reply(
    handler: BaseHTTPRequestHandler, status: int = 200, body: bytes = b"{}", **headers: str
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def drip(handler: BaseHTTPRequestHandler, start: bytes) -> None:
    """Send this, then a byte each tenth of a second, for longer than anybody should wait."""
    handler.wfile.write(start)
    for _ in range(60):
        time.sleep(0.1)
        handler.wfile.write(b"x")
    handler.close_connection = True


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def client(server: Server, scoped: Organization, settings: Any) -> Client:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    return Client(Greenhouse(connect(scoped, server.url)), seconds=1)


def failure(client: Client, server: Server, method: str = "POST") -> VendorProblem:
    with pytest.raises(VendorProblem) as caught:
        client.send(method, server.url + "/v3/notes", expect=dict)
    return caught.value


def test_an_answer_is_read(client: Client, server: Server) -> None:
    server.script = lambda handler: reply(handler, 201, b'{"id": 7}', X="y")
    answer = client.send("POST", server.url, expect=dict, json={"a": 1})
    assert (answer.status, answer.data, answer.headers["x"]) == (201, {"id": 7}, "y")


class Outspoken(Greenhouse):
    """A vendor whose answers of 200 may say that something went wrong."""

    def problem_in(self, status: int, body: bytes) -> VendorProblem | None:
        return VendorProblem("No: ada@example.org.", unclear=True) if b"no" in body else None


def test_an_answer_of_200_may_be_a_failure_in_the_vendors_words(
    client: Client, server: Server
) -> None:
    client.connector = Outspoken(client.connection)
    server.script = lambda handler: reply(handler, 200, b'"no"')
    problem = failure(client, server)
    assert (problem.reason, problem.unclear) == ("No: …@…", True)
    assert Call.objects.get().error == problem.reason
    with http.budget(5, reads_only=True), pytest.raises(VendorProblem) as asked:
        client.send("POST", server.url, reads=True)
    assert not asked.value.unclear


# Time and size (P31)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_p31_a_dripping_answer_ends_in_time(client: Client, server: Server, start: bytes) -> None:
    server.script = lambda handler: drip(handler, start)
    began = time.monotonic()
    problem = failure(client, server)
    assert time.monotonic() - began < 2.5
    assert problem.unclear
    assert problem.reason == "Greenhouse did not answer within 1 seconds."


def test_p31_silence_ends_in_time(client: Client, server: Server) -> None:
    server.script = lambda handler: time.sleep(2)
    assert failure(client, server).unclear
    assert not failure(client, server, "GET").unclear


@pytest.mark.parametrize("packed", [False, True])
def test_p31_an_answer_too_large_is_not_read_whole(
    client: Client, server: Server, packed: bool
) -> None:
    body = b" " * (MOST_BYTES + 1)
    script: Script = lambda handler: reply(handler, body=body)  # noqa: E731
    if packed:
        small = gzip.compress(body)
        script = lambda handler: reply(handler, body=small, Content_Encoding="gzip")  # noqa: E731
    server.script = script
    assert "larger" in failure(Client(_connector(client), seconds=20), server).reason


def _connector(client: Client) -> Greenhouse:
    return Greenhouse(client.connection)


# What is not as promised


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><h1>Maintenance</h1>",
        b'{"id": 7',
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_p31_something_else_with_200_is_a_failure(
    client: Client, server: Server, body: bytes
) -> None:
    server.script = lambda handler: reply(handler, body=body)
    problem = failure(client, server)
    assert type(problem) is VendorProblem
    assert problem.unclear
    assert "promises" in problem.reason


def test_a_body_cut_short_is_unclear(client: Client, server: Server) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        reply(handler, body=b"{", Content_Length="50")
        handler.close_connection = True

    server.script = cut
    assert failure(client, server).unclear


def test_a_connection_cut_after_the_request_is_unclear(client: Client, server: Server) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True

    server.script = cut
    assert failure(client, server).unclear
    assert not failure(client, server, "GET").unclear


def test_a_server_that_is_not_there_is_clear(
    server: Server, scoped: Organization, settings: Any
) -> None:
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        client = Client(Greenhouse(connect(scoped, url)))
        with pytest.raises(VendorProblem, match="could not be reached") as caught:
            client.send("POST", url)
    assert not caught.value.unclear


@pytest.mark.parametrize(
    ("status", "kind", "unclear"),
    [
        (301, VendorProblem, True),
        (307, VendorProblem, True),
        (400, Rejected, False),
        (401, KeyRefused, False),
        (403, PermissionMissing, False),
        (404, NotThere, False),
        (408, VendorProblem, False),
        (409, Rejected, False),
        (422, Rejected, False),
        (425, VendorProblem, False),
        (429, AskedToWait, False),
        (500, VendorProblem, True),
        (503, VendorProblem, True),
        (599, VendorProblem, True),
    ],
)
def test_h5_each_status_has_its_meaning(
    client: Client, server: Server, status: int, kind: type, unclear: bool
) -> None:
    elsewhere = server.url + "/elsewhere"
    server.script = lambda handler: reply(handler, status, Location=elsewhere)
    problem = failure(client, server)
    assert (type(problem), problem.unclear) == (kind, unclear)
    assert [path for _, path, _ in server.seen] == ["/v3/notes"]
    assert not failure(client, server, "GET").unclear


def test_the_ats_may_say_why(client: Client, server: Server) -> None:
    words = json.dumps({"errors": ["Body can't be\u0000 blank for ada@example.org."]}).encode()
    server.script = lambda handler: reply(handler, 422, words)
    said = "Greenhouse answered 422: Body can't be blank for …@…"
    assert failure(client, server).reason == said
    assert Call.objects.get().error == said


# What a call leaves behind (K7) and takes along


def test_k7_a_call_is_kept_without_personal_data(client: Client, server: Server) -> None:
    params = {"ids": "1,2", "email": "ada@example.org", "q": "Ada Lovelace"}
    client.send("GET", server.url + "/v3/users?cursor=abc", params=params)
    call = Call.objects.get()
    assert call.path == "/v3/users?cursor=…&ids=1,2&email=…&q=…"
    assert (call.method, call.status, call.error) == ("GET", 200, "")


def test_k7_a_call_keeps_what_was_said_both_ways_masked(client: Client, server: Server) -> None:
    said = json.dumps([{"id": 7, "status": "active", "email": "ada@example.org"}]).encode()
    server.script = lambda handler: reply(handler, body=said, X_Request_Id="req-1")
    note = {"candidate_id": 800001, "body": "Ada called."}
    client.send("POST", server.url + "/v3/notes", json=note, headers={"Authorization": "Bearer x"})
    client.send("POST", server.url + "/v3/soap", data="<name>Ada</name>")
    call, soap = Call.objects.order_by("pk")
    assert json.loads(call.request_body) == {"candidate_id": 800001, "body": "…"}
    assert json.loads(call.response_body) == [{"id": 7, "status": "active", "email": "…"}]
    assert call.request_headers["authorization"] == "…"
    assert call.about == ["800001", "req-1"]
    assert call.origin == server.url
    assert soap.request_body == "(16 bytes that are no JSON are not kept)"


def test_p53_nothing_of_the_environment_is_used(
    client: Client, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    client.send("GET", server.url)
    [(_, _, headers)] = server.seen
    assert "Authorization" not in headers


def test_cookies_are_not_kept(client: Client, server: Server) -> None:
    server.script = lambda handler: reply(handler, Set_Cookie="a=b")
    client.send("GET", server.url)
    client.send("GET", server.url)
    assert all("Cookie" not in headers for _, _, headers in server.seen)


# Limits (P28)


def test_p28_no_call_before_retry_after_has_passed(client: Client, server: Server) -> None:
    server.script = lambda handler: reply(handler, 429, Retry_After="40")
    assert failure(client, server).retry_after == 40
    problem = failure(Client(_connector(client)), server)
    assert 38 < problem.retry_after <= 40
    assert not problem.unclear
    assert len(server.seen) == Call.objects.count() == 1


def test_buckets_wait_apart(client: Client, server: Server) -> None:
    server.script = lambda handler: reply(handler, 429, Retry_After="40")
    failure(client, server)
    with pytest.raises(VendorProblem):
        client.send("GET", server.url, bucket="token")
    assert len(server.seen) == 2


def test_p28_a_used_up_window_is_waited_for(client: Client, server: Server) -> None:
    reset = str(int(time.time()) + 30)
    server.script = lambda handler: reply(
        handler, X_RateLimit_Limit="150", X_RateLimit_Remaining="5", X_RateLimit_Reset=reset
    )
    client.send("GET", server.url)
    assert 25 < failure(client, server).retry_after <= 31
    assert len(server.seen) == 1


def test_p28_a_limiter_is_never_run_into(client: Client, server: Server) -> None:
    opened, used = [time.time()], [0]

    def limited(handler: BaseHTTPRequestHandler) -> None:
        if time.time() >= opened[0] + 1:
            opened[0], used[0] = time.time(), 0
        used[0] += 1
        reply(
            handler,
            429 if used[0] > 20 else 200,
            X_RateLimit_Limit="20",
            X_RateLimit_Remaining=str(max(0, 20 - used[0])),
            X_RateLimit_Reset=str(int(opened[0]) + 2),
        )

    server.script = limited
    for _ in range(50):
        client.send("GET", server.url)
    assert len(server.seen) == 50


def test_p28_a_pace_is_kept_by_all_processes_together(client: Client, server: Server) -> None:
    number, pace = client.connection.pk, Pace(per_second=10, burst=20)
    turns = [limits.turn(number, pace, 2.0) for _ in range(50)]

    assert turns[:18] == [0.0] * 18  # nine tenths of the burst: networks bunch calls up
    waits = [turn for turn in turns[18:] if turn <= 2.0]
    assert waits == sorted(waits)
    assert 17 <= len(waits) <= 19
    assert set(turns[18 + len(waits) :]) == {turns[-1]}  # too long: not taken, handed back
    client.pace = pace
    assert 2 < failure(client, server).retry_after <= 3
    with http.budget(5, reads_only=True):
        client.send("GET", server.url)  # a dry run's transaction would hold others up
    assert len(server.seen) == 1


NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("0", 0),
        ("30", 30),
        (" 30 ", 30),
        ("1.5", 1.5),
        ("-5", 0),
        ("1e9", 3600),
        ("99999999999999999999", 3600),
        ("inf", 0),
        ("nan", 0),
        ("soon", 0),
        ("30, 40", 0),
        ("30s", 0),
        ("\x00", 0),
        (formatdate(NOW + 90, usegmt=True), 90),
        (formatdate(NOW - 90, usegmt=True), 0),
        (formatdate(NOW + 9e6, usegmt=True), 3600),
        ("Sun, 06 Nov 1994", 0),
        ("Fri, 99 Xyz 2026 99:99:99 GMT", 0),
    ],
)
def test_p28_odd_retry_after_values_are_borne(text: str, seconds: float) -> None:
    headers = {"Retry-After": text, "Date": formatdate(NOW, usegmt=True)}
    assert limits.asked_wait(headers) == seconds


@pytest.mark.parametrize("reset", ["", "soon", "nan", "inf", "-1", "0"])
def test_odd_windows_ask_for_no_wait(reset: str) -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    assert limits.window_wait(headers) == 0


# Where calls may go (P53)

HOSTILE = [
    "",
    "harvest.greenhouse.io",
    "//harvest.greenhouse.io/",
    "ftp://harvest.greenhouse.io/",
    "file:///etc/passwd",
    "gopher://harvest.greenhouse.io/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "http://harvest.greenhouse.io/",
    "HTTP://harvest.greenhouse.io/",
    "https://harvest.greenhouse.io:8443/",
    "https://harvest.greenhouse.io:22/",
    "https://harvest.greenhouse.io:0/",
    "https://harvest.greenhouse.io:99999/",
    "https://harvest.greenhouse.io:x/",
    "https://greenhouse.io.evil.example/",
    "https://evilgreenhouse.io/",
    "https://greenhouse.io/",
    "https://evil.example/greenhouse.io",
    "https://evil.example?.greenhouse.io",
    "https://evil.example#.greenhouse.io",
    "https://evil.example/.greenhouse.io",
    "https://evil.example\\.greenhouse.io",
    "https://evil.example\\@harvest.greenhouse.io",
    "https://harvest.greenhouse.io@evil.example/",
    "https://harvest.greenhouse.io:443@evil.example/",
    "https://me:secret@harvest.greenhouse.io/",
    "https://@harvest.greenhouse.io/",
    "https://harvest.greenhouse.io\t.evil.example/",
    "https://harvest.greenhouse.io\n/",
    "https://harvest.greenhouse.io \r\nHost: evil.example/",
    " https://harvest.greenhouse.io/",
    "https://harvest.greenhouse.io/\x00",
    "https://harvest。greenhouse。io/",
    "https://\N{FULLWIDTH LATIN SMALL LETTER H}arvest.greenhouse.io/",
    "https://harvest.greenhouse.io%2eevil.example/",
    "https://harvest%2egreenhouse.io/",
    "https://*.greenhouse.io/",
    "https://[.greenhouse.io/",
    "https://[::1].greenhouse.io/",
    "https://.greenhouse.io/",
    "https://harvest..greenhouse.io/",
    "https://harvest.greenhouse.io./",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://017700000001/",
    "https://localhost/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://metadata.internal/",
    "http://127.0.0.1:1/",
    "http://localhost:1/",
    "http://127.0.0.1/",
    "http://10.0.0.1/",
    "http://[::1]:1/",
]


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection that is opened from now on; none is let through."""
    opened: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        opened.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return opened


@pytest.mark.parametrize("url", HOSTILE)
def test_p53_a_hostile_address_is_not_called(
    client: Client, connections: list[Any], url: str
) -> None:
    with pytest.raises(Rejected):
        client.send("GET", url)
    assert connections == []
    assert Call.objects.count() == 0


def test_p53_loopback_is_closed_unless_switched_on(
    client: Client, server: Server, settings: Any, connections: list[Any]
) -> None:
    settings.ALLOW_PRIVATE_ATS_HOSTS = False
    with pytest.raises(Rejected):
        client.send("GET", server.url)
    assert connections == []


PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.0.1",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "::127.0.0.1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_p53_a_name_that_leads_inside_is_not_called(
    client: Client, connections: list[Any], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    end = (address, 443, 0, 0) if ":" in address else (address, 443)
    answer = [(family, socket.SOCK_STREAM, 6, "", end)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answer)
    with pytest.raises(VendorProblem, match="not public") as caught:
        client.send("POST", "https://harvest.greenhouse.io/v3/notes")
    assert connections == []
    assert not caught.value.unclear


def test_p53_what_was_checked_is_what_is_called(
    client: Client, connections: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        address = host if host[0].isdigit() else next(answers)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(VendorProblem, match="could not be reached"):
        client.send("GET", "https://harvest.greenhouse.io/v3/notes")
    assert connections == [("93.184.216.34", 443)]
