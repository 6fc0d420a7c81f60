"""A Greenhouse connection, its deliveries from files, and the toy Greenhouse over real HTTP."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, transaction
from django.test.testcases import QuietWSGIRequestHandler

from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.models import Connection
from integrations.sandbox.greenhouse.access import GREENHOUSE
from integrations.sandbox.models import Account
from integrations.vocabulary import Hook
from portal.models import Organization
from tests import factories, toys

PAYLOADS = Path(__file__).parent / "payloads"
SECRET = "demo-secret-1"
KEY = "an-assessment-key"


def connect(organization: Organization, base: str, **choices: str) -> Connection:
    """A connection whose API stands at `base`."""
    return Connection.objects.create(
        organization=organization,
        group=factories.GroupFactory(organization=organization),
        vendor="greenhouse",
        name="Greenhouse",
        base_url=base,
        auth_url=f"{base}/auth",
        choices={"client_id": "me", "user_id": "3140", **choices},
        secrets={"client_secret": "secret", "webhook_secret": SECRET, "assessment_key": KEY},
        active=True,
    )


@pytest.fixture
def greenhouse(scoped: Organization) -> Greenhouse:
    """A connector that has no need to call anybody."""
    base = "https://harvest.greenhouse.io"
    return Greenhouse(connect(scoped, base, recruiter_source="candidate"))


def payload(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def signed(content: Any, secret: str = SECRET) -> Hook:
    """A delivery as Greenhouse signs it; `content` is bytes or something to write as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Hook("webhook", "POST", {"signature": f"sha256 {digest}"}, {}, body)


class Site(ThreadedWSGIServer):
    """The site over real HTTP, inside the test's own transaction: nothing is left to clean up."""

    daemon_threads = True

    def _close_connections(self) -> None:
        """Leave the test's connection open."""


@pytest.fixture(scope="module")
def toy_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The toy Greenhouse's data, loaded once a module; each test's changes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        toys.load("http://127.0.0.1")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def site(toy_world: None, db: None) -> Iterator[str]:
    """The address of the running site."""
    ours = connections["default"]
    ours.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as the test client does: ours is in use
    server = Site(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={"default": ours})
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    ours.dec_thread_sharing()


@pytest.fixture
def toy(site: str, settings: Any, scoped: Organization) -> Greenhouse:
    """A connection to the toy Greenhouse, its world loaded, over real HTTP."""
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    Account.objects.update(site_url=site)
    made = connect(
        scoped,
        site + GREENHOUSE.base_path,
        client_id=GREENHOUSE.client_id,
        user_id=str(GREENHOUSE.sub),
    )
    made.secrets = {
        "client_secret": GREENHOUSE.client_secret,
        "webhook_secret": GREENHOUSE.webhook_secret,
        "assessment_key": GREENHOUSE.assessment_key,
    }
    made.save()
    return Greenhouse(made)
