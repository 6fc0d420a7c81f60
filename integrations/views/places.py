"""The pages of one connection: its parts in a row of tabs, the pages of a part in another."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from integrations.models import Connection
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.views.organizations import page
from portal.widgets import Tab

HERE = "integration"
PARTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Overview", (("connection", "Overview"),)),
    ("Mapping", (("connection_jobs", "Jobs"), ("connection_stages", "Stages"))),
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
TO_RUN = ("evidence",)  # pages that only those who run the connection may open


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
