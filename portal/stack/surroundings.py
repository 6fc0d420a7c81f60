"""The environment that the processes read: the file `.env`, and what the demo sets."""

import base64
import json
import os
import secrets
from contextlib import suppress

from environ import Env

from portal.stack import places

KEYS = places.LOCAL / "demo-keys.json"


def read_file() -> None:
    """Take the variables of `.env` into the environment; what is set already wins."""
    if (places.CLONE / ".env").exists():
        Env.read_env(places.CLONE / ".env")


def for_demo(port: int) -> dict[str, str]:
    """Variables of the demo; what the caller has set already wins, but for the place itself."""
    preset = {
        **_keys(),
        "EMAIL_URL": "dummymail://",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
    }
    fixed = {
        "DEMO": "1",
        "DEBUG": "0",
        "SANDBOX": "1",
        "ALLOW_PRIVATE_ATS_HOSTS": "1",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    return {name: os.environ.get(name) or value for name, value in preset.items()} | fixed


def _keys() -> dict[str, str]:
    with suppress(FileNotFoundError, ValueError):
        kept: dict[str, str] = json.loads(KEYS.read_text())
        return kept
    sealing = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    keys = {"SECRET_KEY": secrets.token_urlsafe(48), "SEALING_KEYS": f"demo:{sealing}"}
    places.private(KEYS.parent)
    KEYS.touch(mode=0o600)
    KEYS.write_text(json.dumps(keys))
    return keys
