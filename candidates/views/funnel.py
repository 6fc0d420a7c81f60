"""The page of the Active funnel, and the choice of what to narrow it to."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from candidates import funnel, saved_views, visibility
from candidates.entrance import staff_page
from candidates.forms import ENDED, FunnelFilter, FunnelPicker
from candidates.states import Standing
from portal.paging import Page, page_of
from portal.permissions import Act
from portal.viewers import ViewerRequest
from portal.widgets import Tab
from roles.visibility import roles


@dataclass(frozen=True)
class Chip:
    """One thing the list is narrowed to, and the address without it."""

    label: str
    url: str


@require_safe
@staff_page
def funnel_page(request: ViewerRequest) -> HttpResponse:
    """Who is in the funnel, by tab, search and filters, latest activity first."""
    viewer, filters = request.viewer, FunnelFilter(request.GET)
    found = filters.narrow(visibility.candidacies(viewer))
    page = page_of(
        funnel.with_names(filters.in_tab(found)),
        request.GET,
        by=funnel.ORDER,
        descending=True,
    )
    rows = funnel.rows(page.rows, viewer)
    facts = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "tabs": _tabs(request, filters, funnel.counts(found)),
        "chips": _chips(request, filters, page),
        "may_invite": viewer.may(Act.INVITE),
        "may_act": any(row.may_act for row in rows),
        "ended_url": _address(request, {"state": ENDED}),
        "filters_url": _address(request, {}, reverse("funnel_filters")),
        "export_url": _address(request, {}, reverse("funnel_export")),
        "saved_views": saved_views.of(viewer),
        "view": (view := saved_views.query_of(filters)),
        "save_url": f"{reverse('saved_views')}?{view}",
    }
    return render(request, "candidates/funnel.html", facts)


@require_safe
@staff_page
def filters(request: ViewerRequest) -> HttpResponse:
    """The roles, recruiters, groups and statuses to narrow the funnel to."""
    viewer = request.viewer
    asked = FunnelFilter(request.GET)
    picker = FunnelPicker(asked.wanted, roles(viewer).order_by("name"), viewer.visible_groups())
    kept = {name: asked.wanted[name] for name in ("state", "q") if name in asked.wanted}
    template = "candidates/_filters.html" if request.htmx else "candidates/filters.html"  # type: ignore[attr-defined]
    return render(request, template, {"picker": picker, "kept": kept})


def _tabs(request: ViewerRequest, filters: FunnelFilter, counts: dict[str, int]) -> list[Tab]:
    current = filters.wanted.get("state", "")
    tabs = [Tab("All", _address(request, {"state": None}), not current, sum(counts.values()))]
    for state in funnel.TABS:
        url = _address(request, {"state": state.value})
        tabs.append(Tab(state.label, url, state == current, counts.get(state, 0)))
    return [*tabs, Tab("Ended", _address(request, {"state": ENDED}), current == ENDED)]


def _chips(request: ViewerRequest, filters: FunnelFilter, page: Page[Any]) -> list[Chip]:
    """What the list is narrowed to, in the words of its first row: it costs no query."""
    first = page.rows[0] if page.rows else None
    names = {
        "role": f"Role: {first.role}" if first else "Role",
        "recruiter": f"Recruiter: {first.recruiter}" if first else "Recruiter",
        "group": f"Group: {first.role.group}" if first else "Group",
        "standing": f"Status: {Standing(filters.wanted.get('standing', '')).label}",
        "q": f"Begins with “{filters.wanted.get('q', '')}”",
    }
    return [
        Chip(label, _address(request, {name: None}))
        for name, label in names.items()
        if name in filters.wanted
    ]


def _address(request: ViewerRequest, changes: dict[str, str | None], path: str = "") -> str:
    """This address, or another path, with other filters, from its first page."""
    asked = request.GET.copy()
    for name, value in {"newer": None, "older": None, **changes}.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = value
    path = path or request.path
    return f"{path}?{asked.urlencode()}" if asked else path
