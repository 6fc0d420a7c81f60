"""`python -m portal.stack`: runs the whole stack, its worker alone, or a command on a database."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress

from portal.stack import places, postgres, surroundings
from portal.stack.binaries import NoServer
from portal.stack.lifeline import lifeline
from portal.stack.postgres import Server
from portal.stack.supervisor import Failed, Stopped, Supervisor, listen_for_the_end, say

PYTHON = sys.executable
MANAGE = (PYTHON, str(places.CLONE / "manage.py"))
STACK = (PYTHON, "-m", "portal.stack")
GUNICORN = (
    PYTHON, "-m", "gunicorn", "portal.wsgi:application", "--worker-class", "gthread",
    "--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "4",
    "--no-control-socket",
)  # fmt: skip
DEMO_GRACE = 5  # seconds to end; the database takes up to three more
WORKER_GRACE = 30
WORKER_STATEMENT_MS = "60000"  # how long a statement of a worker may take (P58)


def main() -> int:
    """Read the command line and do what it says; the answer is the exit code."""
    asked = _arguments()
    os.chdir(places.CLONE)
    surroundings.read_file()
    try:
        return int(asked.act(asked))
    except (Failed, NoServer) as problem:
        say(str(problem))
        return 1
    except Stopped:
        return 0


def run(asked: argparse.Namespace) -> int:
    """Run database, web, worker, watchdog and sandbox until somebody asks to stop."""
    listen_for_the_end()
    _refuse_taken(asked.port)
    if asked.demo:
        os.environ |= surroundings.for_demo(asked.port)
    server = None if os.environ.get("DATABASE_URL") else Server(postgres.DEMO)
    supervisor = Supervisor(server, grace=DEMO_GRACE, quiet=asked.demo)
    try:
        _start_database(server)
        say("Preparing the database …")
        supervisor.once("prepare", *MANAGE, "prepare")
        _start_all(supervisor, asked.port)
        supervisor.wait_until_ready(asked.port)
        if asked.demo:
            subprocess.run([*MANAGE, "demo", "--addresses"], check=False)
        else:
            say(f"Liaison runs at http://127.0.0.1:{asked.port}/. Ctrl-C ends it.")
        supervisor.run()
    finally:
        say("Stopping.")
        supervisor.end()


def worker(asked: argparse.Namespace) -> int:
    """Run the cluster and its watchdog, on the database of DATABASE_URL or the running demo's."""
    listen_for_the_end()
    supervisor = Supervisor(None, grace=WORKER_GRACE, quiet=False)
    with postgres.ensure():
        try:
            _start_worker(supervisor)
            supervisor.run()
        finally:
            supervisor.end()


def execute(asked: argparse.Namespace) -> int:
    """Run a command on a fast, empty database of its own; the answer is its exit code."""
    listen_for_the_end()
    if os.environ.get("DATABASE_URL"):
        return _execute(asked.command)
    with postgres.throwaway() as url:
        os.environ["DATABASE_URL"] = url
        return _execute(asked.command)


def clean(asked: argparse.Namespace) -> int:
    """Delete the data of the embedded servers."""
    known = [Server(state.stem) for state in places.private(places.STATE).glob("*.json")]
    if running := [server.name for server in known if server.running_url()]:
        raise Failed(
            f"In use: {', '.join(running)}. End what runs from this clone, then try again."
        )
    shutil.rmtree(places.database_folder())
    return 0


def _execute(command: list[str]) -> int:
    process = subprocess.Popen(command, preexec_fn=lifeline(signal.SIGTERM))
    try:
        return process.wait()
    except Stopped:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        raise


def _start_database(server: Server | None) -> None:
    if server is None:
        return
    os.environ["DATABASE_URL"] = server.start()
    if not server.owned:
        raise Failed(
            "The database of this clone is in use: a stack or a command runs already. End it"
            " there, then try again."
        )


def _start_all(supervisor: Supervisor, port: int) -> None:
    say("Starting web and worker …")
    supervisor.add("web", *GUNICORN, "--bind", f"127.0.0.1:{port}")
    _start_worker(supervisor)
    if os.environ.get("SANDBOX") == "1":
        supervisor.add("sandbox", *MANAGE, "sandbox_send")


def _start_worker(supervisor: Supervisor) -> None:
    supervisor.add("worker", *STACK, "cluster")
    supervisor.add("watchdog", *STACK, "watchdog")


def _cluster(asked: argparse.Namespace) -> int:
    os.environ.setdefault("STATEMENT_TIMEOUT_MS", WORKER_STATEMENT_MS)
    _set_up_django()
    from portal.stack import cluster

    cluster.run()
    return 0


def _watchdog(asked: argparse.Namespace) -> int:
    _set_up_django()
    from portal.stack import watchdog

    return watchdog.run()


def _set_up_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise Failed(f"Port {port} is taken. Choose another one with PORT=.") from problem


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.stack", description=__doc__)
    actions = parser.add_subparsers(required=True)

    running = actions.add_parser("run", help=run.__doc__)
    running.add_argument("--demo", action="store_true", help="with the demo world and the sandbox")
    port = int(os.environ.get("PORT") or 8000)
    running.add_argument("--port", type=int, default=port, help="8000, or the variable PORT")
    running.set_defaults(act=run)

    actions.add_parser("worker", help=worker.__doc__).set_defaults(act=worker)

    actions.add_parser("clean", help=clean.__doc__).set_defaults(act=clean)

    executing = actions.add_parser("exec", help=execute.__doc__)
    executing.add_argument("command", nargs="+", help="after two dashes")
    executing.set_defaults(act=execute)

    for name, act in (("cluster", _cluster), ("watchdog", _watchdog)):
        actions.add_parser(name, help="a part of the stack").set_defaults(act=act)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
