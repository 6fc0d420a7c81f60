"""Says whether this process lives, and whether the whole stack is ready for people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.models import Heartbeat

WORKER_SILENT = timedelta(seconds=60)

_seen_migrated: list[bool] = []


@dataclass(frozen=True)
class Check:
    """One thing that must be well, and a sentence that says whether it is."""

    name: str
    ok: bool
    text: str


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while this process answers; asks no database."""
    return HttpResponse("This process answers.\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every check is well, else 503 with Retry-After; the body names each check."""
    checks = list(run_checks())
    ready = all(check.ok for check in checks)
    body = {
        "ready": ready,
        "checks": {check.name: {"ok": check.ok, "text": check.text} for check in checks},
    }
    if ready:
        return JsonResponse(body)
    return JsonResponse(body, status=503, headers={"Retry-After": "5"})


def run_checks() -> Iterator[Check]:
    """The checks of the portal, then those that other packages name in READY_CHECKS."""
    others: list[Callable[[], Check]] = [import_string(path) for path in settings.READY_CHECKS]
    try:
        for check in (database, migrations, worker, *others):
            yield check()
    except Error:
        connection.close()
        yield Check("database", ok=False, text="The database does not answer.")


def database() -> Check:
    """Whether the database answers a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check("database", ok=True, text="The database answers.")


def migrations() -> Check:
    """Whether the tables are those of this code."""
    if _migrated():
        return Check("migrations", ok=True, text="Every migration is applied.")
    text = "Migrations are missing. Run `manage.py migrate`."
    return Check("migrations", ok=False, text=text)


def worker() -> Check:
    """Whether a task went the whole way through the queue in the last minute (P69)."""
    since = Now() - WORKER_SILENT
    if Heartbeat.objects.filter(name="worker", beat_at__gt=since).exists():
        return Check("worker", ok=True, text="The worker works.")
    text = "No task went through the queue for a minute. Start the worker, or wait for it."
    return Check("worker", ok=False, text=text)


def _migrated() -> bool:
    """True stays true for the life of a process, whose code does not change."""
    if not _seen_migrated:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _seen_migrated.append(True)
    return bool(_seen_migrated)
