"""The floor of webhook ingest: a bare Django view, its own server, nothing around it."""

import hashlib
import hmac

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET = b"bench-secret"
TABLE = "CREATE TABLE bench_floor (key text PRIMARY KEY, body bytea)"
INSERT = "INSERT INTO bench_floor (key, body) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def signature(body: bytes) -> str:
    """What Greenhouse sends along with a body."""
    return "sha256 " + hmac.new(SECRET, body, hashlib.sha256).hexdigest()


def floor(request: HttpRequest) -> HttpResponse:
    """The least that a durable webhook costs: signature, one INSERT, commit."""
    body = request.body
    if not hmac.compare_digest(request.headers.get("Signature", ""), signature(body)):
        return HttpResponse(status=400)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [hashlib.sha256(body).hexdigest(), body])
    return HttpResponse('{"status": "ok"}', content_type="application/json")


urlpatterns = [path("floor", floor)]
application = get_wsgi_application()
