"""Webhook ingest against a bare Django view that checks an HMAC and does one INSERT."""

import hashlib
import hmac
import statistics
import time

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from integrations import connections
from portal.models import Group, Organization
from portal.scope import inside
from portal.urls import urlpatterns as ours

ROUNDS, EVENTS = 9, 150
SECRET = b"bench-secret"
INSERT = "INSERT INTO bench_floor (key, body) VALUES (%s, %s) ON CONFLICT DO NOTHING"


@csrf_exempt
def floor(request: HttpRequest) -> HttpResponse:
    """The least that a durable webhook costs: signature, one INSERT, commit."""
    body = request.body
    good = "sha256 " + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(request.headers.get("Signature", ""), good):
        return HttpResponse(status=400)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [hashlib.sha256(body).hexdigest(), body])
    return HttpResponse('{"status": "ok"}')


urlpatterns = [path("bench-floor", floor), *ours]


def measure() -> dict[str, float]:
    """Accepted events a second of both, in this process, and the ratio of ours to the floor."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (key text PRIMARY KEY, body bytea)")
    address = _connection()
    rates: dict[str, list[float]] = {"ours": [], "floor": []}
    with override_settings(ROOT_URLCONF="bench.ingest"):
        for turn in range(ROUNDS):
            rates["floor"].append(_rate("/bench-floor", f"f{turn}"))
            rates["ours"].append(_rate(address, f"o{turn}"))
    middle = {name: round(statistics.median(each), 1) for name, each in rates.items()}
    return {
        "ours_per_second": middle["ours"],
        "floor_per_second": middle["floor"],
        "ours_to_floor": round(middle["ours"] / middle["floor"], 2),
    }


def _connection() -> str:
    organization = Organization.objects.create(name="Ingest", slug="ingest")
    group = Group.objects.create(organization=organization, name="All", slug="all")
    with inside(organization):
        made = connections.create(
            "greenhouse",
            group,
            values={
                "client_id": "bench",
                "client_secret": "bench-client-secret",
                "webhook_secret": SECRET.decode(),
                "user_id": "1",
            },
        )
    return f"/ats/{made.token}/webhook"


def _rate(address: str, run: str) -> float:
    client = Client()
    bodies = [f'{{"action":"ping","number":"{run}-{turn}"}}'.encode() for turn in range(EVENTS)]
    signed = [
        (body, "sha256 " + hmac.new(SECRET, body, hashlib.sha256).hexdigest()) for body in bodies
    ]
    began = time.perf_counter()
    for body, signature in signed:
        answer = client.post(
            address, body, content_type="application/json", headers={"Signature": signature}
        )
        assert answer.status_code == 200
    return EVENTS / (time.perf_counter() - began)
