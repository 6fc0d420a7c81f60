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


@pytest.fixture(scope="module")
def kept() -> Iterator[Server]:
    """One server for this file: making its data takes longer than the tests."""
    server = Server(f"test-{os.getpid()}")
    yield server
    server.remove()


@pytest.fixture
def server(kept: Server) -> Server:
    """The server, running."""
    kept.start()
    return kept


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


def test_a_server_is_durable_unless_asked_to_be_fast(server: Server) -> None:
    url = server.start()

    assert ask(url, "SHOW synchronous_commit") == "on"
    assert ask(url, "SHOW fsync") == "on"
    assert ask(url, "SHOW autovacuum") == "on"


def test_a_stopped_server_starts_again_at_the_same_address_with_its_rows(server: Server) -> None:
    url = server.start()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    server.stop()

    assert server.running_url() is None
    assert server.start() == url
    assert ask(url, "SELECT number FROM kept") == 7


def test_a_crashed_server_recovers_at_the_same_address(server: Server) -> None:
    url = server.start()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute("CREATE TABLE crashed AS SELECT 8 AS number")

        server.crash()

        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert server.start() == url
    assert ask(url, "SELECT number FROM crashed") == 8


def test_a_second_start_uses_the_running_server_and_leaves_it_running(server: Server) -> None:
    url = server.start()
    second = Server(server.name)

    assert second.start() == url
    assert not second.owned
    second.stop()

    assert server.running_url() == url


def test_a_lost_state_file_means_new_data(server: Server) -> None:
    server.stop()
    (postgres.places.STATE / f"{server.name}.json").unlink()

    assert ask(server.start(), "SELECT 1") == 1


def test_data_in_use_is_not_replaced_when_the_state_file_is_lost(server: Server) -> None:
    url = server.start()
    state = postgres.places.STATE / f"{server.name}.json"
    kept = state.read_text()
    state.unlink()

    with pytest.raises(postgres.NoServer, match="still uses"):
        Server(server.name).start()

    assert ask(url, "SELECT 1") == 1
    state.write_text(kept)


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    server.stop()
    settings = server.data / "postgresql.auto.conf"
    settings.write_text("no_such_setting = 1\n")

    with pytest.raises(postgres.NoServer, match="no_such_setting"):
        server.start()

    settings.write_text("")


def test_the_server_ends_when_its_parent_is_killed(server: Server) -> None:
    server.stop()
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
