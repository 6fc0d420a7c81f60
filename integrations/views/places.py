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
)


def connection_page(
    request: ViewerRequest, here: str, template: str, connection: Connection, **facts: Any
) -> HttpResponse:
    """A page of a connection, in the part that names it `here`."""
    shared = {
        "connection": connection,
        "tabs": [_tab(connection, label, pages[0][0], _has(pages, here)) for label, pages in PARTS],
        "beside": _beside(connection, here),
        "may_run": request.viewer.may(Act.RUN_INTEGRATIONS, connection.group_id),
    }
    return page(request, HERE, template, **{**shared, **facts})


def _beside(connection: Connection, here: str) -> list[Tab]:
    """The pages of the same part; none where a part has one page only."""
    pages = next((pages for _, pages in PARTS if _has(pages, here)), ())
    alone = len(pages) < 2
    return [] if alone else [_tab(connection, label, name, name == here) for name, label in pages]


def _has(pages: tuple[tuple[str, str], ...], here: str) -> bool:
    return here in dict(pages)


def _tab(connection: Connection, label: str, name: str, current: bool) -> Tab:
    address = reverse(name, args=[connection.organization.slug, connection.pk])
    return Tab(label, address, current)
