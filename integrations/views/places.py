"""The pages of one connection: its parts in a row of tabs, the pages of a part in another."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from integrations.models import Connection
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page
from portal.widgets import Tab

HERE = "integration"
PARTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Overview", (("connection", "Overview"),)),
    (
        "Issues",
        (("connection_issues", "Issues"), ("connection_maintenance", "Planned maintenance")),
    ),
    (
        "Mapping",
        (
            ("connection_jobs", "Jobs"),
            ("connection_rules", "Rules"),
            ("connection_stages", "Stages"),
            ("connection_people", "People"),
            ("connection_roles", "Roles"),
            ("connection_changes", "Changes"),
        ),
    ),
    ("Why no invite?", (("connection_trace", "Why no invite?"), ("connection_dry_run", "Dry run"))),
    ("Set-up", (("connection_setup", "Set-up"),)),
    (
        "Logs",
        (
            ("log_webhooks", "Webhooks"),
            ("log_updates", "Updates"),
            ("log_calls", "Calls"),
            ("log_syncs", "Syncs"),
            ("evidence", "Evidence"),
        ),
    ),
)
TO_RUN = ("evidence", "connection_dry_run")  # pages that only those who run the connection may open


def connection_page(
    request: ViewerRequest, here: str, template: str, connection: Connection, **facts: Any
) -> HttpResponse:
    """A page of a connection, in the part that names it `here`."""
    may_run = request.viewer.may(Act.RUN_INTEGRATIONS, connection.group_id)
    shared = {
        "connection": connection,
        "tabs": [_tab(connection, label, pages[0][0], _has(pages, here)) for label, pages in PARTS],
        "beside": _beside(connection, here, may_run=may_run),
        "may_run": may_run,
    }
    return page(request, HERE, template, **{**shared, **facts})


def time_asked(request: HttpRequest) -> datetime | None:
    """When a test was asked for, as the address says; None for what is no time of today."""
    text = request.GET.get("asked", "")
    now = int(timezone.now().timestamp())
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(now))):
        return None
    return datetime.fromtimestamp(int(text), UTC)


def _beside(connection: Connection, here: str, *, may_run: bool) -> list[Tab]:
    """The pages of the same part that they may open; none where a part has one page only."""
    part = next((pages for _, pages in PARTS if _has(pages, here)), ())
    pages = tuple(page for page in part if may_run or page[0] not in TO_RUN)
    alone = len(pages) < 2
    return [] if alone else [_tab(connection, label, name, name == here) for name, label in pages]


def _has(pages: tuple[tuple[str, str], ...], here: str) -> bool:
    return here in dict(pages)


def _tab(connection: Connection, label: str, name: str, current: bool) -> Tab:
    address = reverse(name, args=[connection.organization.slug, connection.pk])
    return Tab(label, address, current)
