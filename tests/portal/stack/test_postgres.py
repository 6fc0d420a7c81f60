"""The embedded PostgreSQL starts, stops, survives a crash, and leaves nothing behind."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from portal.stack import postgres
from portal.stack.postgres import Server


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(f"test-{os.getpid()}", fast=True)
    yield server
    server.remove()


@pytest.fixture
def durable() -> Iterator[Server]:
    server = Server(f"test-durable-{os.getpid()}")
    yield server
    server.remove()


def ask(url: str, question: str) -> object:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        return connection.execute(question).fetchone()[0]


def test_a_server_answers_on_the_loopback_address_alone(server: Server) -> None:
    url = server.start()

    assert ask(url, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(url, "SHOW unix_socket_directories") == ""
    assert server.running_url() == url


def test_names_are_lowered_in_every_script(server: Server) -> None:
    assert ask(server.start(), "SELECT lower('ÅSA ÜNAL')") == "åsa ünal"


def test_the_address_needs_its_password(server: Server) -> None:
    url = server.start()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url, password="guess", connect_timeout=5)


def test_a_server_is_durable_unless_asked_to_be_fast(durable: Server) -> None:
    url = durable.start()

    assert ask(url, "SHOW synchronous_commit") == "on"
    assert ask(url, "SHOW fsync") == "on"


def test_a_stopped_server_starts_again_at_the_same_address_with_its_rows(server: Server) -> None:
    url = server.start()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    server.stop()

    assert server.running_url() is None
    assert server.start() == url
    assert ask(url, "SELECT number FROM kept") == 7


def test_a_crashed_server_recovers_at_the_same_address(durable: Server) -> None:
    url = durable.start()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

        durable.crash()

        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert durable.start() == url
    assert ask(url, "SELECT number FROM kept") == 7


def test_a_second_start_uses_the_running_server_and_leaves_it_running(server: Server) -> None:
    url = server.start()
    second = Server(server.name)

    assert second.start() == url
    assert not second.owned
    second.stop()

    assert server.running_url() == url


def test_a_lost_state_file_means_new_data(server: Server) -> None:
    server.start()
    server.stop()
    (postgres.places.STATE / f"{server.name}.json").unlink()

    assert ask(server.start(), "SELECT 1") == 1


def test_data_in_use_is_not_replaced_when_the_state_file_is_lost(server: Server) -> None:
    url = server.start()
    (postgres.places.STATE / f"{server.name}.json").unlink()

    with pytest.raises(postgres.NoServer, match="still uses"):
        Server(server.name).start()

    assert ask(url, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(postgres.NoServer, match="no_such_setting"):
        server.start()


def test_the_server_ends_when_its_parent_is_killed(server: Server) -> None:
    code = (
        "import sys; from portal.stack.postgres import Server;"
        f"print(Server({server.name!r}).start(), flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=postgres.places.CLONE,
    )
    with parent:
        url = parent.stdout.readline().strip()
        assert ask(url, "SELECT 1") == 1
        parent.kill()

    deadline = time.monotonic() + 10
    while server.running_url() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.running_url() is None


def test_a_command_gets_an_empty_database_and_passes_its_exit_code_on() -> None:
    surroundings = {name: v for name, v in os.environ.items() if name != "DATABASE_URL"}
    code = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"

    done = subprocess.run(
        [sys.executable, "-m", "portal.stack", "exec", "--", sys.executable, "-c", code],
        env=surroundings,
        cwd=postgres.places.CLONE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 7
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(done.stdout.strip(), connect_timeout=5)
