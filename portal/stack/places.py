"""Where the stack keeps its files: all in `.local/` of the clone, or the temporary area."""

import hashlib
import os
import tempfile
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
LOCAL = CLONE / ".local"
LOGS = LOCAL / "log"
STATE = LOCAL / "postgres"


def private(folder: Path) -> Path:
    """Make a folder that only this user can look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def database_folder() -> Path:
    """The folder that holds the data folders of the embedded servers.

    PostgreSQL refuses to run as root, and the user it runs as then may not be able to reach the
    clone, so as root the data lies in the temporary area, in a folder named after the clone.
    """
    if os.geteuid() != 0:
        return private(LOCAL / "data")
    digest = hashlib.sha256(str(CLONE).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"liaison-{digest}"
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != 0 or folder.is_symlink():
        raise PermissionError(f"{folder} belongs to somebody else. Remove it, then try again.")
    return folder
