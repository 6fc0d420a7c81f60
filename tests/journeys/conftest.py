"""The journeys: the whole demo stack on a database of its own, and people in a real browser."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from portal.stack import surroundings
from tests.browser import executable

ROOT = Path(__file__).parent.parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PASSWORD = "open-the-door"
IS_THERE = "SELECT true FROM pg_database WHERE datname = %s"
READY_WITHIN = 120
SOON = 90  # seconds within which the loop has done something, also on a busy machine


@dataclass
class Stack:
    """A running demo: its address, and questions to ask its sandbox."""

    url: str
    database: str

    def get(self, path: str) -> Any:
        with urlopen(self.url + path) as answer:
            return json.load(answer)

    def log(self, only: str, method: str = "") -> list[dict[str, Any]]:
        """One list of the sandbox's log, oldest first; of calls those of one method."""
        return list(self.get(f"/sandbox/greenhouse/log.json?only={only}&method={method}")[only])

    def calls(self, method: str, path: str) -> list[dict[str, Any]]:
        """The calls that the sandbox's API got and did, oldest first."""
        return [
            call
            for call in self.log("calls", method)
            if path in call["path"] and 200 <= (call["status"] or 500) < 300
        ]

    def notes(self, application: int) -> list[str]:
        """The notes that the sandbox got for an application, oldest first."""
        bodies = [json.loads(call["body"]) for call in self.calls("POST", "/v3/notes")]
        return [body["body"] for body in bodies if body["application_id"] == application]

    def statuses(self, application: int) -> list[str]:
        """The status texts that the sandbox got for an application, oldest first."""
        calls = self.calls("PATCH", f"/v3/applications/{application}")
        fields = [field for call in calls for field in json.loads(call["body"])["custom_fields"]]
        return [field["value"] for field in fields if field["name_key"] == "liaison_status"]

    def fault(self, **what: Any) -> None:
        """Switch a fault of the sandbox on."""
        body = json.dumps(what).encode()
        headers = {"Content-Type": "application/json"}
        urlopen(Request(f"{self.url}/sandbox/greenhouse/faults", body, headers)).close()

    def hear_nothing_for(self, days: int) -> None:
        """Make it that many days ago that the ATS sent us anything."""
        with psycopg.connect(self.database, autocommit=True) as database:
            for table, when in (("delivery", "received_at"), ("connection", "last_hook_at")):
                database.execute(
                    f"UPDATE integrations_{table} SET {when} = {when} - make_interval(days => %s)",
                    [days],
                )

    def heal(self) -> None:
        """Switch every fault of the sandbox off."""
        urlopen(Request(f"{self.url}/sandbox/greenhouse/faults", method="DELETE")).close()


def eventually(check: Callable[[], Any], *, within: float = SOON) -> Any:
    """The first truthy answer of a check that workers make true."""
    end = time.monotonic() + within
    while not (answer := check()):
        assert time.monotonic() < end, f"Not so within {within} seconds: {check.__name__}"
        time.sleep(0.5)
    return answer


@pytest.fixture(scope="session")
def stack(testrun_uid: str) -> Iterator[Stack]:
    """The demo as `make demo` starts it, on a free port and an empty database."""
    if os.environ.get("DEVURL"):
        yield Stack(os.environ["DEVURL"], os.environ["DATABASE_URL"])
        return
    port = _free_port()
    with _database(testrun_uid) as database, _running(port, database):
        with psycopg.connect(database, autocommit=True) as open_database:
            open_database.execute("UPDATE sandbox_account SET rate_limit = 5000")
        yield Stack(f"http://127.0.0.1:{port}", database)


@contextmanager
def _database(testrun_uid: str) -> Iterator[str]:
    """A copy of a prepared database, which the first worker to come makes for all."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name, prepared = f"journey_{os.getpid()}", f"journeys_{testrun_uid}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        with _one_at_a_time(admin):
            if not admin.execute(IS_THERE, [prepared]).fetchone():
                admin.execute(f"CREATE DATABASE {prepared}")
                _prepare(f"{server}/{prepared}")
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {prepared}")
        yield f"{server}/{name}"
        with _one_at_a_time(admin):
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            admin.execute(f"DROP DATABASE IF EXISTS {prepared}")


@contextmanager
def _one_at_a_time(admin: psycopg.Connection) -> Iterator[None]:
    admin.execute("SELECT pg_advisory_lock(1)")
    try:
        yield
    finally:
        admin.execute("SELECT pg_advisory_unlock(1)")


def _prepare(database: str) -> None:
    environment = os.environ | surroundings.for_demo(_free_port()) | {"DATABASE_URL": database}
    command = [sys.executable, "manage.py", "prepare", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def _running(port: int, database: str) -> Iterator[None]:
    environment = os.environ | {
        "DATABASE_URL": database, "RETRY_SECONDS": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "portal.stack", "run", "--demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        try:
            _wait_until_ready(process)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def _wait_until_ready(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line.decode())
        if "Ctrl-C ends everything" in said[-1]:
            return
    raise AssertionError("The demo did not start:\n" + "".join(said))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.skip("no browser: install Chromium or name one in CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Windows:
    """Browser windows, each of somebody of their own, which are used again: they start slowly."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.free: dict[str, list[Page]] = {}
        self.known: dict[str, StorageState] = {}  # what is kept of those who signed in, by e-mail

    def open(self, email: str, options: dict[str, Any]) -> Page:
        """A window that nobody uses; signed in when an e-mail is given."""
        free = self.free.setdefault(f"{email} {options}", [])
        return free.pop() if free else self.context(email, **options).new_page()

    def put_back(self, page: Page, email: str, options: dict[str, Any]) -> None:
        """Empty a window for who uses it next."""
        for popup in page.context.pages:
            if popup is not page:
                popup.close()
        page.goto("/livez")  # of the same site: the browser goes on with its process
        if not email:
            page.context.clear_cookies()
        self.free[f"{email} {options}"].append(page)

    def context(self, email: str, **options: Any) -> BrowserContext:
        """A browser of its own for somebody, who signs in the first time."""
        context = self.browser.new_context(
            base_url=self.url, storage_state=self.known.get(email), **options
        )
        context.set_default_timeout(60_000)
        if email and email not in self.known:
            page = context.new_page()
            sign_in(page, email)
            self.known[email] = context.storage_state()
            page.close()
        return context


@pytest.fixture(scope="session")
def windows(chromium: Browser, stack: Stack) -> Windows:
    return Windows(chromium, stack.url)


@pytest.fixture
def visit(windows: Windows) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own for somebody; signed in when an e-mail is given."""
    opened = []

    def visit(email: str = "", **options: Any) -> Page:
        page = windows.open(email, options)
        opened.append((page, email, options))
        return page

    yield visit
    for page, email, options in opened:
        windows.put_back(page, email, options)


def sign_in(page: Page, email: str) -> None:
    """As somebody of the demo, by password."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
