"""Canaries: keys, a token and contact data that pass through stay out of all logs (K7, P66)."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from integrations import inbox, outbox
from integrations.connectors.greenhouse.connector import Greenhouse
from integrations.http import Client as Caller
from integrations.models import Application, AtsUpdate, Call, Connection, Delivery
from integrations.problems import VendorProblem
from integrations.vocabulary import Hook
from portal.models import Kind, Mail
from tests import factories
from tests.integrations.test_http import Server, reply
from tests.queue import drain_queue

KEYS = {
    "client_secret": "canary-client-secret",
    "webhook_secret": "canary-webhook-secret",
    "assessment_key": "canary-assessment-key",
}
TOKEN = "canaryTOKEN0123456789abcdefXYZ"
EMAIL = "canary@person.test"
PHONE = "+49 170 5550199"
ADDRESS = "12 Canary Lane"
NAMES = ("Canaria", "Birdsong")
CANARIES = (*KEYS.values(), TOKEN, EMAIL, "5550199", ADDRESS, *NAMES)
SAID = f"No person {EMAIL}, {PHONE}, key {KEYS['client_secret']}, Bearer {TOKEN}."
PERSON = {
    "id": 800001,
    "first_name": NAMES[0],
    "last_name": NAMES[1],
    "email_addresses": [{"value": EMAIL, "type": "personal"}],
    "phone_numbers": [{"value": PHONE, "type": "mobile"}],
    "addresses": [{"value": ADDRESS, "type": "home"}],
    "notes": f"{NAMES[0]} lives at {ADDRESS}.",
}
ANSWERS: dict[tuple[str, str], tuple[int, Any]] = {
    ("POST", "token"): (200, {"access_token": TOKEN, "expires_at": "2099-01-01T00:00:00Z"}),
    ("GET", "candidates"): (200, [PERSON]),
    ("GET", "applications"): (200, [{"id": 700001, "candidate": PERSON}]),
    ("POST", "notes"): (422, {"errors": [SAID]}),
    ("PATCH", "700001"): (403, {"message": SAID}),
}


def _answer(handler: BaseHTTPRequestHandler) -> None:
    """Answer as an ATS that names the person wherever it can."""
    resource = handler.path.partition("?")[0].rpartition("/")[2]
    status, data = ANSWERS.get((handler.command, resource), (500, f"<p>{NAMES[0]}: {EMAIL}"))
    body = json.dumps(data) if not isinstance(data, str) else data
    reply(handler, status, body.encode(), Set_Cookie=f"session={TOKEN}", X_Request_Id="req-7")


@pytest.fixture
def ats(connection: Connection, settings: Any) -> Iterator[None]:
    """The connection leads to that ATS."""
    settings.ALLOW_PRIVATE_ATS_HOSTS = True
    server = Server()
    server.script = _answer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    connection.choices = {**connection.choices, "recruiter_source": "candidate"}
    connection.base_url = connection.auth_url = server.url
    connection.save()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def _webhook(connection: Connection, content: dict[str, Any]) -> None:
    body = json.dumps(content).encode()
    digest = hmac.new(KEYS["webhook_secret"].encode(), body, hashlib.sha256).hexdigest()
    headers = {"signature": f"sha256 {digest}", "greenhouse-event-id": "7"}
    assert inbox.receive(connection.token, Hook("webhook", "POST", headers, {}, body)).status == 200


def _pass_through(connection: Connection) -> None:
    """Let everything come in, go out and fail."""
    stage = {"id": 1, "name": "Interview"}
    row = {"id": 700001, "status": "active", "candidate": PERSON, "current_stage": stage}
    _webhook(connection, {"action": "candidate_stage_change", "payload": {"application": row}})
    _webhook(connection, {"action": "update_candidate", "payload": {"candidate": PERSON}})
    _webhook(connection, {"action": EMAIL, "payload": {}})
    while drain_queue():
        pass
    connector = connection.connector
    assert isinstance(connector, Greenhouse)
    connector.harvest.all("candidates", email=EMAIL, ids="800001")
    for change in (
        lambda: connector.harvest.create("notes", {"body": SAID, "candidate_id": 800001}),
        lambda: connector.harvest.change("applications", "700001", PERSON),
        lambda: connector.harvest.all("users", phone=PHONE),
        lambda: Caller(connector).send("GET", f"{connection.base_url}/v3/people/{EMAIL}"),
    ):
        with suppress(VendorProblem):
            change()


def _updates(connection: Connection) -> None:
    """Updates whose notes the ATS refuses, with words about the person."""
    candidacy = factories.CandidacyFactory(
        role__group=connection.group, candidate__name=" ".join(NAMES), candidate__email=EMAIL
    )
    application, _ = Application.objects.update_or_create(
        organization=connection.organization, connection=connection, remote_id="700001",
        defaults={"candidacy": candidacy, "candidate_remote_id": "800001"},
    )  # fmt: skip
    event = candidacy.events.create(
        organization=connection.organization, kind="canceled", actor="system", detail=SAID
    )
    outbox.tell(application, event)
    while drain_queue():
        pass


def _pages(client: Any, connection: Connection) -> Iterator[tuple[str, str]]:
    """Every page of the logs, and every export."""
    top = f"/organizations/acme/integration/{connection.pk}/"
    logs = {"webhooks": Delivery, "updates": AtsUpdate, "calls": Call}
    for log, model in logs.items():
        for tail in ("", *(f"{pk}/" for pk in model._base_manager.values_list("pk", flat=True))):
            answer = client.get(f"{top}{log}/{tail}")
            assert answer.status_code == 200
            yield f"{log}/{tail}", answer.text
    day = str(Call.objects.latest("pk").at.date())
    asked = {"first": day, "last": day}
    for what in ("calls", "webhooks", "syncs"):
        for shape in ("csv", "json"):
            answer = client.post(f"{top}evidence/", {**asked, "what": what, "shape": shape})
            yield f"{what}.{shape}", answer.getvalue().decode()
    yield "evidence/", client.get(f"{top}evidence/").text
    yield "connection", client.get(top).text


def test_p66_no_canary_is_found_in_any_log_page_export_or_error(
    connection: Connection,
    ats: None,
    sign_in: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _pass_through(connection)
    _updates(connection)
    client = sign_in(Kind.ORG_ADMIN)

    shown = dict(_pages(client, connection))
    kept = json.dumps(list(Call.objects.values()), default=str)
    errors = [*AtsUpdate.objects.values_list("error", flat=True), connection.problem, caplog.text]
    mails = json.dumps(list(Mail.objects.values("kind", "ids")), default=str)

    assert Call.objects.filter(status=422).exists()
    assert Call.objects.filter(request_body__contains="800001").exists()
    assert len(shown) > 20
    for name, text in {**shown, "rows": kept, "errors": " ".join(errors), "mails": mails}.items():
        assert [canary for canary in CANARIES if canary in text] == [], name
